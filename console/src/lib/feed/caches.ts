import type { QueryClient } from "@tanstack/react-query"

import type { FeedEvent, Kind } from "./feed"

/** The first part of the query keys that an event makes stale; query keys begin with these words. */
const STALE: Record<Exclude<Kind, "reset">, readonly string[]> = {
  campaign: ["campaigns"],
  call: ["campaigns", "calls", "queue"],
  slots: ["me", "slots", "queue"],
  import: ["imports", "contacts"],
}
const GATHER_MILLISECONDS = 250

/**
 * Returns a listener that has shown data read anew, at once and then four times a second at the most: what is told meanwhile is
 * gathered. One reading ends before the next begins: what was asked for before an event is asked for again, and no event puts it
 * off for ever.
 */
export function refresher(queries: QueryClient): (event: FeedEvent) => void {
  const stale = new Set<string>()
  let reading = false
  const read = async () => {
    while (stale.size > 0) {
      const keys = [...stale]
      stale.clear()
      const gathered = new Promise((resolve) => setTimeout(resolve, GATHER_MILLISECONDS))
      await Promise.allSettled([gathered, ...keys.map((key) => readAnew(queries, key))])
    }
    reading = false
  }
  return ({ kind }) => {
    if (kind === "reset") {
      void queries.invalidateQueries()
      return
    }
    for (const key of STALE[kind]) stale.add(key)
    if (reading) return
    reading = true
    void read()
  }
}

/** A reading that is the first of its data is not begun again by invalidating it, only joined: then once more behind it. */
async function readAnew(queries: QueryClient, key: string): Promise<void> {
  const first = queries.isFetching({ queryKey: [key], predicate: ({ state }) => state.data === undefined }) > 0
  await queries.invalidateQueries({ queryKey: [key] })
  if (first) await queries.invalidateQueries({ queryKey: [key] })
}
