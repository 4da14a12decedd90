import type { Action, Status } from "./campaigns"

/** What a person may do to a campaign in each status, in the order of the buttons. */
export const ACTIONS: Record<Status, readonly Action[]> = {
  draft: ["start", "cancel", "delete"],
  scheduled: ["pause", "cancel"],
  active: ["pause", "cancel"],
  paused: ["resume", "cancel"],
  completed: ["delete"],
  cancelled: ["delete"],
}

/** What takes an action back; the others are asked about before they are done. */
export const UNDO: Partial<Record<Action, Action>> = { pause: "resume", resume: "pause" }

export function isConfirmed(action: Action): action is "cancel" | "delete" {
  return action === "cancel" || action === "delete"
}
