import { type InfiniteData, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"

import { feed } from "@/lib/feed/feed"

import { type CallFilter, type CallPage, callsQuery, type Moved, withMoved, withoutEnd } from "./calls"

const AGAIN_MILLISECONDS = 1_000
/** So many pages are read anew when calls moved; of a longer list only the rows that are told of change. */
const PAGES_READ_ANEW = 3

type Rows = InfiniteData<CallPage, string | null>

/** Keeps the rows of a campaign's calls as the live feed tells, at once, and reads short lists anew after it. */
export function useLiveCalls(campaignId: string, filter: CallFilter): void {
  const queries = useQueryClient()
  const { status, outcome } = filter
  useEffect(() => {
    const { queryKey } = callsQuery(campaignId, { status, outcome })
    let waiting: ReturnType<typeof setTimeout> | undefined
    const readAnew = () => {
      waiting = undefined
      void queries.invalidateQueries({ queryKey, exact: true })
    }
    const leave = feed.listen(({ kind, data }) => {
      if (kind !== "call" || (data as Moved).campaign_id !== campaignId) return
      queries.setQueryData<Rows>(queryKey, (rows) => rows && withMoved(rows, data as Moved))
      const pages = queries.getQueryData<Rows>(queryKey)?.pages.length ?? 0
      if (pages <= PAGES_READ_ANEW) waiting ??= setTimeout(readAnew, AGAIN_MILLISECONDS)
    })
    return () => {
      leave()
      clearTimeout(waiting)
    }
  }, [queries, campaignId, status, outcome])
}

/**
 * Reads the end of the rows again where the campaign has more calls than they hold, as while contacts are being queued:
 * a list that was read to its end does not learn by itself that it grew.
 */
export function useGrowth(campaignId: string, filter: CallFilter, total: number): void {
  const queries = useQueryClient()
  const { status, outcome } = filter
  useEffect(() => {
    if (status !== undefined || outcome !== undefined) return
    const query = callsQuery(campaignId, {})
    const rows = queries.getQueryData<Rows>(query.queryKey)
    const ended = rows?.pages.at(-1)?.next_cursor === null
    const held = rows?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0
    if (rows && ended && held < total) {
      if (rows.pages.length > 1) queries.setQueryData<Rows>(query.queryKey, withoutEnd(rows))
      else void queries.invalidateQueries({ queryKey: query.queryKey, exact: true })
    }
  }, [queries, campaignId, status, outcome, total])
}

/** Has the story of a call read anew whenever that call moved. */
export function useLiveStory(callId: string): void {
  const queries = useQueryClient()
  useEffect(
    () =>
      feed.listen(({ kind, data }) => {
        if (kind !== "call" || !(data as Moved).calls.some(({ id }) => id === callId)) return
        void queries.invalidateQueries({ queryKey: ["story", callId] })
      }),
    [queries, callId],
  )
}
