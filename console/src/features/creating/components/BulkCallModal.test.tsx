import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { render, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { expect, test, vi } from "vitest"

import { client, type Schemas } from "@/lib/api/client"

import { BulkCallModal } from "./BulkCallModal"

const TOLD: Schemas["DryRun"] = {
  total: 2,
  callable: 1,
  skipped: { do_not_call: 1 },
  unreached: 0,
  first_calls: [],
  expected_end_at: null,
  assumed: { call_seconds: 60, retried_share: 0, slots: 2, based_on_calls: 0 },
}
const TOO_MANY = {
  code: "invalid_fields",
  detail: "Nothing was changed. Mend: /contact_filter",
  errors: [{ field: "/contact_filter", code: "too_many", message: "matches more than 10000 contacts", value: {} }],
}

function shown(contacts: Schemas["ContactSelection"]) {
  const onCreated = vi.fn()
  vi.spyOn(client, "GET").mockImplementation((path: string) => {
    const agents = { items: [{ id: "0198c0de-0000-7000-8000-000000000001", name: "Sales" }], next_cursor: null }
    return answered(200, path === "/api/agents" ? agents : { timezone: "Asia/Kolkata" })
  })
  render(
    <QueryClientProvider client={new QueryClient()}>
      <BulkCallModal contacts={contacts} onCreated={onCreated} onClose={vi.fn()} />
    </QueryClientProvider>,
  )
  return onCreated
}

function answered(status: number, body: object): never {
  const response = new Response(null, { status })
  return Promise.resolve(status < 400 ? { data: body, response } : { error: body, response }) as never
}

async function write() {
  await screen.findByRole("option", { name: "Sales" })
  await userEvent.type(screen.getByLabelText("Name"), "Gold plan")
  await userEvent.type(screen.getByLabelText("What the calls are about"), "Offer it")
}

test("those who are chosen are called only after it was said what would come of it", async () => {
  const sent: { path: string; given: unknown }[] = []
  vi.spyOn(client, "POST").mockImplementation((path: string, given: unknown) => {
    sent.push({ path, given })
    return path === "/api/campaigns/dry-run" ? answered(200, TOLD) : answered(201, { id: "made", name: "Gold plan" })
  })
  const onCreated = shown({ contact_ids: ["one", "other"] })
  expect(screen.getByText("2 contacts are chosen.")).toBeVisible()
  await write()
  await userEvent.click(screen.getByRole("button", { name: "See what would come of it" }))
  expect(await screen.findByText("1 of 2 will be called")).toBeVisible()
  expect(screen.getByText("Skipped: 1. On a do-not-call list.")).toBeVisible()
  await userEvent.type(screen.getByLabelText("Name"), "!")
  await userEvent.click(screen.getByRole("button", { name: "See what would come of it" }))
  await userEvent.click(await screen.findByRole("button", { name: "Launch" }))
  await vi.waitFor(() => expect(onCreated).toHaveBeenCalledWith("made"))
  expect(sent.map(({ path }) => path)).toEqual([
    "/api/campaigns/dry-run",
    "/api/campaigns/dry-run",
    "/api/campaigns/bulk-call",
  ])
  const body = { contact_ids: ["one", "other"], campaign_name: "Gold plan!" }
  expect(sent.map(({ given }) => given)).toMatchObject([{}, { body }, { body }])
})

test("a choice of more than may be called at once is refused beside it", async () => {
  vi.spyOn(client, "POST").mockImplementation(() => answered(422, TOO_MANY))
  shown({ contact_filter: {} })
  await write()
  await userEvent.click(screen.getByRole("button", { name: "See what would come of it" }))
  expect(await screen.findByText("matches more than 10000 contacts")).toBeVisible()
  expect(screen.getByText("All contacts that match are chosen.")).toBeVisible()
})
