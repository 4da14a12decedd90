import { campaignGiven } from "@/components/campaign-fields/given"
import { lines, numberOrNull, text, textOrNull } from "@/components/forms/given"
import { answer, client, type Schemas } from "@/lib/api/client"
import { RETRIED } from "@/lib/campaigns/vocabulary"

import type { Campaign } from "./campaigns"

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
  const shared = campaignGiven(given)
  return {
    ...shared,
    name: text(given, "name"),
    end_date: textOrNull(given, "end_date"),
    holidays: lines(given, "holidays"),
    use_contact_timezone: given.get("use_contact_timezone") !== null,
    max_concurrent_calls: numberOrNull(given, "max_concurrent_calls"),
    max_calls_per_minute: numberOrNull(given, "max_calls_per_minute"),
    frequency_cap: calls === null && hours === null ? null : { calls: calls ?? 1, hours: hours ?? 24 },
    retry: {
      ...shared.retry,
      outcomes: RETRIED.filter((outcome) => given.getAll("retried").includes(outcome)),
    },
    keep_open: given.get("keep_open") !== null,
  }
}

export function changeCampaign(campaignId: string, change: Partial<CampaignSettings>): Promise<Campaign> {
  const body = change as Schemas["CampaignChangeBody"]
  return answer(client.PATCH("/api/campaigns/{campaign_id}", { params: { path: { campaign_id: campaignId } }, body }))
}
