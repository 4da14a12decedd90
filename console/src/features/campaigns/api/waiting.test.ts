import { expect, test } from "vitest"

import type { Campaign } from "./campaigns"
import { type Waiting, waitingFor } from "./waiting"

const NOW = new Date("2026-11-02T09:00:00Z")
const LATER = "2026-11-03T03:30:00Z"

test.each<[string, Partial<Campaign>, Waiting | undefined]>([
  ["a file that is still read in", { status: "draft", importing: true }, "importing"],
  ["being started", { status: "draft" }, "draft"],
  ["being resumed", { status: "paused", counters: { queued: 3 } }, "paused"],
  ["its hours", { status: "active", next_dial_at: LATER, counters: { queued: 3 } }, "window"],
  ["nothing while calls are live, also behind its hours", { next_dial_at: LATER, counters: { in_call: 1 } }, "live"],
  ["its turn", { counters: { queued: 3, waiting_retry: 1 } }, "waiting_turn"],
  ["results before the next try", { counters: { awaiting_result: 1, waiting_retry: 1 } }, "awaiting_result"],
  ["the next try", { counters: { waiting_retry: 1 } }, "retry_wait"],
  ["nothing any more", { status: "completed", counters: { settled: 3 } }, undefined],
])("a campaign waits for %s", (_, known, expected) => {
  const campaign = { status: "active", importing: false, next_dial_at: NOW.toISOString(), counters: {}, ...known }
  expect(waitingFor(campaign as Campaign, NOW)).toBe(expected)
})
