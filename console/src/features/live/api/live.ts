import { queryOptions } from "@tanstack/react-query"

import { answer, client, type Schemas } from "@/lib/api/client"
import { pagesQuery } from "@/lib/api/pages"

export type Campaign = Schemas["Campaign"]
export type Reason = Schemas["Reason"]

const TURNS = 20
const TURNS_MILLISECONDS = 4_000

export const statisticsQuery = queryOptions({
  queryKey: ["queue", "statistics"],
  queryFn: () => answer(client.GET("/api/queue/statistics")),
})

export const queueQuery = pagesQuery(["queue", "calls"], (at) =>
  answer(client.GET("/api/queue", { params: { query: at } })),
)

export interface Turn {
  campaign: Campaign
  reasons: readonly Reason[]
}

/** The latest campaigns that are under way, each with what stands in its way; asked at a pace, since the scheduler is asked for each. */
export const turnsQuery = queryOptions({
  queryKey: ["turns"],
  queryFn: async (): Promise<Turn[]> => {
    const active = await answer(client.GET("/api/campaigns", { params: { query: { status: "active", limit: TURNS } } }))
    return Promise.all(
      active.items.map(async (campaign) => {
        const params = { path: { campaign_id: campaign.id } }
        const why = await answer(client.GET("/api/campaigns/{campaign_id}/why", { params }))
        return { campaign, reasons: why.reasons }
      }),
    )
  },
  refetchInterval: TURNS_MILLISECONDS,
})

const OF_THE_PROVIDER = ["provider_away", "provider_rejects_key", "balance_low", "circuit_open"]

/** What campaigns say of the provider, each thing once; undefined while none is under way that could know. */
export function troubleOfProvider(turns: readonly Turn[]): Reason[] | undefined {
  if (turns.length === 0) return undefined
  const told = turns.flatMap(({ reasons }) => reasons).filter(({ code }) => OF_THE_PROVIDER.includes(code))
  return [...new Map(told.map((reason) => [reason.code, reason])).values()]
}
