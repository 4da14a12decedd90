import { type InfiniteData, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"

import { feed } from "@/lib/feed/feed"

import { type CallFilter, type CallPage, callsQuery, type Moved, withMoved } from "./calls"

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
