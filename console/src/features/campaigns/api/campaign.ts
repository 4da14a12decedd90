import { keepPreviousData, queryOptions } from "@tanstack/react-query"

import { answer, client, type Schemas } from "@/lib/api/client"

import type { Campaign, Status } from "./campaigns"

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

export function exportUrl(campaignId: string): string {
  return `/api/campaigns/${campaignId}/export.csv`
}
