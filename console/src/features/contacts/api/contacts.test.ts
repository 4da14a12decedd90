import { expect, test } from "vitest"

import { changed } from "@/components/forms/changed"

import { type ContactFields, fieldsGiven } from "./contacts"

const before: ContactFields = {
  phone_number: "+919876543210",
  name: "Ravi Menon",
  email: null,
  company: "Menon Traders",
  timezone: null,
  notes: "prefers mornings\nspeaks Hindi",
  tags: ["renewals", "gold"],
  variables: { plan: "gold", lead_score: "7" },
}

function form(written: Record<string, string> = {}, variables: [string, string][] = Object.entries(before.variables)) {
  const given = new FormData()
  const fields = { ...before, notes: "prefers mornings\r\nspeaks Hindi", tags: "renewals, gold", ...written }
  for (const [name, value] of Object.entries(fields)) if (typeof value === "string") given.set(name, value)
  for (const [name, value] of variables) {
    given.append("variable_name", name)
    given.append("variable_value", value)
  }
  return given
}

test("a contact's form that nobody changed changes nothing", () => {
  expect(changed(before, fieldsGiven(form()))).toEqual({})
})

test("what of a contact was emptied is cleared, and its values are given as a whole", () => {
  const given = form({ company: " ", tags: "" }, [
    ["plan", "silver"],
    ["", "of no name"],
  ])
  expect(changed(before, fieldsGiven(given))).toEqual({ company: null, tags: [], variables: { plan: "silver" } })
})
