import { QueryClient, QueryObserver } from "@tanstack/react-query"
import { expect, test, vi } from "vitest"

import { refresher } from "./caches"

test("an event that comes while data is being read for the first time has it read once more", async () => {
  vi.useFakeTimers()
  let told = 0
  const seen: number[] = []
  const queries = new QueryClient()
  const read = async () => {
    const present = told
    await new Promise((resolve) => setTimeout(resolve, 1000))
    return present
  }
  new QueryObserver(queries, { queryKey: ["campaigns"], queryFn: read }).subscribe(({ data }) => {
    if (data !== undefined) seen.push(data)
  })
  await vi.advanceTimersByTimeAsync(400)
  told = 1
  refresher(queries)({ kind: "campaign", data: {} })
  await vi.advanceTimersByTimeAsync(5000)
  expect(seen.at(-1)).toBe(1)
  vi.useRealTimers()
})
