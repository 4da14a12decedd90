import { readFileSync } from "node:fs"
import { join } from "node:path"

import { render, screen } from "@testing-library/react"
import { expect, test } from "vitest"

import { CODES, Outlook } from "./Outlook"

const ERRORS = readFileSync(join(import.meta.dirname, "../../../../../docs/errors.md"), "utf-8")

test("every reason for which a row of a file is not taken has words of its own", () => {
  const section = ERRORS.split("\n## ").find((part) => part.startsWith("Of a row"))
  const rows = (section ?? "").split("\n").filter((line) => line.startsWith("| `"))
  const codes = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map((found) => found[1]))
  expect(codes).toContain("phone_missing")
  expect(CODES).toEqual(expect.arrayContaining(codes))
})

test("a reason that came later than this page is told without its words", () => {
  const told = {
    total: 1_200,
    callable: 1_198,
    skipped: { do_not_call: 1, of_tomorrow: 1 },
    unreached: 0,
    first_calls: [],
    expected_end_at: null,
    assumed: { call_seconds: 60, retried_share: 0, slots: 2, based_on_calls: 0 },
  }
  render(<Outlook told={told} zone="Asia/Kolkata" />)
  expect(screen.getByText("1,198 of 1,200 will be called")).toBeVisible()
  expect(screen.getByText("Skipped: 1. On a do-not-call list.")).toBeVisible()
  expect(screen.getByText("Skipped: 1. They cannot be called.")).toBeVisible()
})
