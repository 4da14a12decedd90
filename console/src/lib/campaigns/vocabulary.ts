import type { Schemas } from "@/lib/api/client"

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const satisfies Schemas["Weekday"][]

/** The outcomes after which a contact may be tried again. */
export const RETRIED = ["no-answer", "busy", "failed", "voicemail"] as const satisfies Schemas["Outcome"][]
