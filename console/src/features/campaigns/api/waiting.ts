import type { Campaign } from "./campaigns"

/** What a campaign waits for, as its own figures tell; `why` of the campaign itself knows more. */
export type Waiting =
  "importing" | "draft" | "paused" | "live" | "window" | "retry_wait" | "waiting_turn" | "awaiting_result"

/** Returns what comes first in a campaign's way, or that it is calling; nothing where it is over. */
export function waitingFor(campaign: Campaign, now: Date): Waiting | undefined {
  const { status, counters, next_dial_at: next } = campaign
  if (status === "completed" || status === "cancelled") return undefined
  if (campaign.importing) return "importing"
  if (status === "draft" || status === "paused") return status
  const { dialling = 0, in_call = 0, queued = 0, waiting_retry = 0, awaiting_result = 0 } = counters
  if (dialling + in_call > 0) return "live"
  if (next && Date.parse(next) > now.getTime()) return "window"
  if (queued > 0) return "waiting_turn"
  if (awaiting_result > 0) return "awaiting_result"
  return waiting_retry > 0 ? "retry_wait" : undefined
}
