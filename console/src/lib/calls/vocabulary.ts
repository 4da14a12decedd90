import type { Schemas } from "@/lib/api/client"

export type CallStatus = Schemas["CallStatus"]
export type Outcome = Schemas["Outcome"]

export const CALL_STATUSES = [
  "queued",
  "dialling",
  "in_call",
  "awaiting_result",
  "waiting_retry",
  "settled",
] as const satisfies CallStatus[]

export const OUTCOMES = [
  "answered",
  "voicemail",
  "no-answer",
  "busy",
  "failed",
  "cancelled",
  "skipped",
  "expired",
  "unknown",
] as const satisfies Outcome[]

export function isCallStatus(name: unknown): name is CallStatus {
  return CALL_STATUSES.some((known) => known === name)
}

export function isOutcome(name: unknown): name is Outcome {
  return OUTCOMES.some((known) => known === name)
}
