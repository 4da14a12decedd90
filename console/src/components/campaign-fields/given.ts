import { lines, numberOrNull, text } from "@/components/forms/given"
import { WEEKDAYS } from "@/lib/campaigns/vocabulary"

/** What was written into the fields that a campaign has when it is begun and when it is changed. */
export function campaignGiven(given: FormData) {
  return {
    next_action: text(given, "next_action"),
    agent_id: text(given, "agent_id"),
    first_call_time: text(given, "first_call_time"),
    last_call_time: text(given, "last_call_time"),
    start_date: text(given, "start_date"),
    days: WEEKDAYS.filter((day) => given.getAll("days").includes(day)),
    timezone: text(given, "timezone"),
    retry: {
      max_attempts: numberOrNull(given, "max_attempts") ?? 1,
      delays_minutes: lines(given, "delays_minutes").map(Number),
    },
  }
}
