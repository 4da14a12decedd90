import { expect, IMAGES, signIn, test } from "./browser"
import { campaign, done, person, simulate } from "./people"

const DESK = { width: 1280, height: 860 }
const PHONE = { width: 360, height: 780 }
/** As an afternoon's calls come out. */
const AFTERNOON = { answered: 0.62, "no-answer": 0.2, busy: 0.08, voicemail: 0.07, failed: 0.03 }

test.describe("the pictures that the README shows", () => {
  test.skip(IMAGES === undefined, "taken by `make pictures` alone")

  test("are taken of a desk in use", async ({ page }) => {
    test.setTimeout(300_000)
    await simulate({ outcomes: AFTERNOON, talk_seconds: [1, 3] })
    const who = await person("Asha", 4)
    await campaign(who, "Feedback after the visit", 30)
    await signIn(page, who)
    await expect(page.getByText("Settled: 30 of 30")).toBeVisible({ timeout: 120_000 })
    await campaign(who, "Welcome calls", 8, { draft: "true" })
    await campaign(who, "New Year offer", 120, {
      start_date: "2099-01-05",
      first_call_time: "09:00",
      last_call_time: "18:00",
    })
    await campaign(who, "Payment reminders", 60, { max_concurrent_calls: "1" })
    const renewals = await campaign(who, "Renewals of November", 200)
    const paused = await campaign(who, "Invitations", 40, { days: '["mon", "tue", "wed", "thu", "fri"]' })
    await done(who, "POST", `/api/campaigns/${paused}/pause`, {})
    await expect(page.getByRole("heading", { level: 2 })).toHaveCount(6)
    await page.setViewportSize(DESK)
    await page.screenshot({ path: `${IMAGES}/campaigns.png`, animations: "disabled" })

    await page.goto(new URL(`/campaigns/${renewals}`, page.url()).href)
    await expect(page.getByRole("table", { name: "Outcomes" })).toContainText("No answer", { timeout: 60_000 })
    await expect(page.getByText(/^Settled: [2-9]\d of 200/)).toBeVisible({ timeout: 120_000 })
    await page.screenshot({ path: `${IMAGES}/campaign.png`, animations: "disabled" })
    await page.emulateMedia({ colorScheme: "dark" })
    await page.setViewportSize(PHONE)
    await page.screenshot({ path: `${IMAGES}/phone.png`, animations: "disabled" })
    await page.emulateMedia({ colorScheme: "light" })
    await page.setViewportSize(DESK)

    await page.goto(new URL("/contacts", page.url()).href)
    await page.getByRole("button", { name: "Choose all that match" }).click()
    await page.getByRole("button", { name: "Bulk Call" }).click()
    await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("Thank you")
    await page.getByLabel("What the calls are about").fill("Thank them, and ask for a review")
    await page.getByRole("button", { name: "See what would come of it" }).click()
    await expect(page.getByRole("button", { name: "Launch" })).toBeVisible()
    await page.getByRole("dialog").getByRole("status").scrollIntoViewIfNeeded()
    await page.screenshot({ path: `${IMAGES}/create.png`, animations: "disabled" })
    await simulate()
  })
})
