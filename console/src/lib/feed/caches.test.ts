import { QueryClient, QueryObserver } from "@tanstack/react-query"
import { expect, test, vi } from "vitest"

import { refresher } from "./caches"

test("the first of many events is shown at once, and the others four times a second", async () => {
  vi.useFakeTimers()
  let readings = 0
  const queries = new QueryClient()
  const leave = new QueryObserver(queries, { queryKey: ["campaigns"], queryFn: () => (readings += 1) }).subscribe(
    () => {
      // shown
    },
  )
  await vi.advanceTimersByTimeAsync(0)
  expect(readings).toBe(1)
  const told = refresher(queries)
  told({ kind: "campaign", data: {} })
  await vi.advanceTimersByTimeAsync(0)
  expect(readings).toBe(2)
  for (let event = 0; event < 50; event += 1) {
    told({ kind: "call", data: {} })
    await vi.advanceTimersByTimeAsync(20)
  }
  await vi.advanceTimersByTimeAsync(1000)
  expect(readings).toBeGreaterThanOrEqual(5)
  expect(readings).toBeLessThanOrEqual(7)
  leave()
  vi.useRealTimers()
})

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
