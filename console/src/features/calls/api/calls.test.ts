import { expect, test } from "vitest"

import { type Call, withMoved } from "./calls"

const call = (id: string): Call => ({
  id,
  attempts: 0,
  campaign_id: "c",
  contact_id: "p",
  name: "Asha Rao",
  next_attempt_at: null,
  outcome: null,
  phone_number: "+919876543210",
  priority: 100,
  queued_at: "2026-11-02T09:00:00Z",
  reason: null,
  settled_at: null,
  status: "queued",
})

test("a call that moved changes in its row, and pages in which nothing moved stay the same", () => {
  const rows = {
    pages: [
      { items: [call("a"), call("b")], next_cursor: "b" },
      { items: [call("c")], next_cursor: null },
    ],
    pageParams: [null, "b"],
  }
  const told = { campaign_id: "c", complete: true, calls: [{ id: "b", status: "in_call" as const, attempts: 1 }] }
  const after = withMoved(rows, told)
  expect(after.pages[0]?.items.map(({ status }) => status)).toEqual(["queued", "in_call"])
  expect(after.pages[0]?.items[1]).toMatchObject({ name: "Asha Rao", attempts: 1 })
  expect(after.pages[1]).toBe(rows.pages[1])
})
