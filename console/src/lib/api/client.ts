import createClient from "openapi-fetch"

import { Problem, problemOf } from "./problem"
import type { components, paths } from "./schema"

export type Schemas = components["schemas"]

/** The typed client of the HTTP API; the session's cookie goes with every request. */
export const client = createClient<paths>({ baseUrl: globalThis.location.origin, credentials: "same-origin" })

interface Answered<T> {
  data?: T
  error?: unknown
  response: Response
}

/** Returns what a request was answered with; throws a Problem that says what was wrong, also where nothing answered. */
export async function answer<T>(request: Promise<Answered<T>>): Promise<T> {
  let answered: Answered<T>
  try {
    answered = await request
  } catch {
    throw new Problem(0, "offline", "")
  }
  if (!answered.response.ok) throw problemOf(answered.response.status, answered.error)
  return answered.data as T
}

/** A new Idempotency-Key: the same request said again with it is done once. */
export function idempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")
}
