import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { render, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { expect, test, vi } from "vitest"

import { client } from "@/lib/api/client"

import { ContactForm } from "./ContactForm"

const REFUSED = {
  code: "invalid_fields",
  detail: "Nothing was changed. Mend: /phone_number, /variables/2nd",
  errors: [
    { field: "/phone_number", code: "phone_invalid", message: "is no phone number that any plan has", value: "12" },
    { field: "/variables/2nd", code: "invalid", message: "'2nd' is no name of a variable", value: "2nd" },
  ],
}

function shown() {
  const onClose = vi.fn()
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ContactForm onClose={onClose} />
    </QueryClientProvider>,
  )
  return onClose
}

test("what is refused of a contact stands at its field, and what was written stays", async () => {
  const response = new Response(null, { status: 422 })
  const post = vi.spyOn(client, "POST").mockResolvedValue({ error: REFUSED, response })
  const onClose = shown()
  await userEvent.type(screen.getByLabelText("Phone number"), "12")
  await userEvent.click(screen.getByRole("button", { name: "Add a value" }))
  await userEvent.type(screen.getByLabelText("Name of value 1"), "2nd")
  await userEvent.type(screen.getByLabelText("Value 1"), "yes")
  await userEvent.click(screen.getByRole("button", { name: "Save" }))
  expect(await screen.findByText("'2nd' is no name of a variable")).toBeVisible()
  expect(screen.getByLabelText("Phone number")).toHaveAccessibleDescription("is no phone number that any plan has")
  expect(screen.getByLabelText("Phone number")).toHaveValue("12")
  expect(screen.getByLabelText("Name of value 1")).toBeInvalid()
  expect(post.mock.calls[0]?.[1]).toMatchObject({ body: { phone_number: "12", variables: { "2nd": "yes" } } })
  expect(onClose).not.toHaveBeenCalled()
})

test("a value that was taken away is not told", async () => {
  const response = new Response(null, { status: 201 })
  const data = { name: null, phone_number: "+919810000001" }
  const post = vi.spyOn(client, "POST").mockResolvedValue({ data, response })
  const onClose = shown()
  await userEvent.type(screen.getByLabelText("Phone number"), "9810000001")
  for (const place of [1, 2]) {
    await userEvent.click(screen.getByRole("button", { name: "Add a value" }))
    await userEvent.type(screen.getByLabelText(`Name of value ${place}`), `named_${place}`)
  }
  await userEvent.click(screen.getByRole("button", { name: "Remove value 1" }))
  await userEvent.click(screen.getByRole("button", { name: "Save" }))
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled())
  expect(post.mock.calls[0]?.[1]).toMatchObject({ body: { variables: { named_2: "" } } })
})
