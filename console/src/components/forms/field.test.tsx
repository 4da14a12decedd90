import { render, screen } from "@testing-library/react"
import { expect, test } from "vitest"

import { Problem } from "@/lib/api/problem"

import { Field } from "./field"

function shown(error?: unknown) {
  render(
    <Field label="Retries" hint="1 to 6" error={error} pointer="/retry">
      {(worn) => <input {...worn} />}
    </Field>,
  )
  return screen.getByLabelText("Retries")
}

test("a control is read with its hint", () => {
  expect(shown()).toHaveAccessibleDescription("1 to 6")
})

test("a refusal of a field, or of what lies within it, takes the place of the hint", () => {
  const error = new Problem(422, "invalid", "", [
    { field: "/retry/max_attempts", code: "too_large", message: "at most 6", value: 7 },
    { field: "/retry_later", code: "unknown", message: "is no field", value: 1 },
  ])
  const control = shown(error)
  expect(control).toHaveAccessibleDescription("at most 6")
  expect(control).toBeInvalid()
})
