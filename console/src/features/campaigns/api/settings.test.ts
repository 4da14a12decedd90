import { expect, test } from "vitest"

import { changed } from "@/components/forms/changed"

import { type CampaignSettings, settingsGiven } from "./settings"

const before: CampaignSettings = {
  name: "Autumn offer",
  next_action: "Book a visit",
  agent_id: "0198c0de-0000-7000-8000-000000000001",
  first_call_time: "09:00",
  last_call_time: "24:00",
  start_date: "2026-11-02",
  end_date: null,
  days: ["mon", "tue"],
  holidays: ["2026-12-25"],
  timezone: "Asia/Kolkata",
  use_contact_timezone: false,
  max_concurrent_calls: 3,
  max_calls_per_minute: null,
  frequency_cap: { calls: 2, hours: 24 },
  retry: { max_attempts: 3, outcomes: ["no-answer", "busy"], delays_minutes: [60, 240] },
  keep_open: false,
}

function form(different: Record<string, string> = {}): FormData {
  const given = new FormData()
  const written = {
    ...before,
    end_date: "",
    holidays: "2026-12-25",
    max_concurrent_calls: "3",
    max_calls_per_minute: "",
    cap_calls: "2",
    cap_hours: "24",
    max_attempts: "3",
    delays_minutes: "60, 240",
    ...different,
  }
  for (const [name, value] of Object.entries(written)) if (typeof value === "string") given.set(name, value)
  for (const day of before.days) given.append("days", day)
  for (const outcome of before.retry.outcomes) given.append("retried", outcome)
  return given
}

test("a form that nobody changed changes nothing", () => {
  expect(changed(before, settingsGiven(form()))).toEqual({})
})

test("only what was changed is said", () => {
  expect(changed(before, settingsGiven(form({ name: "Winter offer", max_attempts: "2" })))).toEqual({
    name: "Winter offer",
    retry: { max_attempts: 2, outcomes: ["no-answer", "busy"], delays_minutes: [60, 240] },
  })
})

test("what was emptied is cleared", () => {
  const emptied = form({ max_concurrent_calls: "", cap_calls: "", cap_hours: "", holidays: "" })
  expect(changed(before, settingsGiven(emptied))).toEqual({
    max_concurrent_calls: null,
    frequency_cap: null,
    holidays: [],
  })
})

test("fields of an object count as the same in any order", () => {
  const other = { ...before, retry: { delays_minutes: [60, 240], outcomes: before.retry.outcomes, max_attempts: 3 } }
  expect(changed(before, other)).toEqual({})
})
