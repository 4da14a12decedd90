import { type InfiniteData, infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query"

import { answer, client, type Schemas } from "@/lib/api/client"
import { isCallStatus, isOutcome } from "@/lib/calls/vocabulary"

export type Call = Schemas["Call"]
export type CallPage = Schemas["Page_Call_"]
export type CallStory = Schemas["CallStory"]
export type Attempt = Schemas["Attempt"]
export type Moment = Schemas["Moment"]

export interface CallFilter {
  status?: string
  outcome?: string
}

const PAGE = 200

/** A campaign's calls as they were queued. They are kept up to date by `useLiveCalls`, not by reading all pages anew. */
export function callsQuery(campaignId: string, { status, outcome }: CallFilter) {
  const wanted = { ...(isCallStatus(status) ? { status } : {}), ...(isOutcome(outcome) ? { outcome } : {}) }
  return infiniteQueryOptions({
    queryKey: ["rows", campaignId, wanted],
    queryFn: ({ pageParam: cursor }) => {
      const query = { ...wanted, limit: PAGE, ...(cursor === null ? {} : { cursor }) }
      const params = { path: { campaign_id: campaignId }, query }
      return answer(client.GET("/api/campaigns/{campaign_id}/calls", { params }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  })
}

/** What the live feed tells of calls that moved; where too many moved at once it is not `complete`. */
export interface Moved {
  campaign_id: string
  complete: boolean
  calls: (Pick<Call, "id"> & Partial<Call>)[]
}

/** Returns the rows with what the feed told of them; pages in which nothing moved stay the same. */
export function withMoved(
  rows: InfiniteData<CallPage, string | null>,
  { calls }: Moved,
): InfiniteData<CallPage, string | null> {
  const moved = new Map(calls.map((call) => [call.id, call]))
  const pages = rows.pages.map((page) =>
    page.items.some(({ id }) => moved.has(id))
      ? { ...page, items: page.items.map((call) => ({ ...call, ...moved.get(call.id) })) }
      : page,
  )
  return { ...rows, pages }
}

/** Returns the rows without their last page, so that it is read again as one comes to it. */
export function withoutEnd(rows: InfiniteData<CallPage, string | null>): InfiniteData<CallPage, string | null> {
  return { pages: rows.pages.slice(0, -1), pageParams: rows.pageParams.slice(0, -1) }
}

export function storyQuery(callId: string) {
  const params = { path: { call_id: callId } }
  return queryOptions({
    queryKey: ["story", callId],
    queryFn: () => answer(client.GET("/api/calls/{call_id}", { params })),
  })
}

export function whyCallQuery(callId: string) {
  const params = { path: { call_id: callId } }
  return queryOptions({
    queryKey: ["story", callId, "why"],
    queryFn: () => answer(client.GET("/api/calls/{call_id}/why", { params })),
  })
}

export function recordingUrl(callId: string, attemptId: string): string {
  return `/api/calls/${callId}/recording?attempt_id=${attemptId}`
}
