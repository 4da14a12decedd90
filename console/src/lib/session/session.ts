import { queryOptions } from "@tanstack/react-query"

import { answer, client } from "@/lib/api/client"

/** Who is signed in. Throws a Problem that is `signedOut` where nobody is. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: () => answer(client.GET("/api/me")),
  staleTime: 60_000,
  retry: false,
})

export type Credentials = { email: string; password: string } | { token: string }

export function signIn(credentials: Credentials) {
  return answer(client.POST("/api/session", { body: credentials }))
}

export function signOut() {
  return answer(client.DELETE("/api/session"))
}
