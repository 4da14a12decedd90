import { render, screen } from "@testing-library/react"
import { expect, test } from "vitest"

import { Problem } from "@/lib/api/problem"

import { FormProblem } from "./form-problem"

const EMPTY = new Problem(422, "invalid_fields", "Nothing was changed. Mend: /file", [
  { field: "/file", code: "csv_no_good_row", message: "file: not one row can be called", value: null },
  { field: "/file/2/phone_number", code: "phone_missing", message: "is missing", value: "" },
])

test("what is wrong with a file as a whole is said, since no control stands for it", () => {
  render(<FormProblem error={EMPTY} of={["/file"]} />)
  expect(screen.getByRole("alert")).toHaveTextContent(/^file: not one row can be called$/)
})

test("what is wrong with fields that have controls is said there", () => {
  render(<FormProblem error={EMPTY} />)
  expect(screen.getByRole("alert")).toHaveTextContent("Nothing was changed. Mend: /file")
})

test("where nobody answered it is said that nothing was changed", () => {
  render(<FormProblem error={new Problem(0, "offline", "")} of={["/file"]} />)
  expect(screen.getByRole("alert")).toHaveTextContent("Nothing was changed; send it again in a moment.")
})
