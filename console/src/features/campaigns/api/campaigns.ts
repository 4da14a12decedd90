import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query"

import { answer, client, idempotencyKey, type Schemas } from "@/lib/api/client"

export type Campaign = Schemas["Campaign"]
export type Status = Schemas["CampaignStatus"]
export type Action = "start" | "pause" | "resume" | "cancel" | "delete"

export const STATUSES = ["draft", "scheduled", "active", "paused", "completed", "cancelled"] as const satisfies Status[]

/** By what the list can be sorted, the usual first. */
export const SORTS = [
  "-created_at",
  "created_at",
  "name",
  "start_date",
  "-start_date",
  "-progress",
  "progress",
] as const
export type Sort = (typeof SORTS)[number]

export interface Filter {
  status?: string
  search?: string
  sort?: string
}

export function isSort(name: string | undefined): name is Sort {
  return SORTS.some((known) => known === name)
}

export function isStatus(name: string | undefined): name is Status {
  return STATUSES.some((known) => known === name)
}

const STOPPING_MILLISECONDS = 2_000

/** How often to look again: no event tells that no call of a campaign that was stopped can start any more. */
export function whileStopping(campaigns: readonly Campaign[]): number | false {
  return campaigns.some(({ stopping }) => stopping) ? STOPPING_MILLISECONDS : false
}

/** The caller's campaigns, newest first unless sorted otherwise, a page at a time. */
export function campaignsQuery({ status, search, sort }: Filter) {
  const query = {
    ...(isStatus(status) ? { status } : {}),
    ...(search ? { search } : {}),
    ...(isSort(sort) ? { sort } : {}),
  }
  return infiniteQueryOptions({
    queryKey: ["campaigns", "list", query],
    queryFn: ({ pageParam: cursor }) =>
      answer(client.GET("/api/campaigns", { params: { query: { ...query, ...(cursor === null ? {} : { cursor }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => whileStopping(state.data?.pages.flatMap(({ items }) => items) ?? []),
  })
}

/** Says a command of a campaign; said twice it is the same as once. */
export async function act(campaignId: string, action: Action): Promise<void> {
  const params = { path: { campaign_id: campaignId } }
  const headers = { "Idempotency-Key": idempotencyKey() }
  switch (action) {
    case "start":
      await answer(client.POST("/api/campaigns/{campaign_id}/start", { params, headers }))
      break
    case "pause":
      await answer(client.POST("/api/campaigns/{campaign_id}/pause", { params, headers }))
      break
    case "resume":
      await answer(client.POST("/api/campaigns/{campaign_id}/resume", { params, headers }))
      break
    case "cancel":
      await answer(client.POST("/api/campaigns/{campaign_id}/cancel", { params, headers }))
      break
    case "delete":
      await answer(client.DELETE("/api/campaigns/{campaign_id}", { params }))
      break
  }
}
