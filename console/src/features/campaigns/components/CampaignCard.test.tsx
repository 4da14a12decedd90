import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { createRootRoute, createRouter, RouterContextProvider } from "@tanstack/react-router"
import { render, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { expect, test } from "vitest"

import { type Campaign, type Status, STATUSES } from "../api/campaigns"
import { CampaignCard } from "./CampaignCard"

const router = createRouter({ routeTree: createRootRoute() })

function shown(status: Status) {
  const campaign: Campaign = {
    agent_id: "0198c0de-0000-7000-8000-000000000001",
    completed_at: null,
    counters: { total: 200, settled: 50, answered: 40 },
    created_at: "2026-11-02T09:00:00Z",
    days: ["mon"],
    end_date: null,
    expected_end_at: null,
    first_call_time: "09:00",
    frequency_cap: null,
    from_phone_numbers: [],
    holidays: [],
    id: "0198c0de-0000-7000-8000-000000000002",
    importing: false,
    keep_open: false,
    last_call_time: "18:00",
    max_calls_per_minute: null,
    max_concurrent_calls: null,
    name: "Autumn offer",
    next_action: "Book a visit",
    next_dial_at: null,
    progress: 0.25,
    retry: { max_attempts: 1, outcomes: [], delays_minutes: [60] },
    start_date: "2026-11-02",
    started_at: null,
    status,
    status_reason: null,
    stopping: false,
    timezone: "Asia/Kolkata",
    use_contact_timezone: false,
  }
  return render(
    <QueryClientProvider client={new QueryClient()}>
      <RouterContextProvider router={router}>
        <CampaignCard campaign={campaign} />
      </RouterContextProvider>
    </QueryClientProvider>,
  )
}

test("a card says how far its campaign is and when it calls", () => {
  shown("active")
  expect(screen.getByRole("heading", { name: "Autumn offer" })).toBeVisible()
  expect(screen.getByRole("progressbar", { name: "Settled: 50 of 200" })).toBeVisible()
  expect(screen.getByText("25%")).toBeInTheDocument()
  expect(screen.getByText("09:00 to 18:00, Asia/Kolkata")).toBeVisible()
})

test.each([
  ["draft", ["Start", "Cancel campaign", "Delete"]],
  ["scheduled", ["Pause", "Cancel campaign"]],
  ["active", ["Pause", "Cancel campaign"]],
  ["paused", ["Resume", "Cancel campaign"]],
  ["completed", ["Delete"]],
  ["cancelled", ["Delete"]],
] as const)("a %s campaign offers %j", (status, actions) => {
  shown(status)
  expect(screen.getAllByRole("button").map((button) => button.textContent)).toEqual(actions)
})

test("a campaign is cancelled only after it was asked about", async () => {
  shown("active")
  await userEvent.click(screen.getByRole("button", { name: "Cancel campaign" }))
  expect(screen.getByRole("alertdialog", { name: "Cancel Autumn offer?" })).toBeVisible()
  await userEvent.click(screen.getByRole("button", { name: "Keep it" }))
  expect(screen.queryByRole("alertdialog")).toBeNull()
})

test("every status has its colours", () => {
  for (const status of STATUSES) {
    const { unmount } = shown(status)
    const [background, text] = {
      draft: ["bg-gray-100", "text-gray-700"],
      scheduled: ["bg-blue-100", "text-blue-700"],
      active: ["bg-green-100", "text-green-700"],
      paused: ["bg-yellow-100", "text-yellow-700"],
      completed: ["bg-gray-100", "text-gray-500"],
      cancelled: ["bg-red-100", "text-red-700"],
    }[status] as [string, string]
    expect(document.querySelector("[data-slot=badge]")).toHaveClass(background, text)
    unmount()
  }
})
