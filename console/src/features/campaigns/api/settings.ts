import { queryOptions } from "@tanstack/react-query"

import { lines, numberOrNull, text, textOrNull } from "@/components/forms/given"
import { answer, client, type Schemas } from "@/lib/api/client"

import type { Campaign } from "./campaigns"

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const satisfies Schemas["Weekday"][]
export const RETRIED = ["no-answer", "busy", "failed", "voicemail"] as const

type Retried = (typeof RETRIED)[number]

/** What of a campaign its owner may change, as the form holds it. */
export interface CampaignSettings {
  name: string
  next_action: string
  agent_id: string
  first_call_time: string
  last_call_time: string
  start_date: string
  end_date: string | null
  days: Schemas["Weekday"][]
  holidays: string[]
  timezone: string
  use_contact_timezone: boolean
  max_concurrent_calls: number | null
  max_calls_per_minute: number | null
  frequency_cap: { calls: number; hours: number } | null
  retry: { max_attempts: number; outcomes: Retried[]; delays_minutes: number[] }
  keep_open: boolean
}

export function settingsOf(campaign: Campaign): CampaignSettings {
  const { retry } = campaign
  return { ...campaign, retry: { ...retry, outcomes: RETRIED.filter((outcome) => retry.outcomes.includes(outcome)) } }
}

export function settingsGiven(given: FormData): CampaignSettings {
  const [calls, hours] = [numberOrNull(given, "cap_calls"), numberOrNull(given, "cap_hours")]
  return {
    name: text(given, "name"),
    next_action: text(given, "next_action"),
    agent_id: text(given, "agent_id"),
    first_call_time: text(given, "first_call_time"),
    last_call_time: text(given, "last_call_time"),
    start_date: text(given, "start_date"),
    end_date: textOrNull(given, "end_date"),
    days: WEEKDAYS.filter((day) => given.getAll("days").includes(day)),
    holidays: lines(given, "holidays"),
    timezone: text(given, "timezone"),
    use_contact_timezone: given.get("use_contact_timezone") !== null,
    max_concurrent_calls: numberOrNull(given, "max_concurrent_calls"),
    max_calls_per_minute: numberOrNull(given, "max_calls_per_minute"),
    frequency_cap: calls === null && hours === null ? null : { calls: calls ?? 1, hours: hours ?? 24 },
    retry: {
      max_attempts: numberOrNull(given, "max_attempts") ?? 1,
      outcomes: RETRIED.filter((outcome) => given.getAll("retried").includes(outcome)),
      delays_minutes: lines(given, "delays_minutes").map(Number),
    },
    keep_open: given.get("keep_open") !== null,
  }
}

export function changeCampaign(campaignId: string, change: Partial<CampaignSettings>): Promise<Campaign> {
  const body = change as Schemas["CampaignChangeBody"]
  return answer(client.PATCH("/api/campaigns/{campaign_id}", { params: { path: { campaign_id: campaignId } }, body }))
}

const MOST_AGENTS = 200

/** The agents that a campaign may be given. */
export const agentChoiceQuery = queryOptions({
  queryKey: ["agents", "choice"],
  queryFn: async () => {
    const page = await answer(client.GET("/api/agents", { params: { query: { limit: MOST_AGENTS } } }))
    return page.items
  },
})
