import type { Locator, Page } from "@playwright/test"

import { expect, inEveryLanguage, isForEverybody, test } from "./browser"
import { agentAtBolna, type Person, person, stack } from "./people"
import { type Language, type Say, words } from "./words"

const FILE = "phone_number,name\n+919810000001,Asha\n+919810000002,Ravi\n+919810000003,Meena\n"
const LOOKING_MILLISECONDS = 2_000
const KEY_MILLISECONDS = 200
const MOST_SECONDS = 120

/** Somebody who looks for two seconds before they touch anything, and types five characters a second; or at once. */
function newcomer(page: Page, atOnce: boolean) {
  const look = () => page.waitForTimeout(atOnce ? 0 : LOOKING_MILLISECONDS)
  const click = async (control: Locator) => {
    await look()
    await control.click()
  }
  const type = async (field: Locator, text: string) => {
    await click(field)
    await field.press("Control+A")
    await field.pressSequentially(text, { delay: atOnce ? 0 : KEY_MILLISECONDS })
  }
  const choose = async (field: Locator, file: { name: string; mimeType: string; buffer: Buffer }) => {
    await look()
    await field.setInputFiles(file)
    await look()
  }
  return { click, type, choose }
}

inEveryLanguage((say, language) => {
  test("somebody who has nothing is led to a first campaign within two minutes, and sees it end", async ({ page }) => {
    test.setTimeout(240_000)
    await agentAtBolna(`Front desk, ${language}`)
    const who = await person("Anand", 5, "admin")
    await page.goto(stack().api)
    const began = Date.now()
    await firstCampaign(page, who, language, say)
    const seconds = (Date.now() - began) / 1000
    console.log(`${language}: from sign-in to a launched campaign in ${seconds.toFixed(0)} s`)
    expect(seconds).toBeLessThanOrEqual(MOST_SECONDS)
    await expect(page.getByText(say("campaigns.progress", { done: 3, total: 3 }))).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText(say("campaigns.statuses.completed"))).toBeVisible()
  })
})

async function firstCampaign(page: Page, who: Person, language: Language, say: Say): Promise<void> {
  const { click, type, choose } = newcomer(page, language !== "en")
  const button = (key: string) => page.getByRole("button", { name: say(key), exact: true })
  const dialog = page.getByRole("dialog")
  await type(page.getByLabel(say("signIn.email")), who.email)
  await type(page.getByLabel(say("signIn.password")), who.password)
  await click(button("signIn.submit"))

  await expect(page.getByRole("heading", { level: 1, name: say("today.title") })).toBeVisible()
  await click(page.getByRole("link", { name: say("today.first.agentGo") }))
  await click(button("agents.sync"))
  const found = page.getByRole("listitem").filter({ hasText: `Front desk, ${language}` })
  await click(found.getByRole("button", { name: say("agents.take") }))
  await click(dialog.getByRole("button", { name: say("forms.save") }))
  await expect(found.getByText(say("agents.of", { name: who.name }))).toBeVisible()

  await click(page.getByRole("link", { name: say("shell.today"), exact: true }))
  await expect(page.getByRole("link", { name: say("today.first.agentGo") })).toHaveCount(0)
  await click(button("creating.new"))
  await choose(page.locator("input[type=file]"), {
    name: "contacts.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(FILE),
  })
  await type(dialog.getByLabel(say("campaignSettings.name"), { exact: true }), "My first campaign")
  await type(dialog.getByLabel(say("campaignSettings.nextAction")), "Book a visit")
  await type(dialog.getByLabel(say("campaignSettings.firstCall")), "00:00")
  await type(dialog.getByLabel(say("campaignSettings.lastCall")), "24:00")
  await click(button("creating.check"))
  await expect(page.getByText(say("creating.callable_other", { shown: 3, total: 3 }))).toBeVisible()
  await click(button("creating.launch"))
  await expect(page.getByRole("heading", { level: 1, name: "My first campaign" })).toBeVisible()
}

test("each page that is empty says the next step, and leads there", async ({ page }) => {
  const say = words("en")
  const who = await person("Nobody")
  await page.goto(stack().api)
  await page.getByLabel(say("signIn.email")).fill(who.email)
  await page.getByLabel(say("signIn.password")).fill(who.password)
  await page.getByRole("button", { name: say("signIn.submit") }).click()
  await expect(page.getByRole("heading", { level: 2, name: say("today.first.title") })).toBeVisible()
  await isForEverybody(page, "dashboard-first")
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.getByRole("link", { name: say("today.first.contactsGo") }).click()
  await expect(page.getByRole("heading", { name: say("contacts.none") })).toBeVisible()
  await page.getByRole("link", { name: say("shell.live"), exact: true }).click()
  await page.getByRole("link", { name: say("live.toCampaigns") }).click()
  await page
    .getByRole("main")
    .getByRole("button", { name: say("creating.new") })
    .click()
  await expect(page.getByRole("dialog").getByText(say("creating.noAgent"))).toBeVisible()
  await page
    .getByRole("dialog")
    .getByRole("link", { name: say("agents.add") })
    .click()
  await page.getByRole("button", { name: say("agents.add") }).click()
  await expect(page.getByRole("dialog", { name: say("agents.add") })).toBeVisible()
})
