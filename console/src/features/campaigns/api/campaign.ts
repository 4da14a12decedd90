import { keepPreviousData, queryOptions } from "@tanstack/react-query"

import { answer, client, type Schemas } from "@/lib/api/client"

import { type Campaign, type Status, whileStopping } from "./campaigns"

export type Analytics = Schemas["Analytics"]
export type Why = Schemas["Why"]

const FIGURES_MILLISECONDS = 4_000

export function isUnfinished(status: Status): boolean {
  return status !== "completed" && status !== "cancelled"
}

export function campaignQuery(campaignId: string) {
  const params = { path: { campaign_id: campaignId } }
  return queryOptions({
    queryKey: ["campaigns", "one", campaignId],
    queryFn: () => answer(client.GET("/api/campaigns/{campaign_id}", { params })),
    refetchInterval: ({ state }) => whileStopping(state.data ? [state.data] : []),
  })
}

/** What is summed up over thousands of calls, and what the scheduler is asked, is read at a pace, not at every event. */
function paced({ status }: Campaign): number | false {
  return isUnfinished(status) ? FIGURES_MILLISECONDS : false
}

export function figuresQuery(campaign: Campaign) {
  const params = { path: { campaign_id: campaign.id } }
  return queryOptions({
    queryKey: ["figures", campaign.id, campaign.status],
    queryFn: () => answer(client.GET("/api/campaigns/{campaign_id}/analytics", { params })),
    placeholderData: keepPreviousData,
    refetchInterval: paced(campaign),
  })
}

export function whyQuery(campaign: Campaign) {
  const params = { path: { campaign_id: campaign.id } }
  return queryOptions({
    queryKey: ["why", campaign.id, campaign.status],
    queryFn: () => answer(client.GET("/api/campaigns/{campaign_id}/why", { params })),
    placeholderData: keepPreviousData,
    refetchInterval: paced(campaign),
  })
}

export interface Hour {
  hour: string
  answered: number
  /** Over, and not answered. */
  others: number
  /** Placed, and without an outcome so far. */
  live: number
}

/** The hours in which calls were placed, each with what became of them. */
export function hoursOf({ by_hour: hours }: Analytics): Hour[] {
  return hours
    .filter(({ placed }) => placed > 0)
    .map(({ hour, placed, outcomes }) => {
      const over = Object.values(outcomes).reduce((sum, count) => sum + count, 0)
      const answered = outcomes.answered ?? 0
      return {
        hour: `${String(hour).padStart(2, "0")}:00`,
        answered,
        others: over - answered,
        live: Math.max(0, placed - over),
      }
    })
}

export function exportUrl(campaignId: string): string {
  return `/api/campaigns/${campaignId}/export.csv`
}
