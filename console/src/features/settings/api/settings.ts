import { queryOptions } from "@tanstack/react-query"

import { answer, client, idempotencyKey, type Schemas } from "@/lib/api/client"
import { pagesQuery } from "@/lib/api/pages"

export type Key = Schemas["Key"]
export type Session = Schemas["Session"]
export type User = Schemas["User"]

const header = () => ({ "Idempotency-Key": idempotencyKey() })

export const keysQuery = pagesQuery(["keys", "pages"], (at) =>
  answer(client.GET("/api/keys", { params: { query: at } })),
)

export function issueKey(body: Schemas["NewKeyBody"]): Promise<Schemas["IssuedKey"]> {
  return answer(client.POST("/api/keys", { body, params: { header: header() } }))
}

export function revokeKey({ id }: Key) {
  return answer(client.DELETE("/api/keys/{key_id}", { params: { path: { key_id: id } } }))
}

export const sessionsQuery = pagesQuery(["sessions", "pages"], (at) =>
  answer(client.GET("/api/sessions", { params: { query: at } })),
)

export function endSession({ id }: Session) {
  return answer(client.DELETE("/api/sessions/{session_id}", { params: { path: { session_id: id } } }))
}

export const usersQuery = pagesQuery(["users", "pages"], (at) =>
  answer(client.GET("/api/users", { params: { query: at } })),
)

export function registerUser(body: Schemas["NewUserBody"]): Promise<Schemas["RegisteredUser"]> {
  return answer(client.POST("/api/users", { body, params: { header: header() } }))
}

export function changeUser(userId: string, body: Schemas["UserChangeBody"]): Promise<User> {
  return answer(client.PATCH("/api/users/{user_id}", { body, params: { path: { user_id: userId } } }))
}

/** Changes one's own name or password. */
export function changeMe(body: Schemas["OwnChangeBody"]): Promise<Schemas["Me"]> {
  return answer(client.PATCH("/api/me", { body }))
}

/** Returns the address of a link by which a user signs in once, within minutes. */
export async function signInLink(userId: string): Promise<string> {
  const params = { path: { user_id: userId }, header: header() }
  const link = await answer(client.POST("/api/users/{user_id}/sign-in-links", { params }))
  return `${location.origin}/sign-in#token=${link.token ?? ""}`
}

export const limitsQuery = queryOptions({
  queryKey: ["slots"],
  queryFn: () => answer(client.GET("/api/settings/concurrency")),
})

export function changeSystemLimit(limit: number) {
  return answer(client.PATCH("/api/settings/concurrency", { body: { system_limit: limit } }))
}
