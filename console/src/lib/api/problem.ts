import type { components } from "./schema"

type Details = components["schemas"]["ProblemDetails"]
export type FieldProblem = components["schemas"]["ProblemField"]

const UNAUTHENTICATED = 401

/** A request that was refused; `status` is 0 where nobody answered. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: readonly FieldProblem[] = [],
  ) {
    super(detail)
    this.name = "Problem"
  }

  get offline(): boolean {
    return this.status === 0
  }

  get signedOut(): boolean {
    return this.status === UNAUTHENTICATED && this.code !== "wrong_credentials"
  }
}

/** Reads a refusal as problem details; what is none is told by its status. */
export function problemOf(status: number, body: unknown): Problem {
  if (typeof body === "object" && body !== null && "code" in body) {
    const details = body as Details
    return new Problem(status, details.code, details.detail, details.errors ?? [])
  }
  return new Problem(status, `http_${status}`, "")
}
