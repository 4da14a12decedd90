import { expect, test } from "vitest"

import { type Campaign, goingOn, type Import, needs } from "./today"

const NOW = new Date("2026-11-02T09:00:00Z")

const campaign = (name: string, known: Partial<Campaign>) =>
  ({ name, status_reason: null, next_dial_at: NOW.toISOString(), counters: {}, ...known }) as Campaign
const file = (id: string, known: Partial<Import>) =>
  ({ id, status: "done", rejected: 0, created_at: "2026-11-02T08:00:00Z", ...known }) as Import

test("what the system halted comes before what its owner paused or never started", () => {
  const found = needs(
    [
      campaign("Never started", { status: "draft" }),
      campaign("Paused", { status: "paused" }),
      campaign("Halted", { status: "paused", status_reason: "The agent is gone" }),
      campaign("Runs", { status: "active" }),
    ],
    [],
    NOW,
  )
  expect(found.map((need) => [need.kind, "campaign" in need && need.campaign.name])).toEqual([
    ["halted", "Halted"],
    ["paused", "Paused"],
    ["draft", "Never started"],
  ])
})

test("files of the last day that failed, or had rows rejected, need somebody", () => {
  const files = [
    file("fine", {}),
    file("some rows", { rejected: 3 }),
    file("failed", { status: "failed" }),
    file("long ago", { rejected: 3, created_at: "2026-11-01T08:59:00Z" }),
  ]
  expect(needs([], files, NOW).map((need) => [need.kind, "file" in need && need.file.id])).toEqual([
    ["failed", "failed"],
    ["rejected", "some rows"],
  ])
})

test("a campaign waits while its next window is to come, unless a call of it is still out", () => {
  const later = (hour: number) => `2026-11-02T${hour}:00:00Z`
  const { happening, waiting } = goingOn(
    [
      campaign("At four", { status: "active", next_dial_at: later(16) }),
      campaign("At noon", { status: "scheduled", next_dial_at: later(12) }),
      campaign("Now", { status: "active" }),
      campaign("Last call out", { status: "active", next_dial_at: later(16), counters: { in_call: 1 } }),
      campaign("Over", { status: "completed" }),
    ],
    NOW,
  )
  expect(happening.map(({ name }) => name)).toEqual(["Now", "Last call out"])
  expect(waiting.map(({ name }) => name)).toEqual(["At noon", "At four"])
})
