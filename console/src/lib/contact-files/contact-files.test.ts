import { expect, test } from "vitest"

import { type Preview, toldOfFirst } from "./contact-files"

function read(mapping: string[], rows: string[][]): Preview {
  return {
    column_mapping: {},
    delimiter: ",",
    encoding: "utf-8",
    headers: mapping,
    mapping,
    missing: [],
    rows,
    warnings: [],
  }
}

test("the agent is told of a contact all but what is left out, empty, or only for the call", () => {
  const mapping = ["phone_number", "name", "", "plan", "lead_score", "timezone"]
  const rows = [
    ["+919810000001", "Asha", "internal", "gold", "", "Asia/Kolkata"],
    ["+919810000002", "Ravi", "", "silver", "7", ""],
  ]
  expect(toldOfFirst(read(mapping, rows))).toEqual([
    { name: "name", value: "Asha" },
    { name: "plan", value: "gold" },
  ])
})

test("the parts of a name are told as one, the first before the last", () => {
  const told = toldOfFirst(read(["last_name", "phone_number", "first_name"], [["Rao", "+919810000001", "Asha"]]))
  expect(told).toEqual([{ name: "name", value: "Asha Rao" }])
})

test("of a file without rows nothing is told", () => {
  expect(toldOfFirst(read(["phone_number", "name"], []))).toEqual([])
})
