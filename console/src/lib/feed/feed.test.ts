import { expect, test, vi } from "vitest"

import { Feed, type FeedEvent } from "./feed"

class Source extends EventTarget {
  onopen?: () => void
  onerror?: () => void
  readyState = 1
  close = vi.fn()
}

vi.stubGlobal("EventSource", { CLOSED: 2 })

function opened() {
  const sources: Source[] = []
  const feed = new Feed(() => {
    const source = new Source()
    sources.push(source)
    return source as unknown as EventSource
  })
  const told: FeedEvent[] = []
  feed.listen((event) => told.push(event))
  feed.open()
  return { feed, sources, told }
}

test("two pages that listen share one connection", () => {
  const { feed, sources } = opened()
  feed.open()
  expect(sources).toHaveLength(1)
})

test("what was missed while the feed was lost is read anew when it heals", () => {
  const { feed, sources, told } = opened()
  sources[0]?.onopen?.()
  expect(told).toEqual([])
  sources[0]?.onerror?.()
  expect(feed.state).toBe("lost")
  sources[0]?.onopen?.()
  expect(feed.state).toBe("live")
  expect(told).toEqual([{ kind: "reset", data: {} }])
})

test("a connection that the browser gives up on is opened anew", () => {
  vi.useFakeTimers()
  const { sources } = opened()
  const [first] = sources
  if (!first) throw new Error("nothing was opened")
  first.readyState = 2
  first.onerror?.()
  vi.advanceTimersByTime(2000)
  expect(sources).toHaveLength(2)
  vi.useRealTimers()
})
