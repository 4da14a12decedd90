import { expect, isForEverybody, signIn, test } from "./browser"
import { campaign, person } from "./people"

test("a campaign is opened from its card and followed live to its figures and each call's story", async ({ page }) => {
  const who = await person("Devi")
  await campaign(who, "Winter offer", 40)
  await signIn(page, who)
  await page.getByRole("link", { name: "Winter offer" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Winter offer" })).toBeVisible()
  await expect(page.getByRole("heading", { name: "It is calling" })).toBeVisible()
  await isForEverybody(page, "campaign-live")
  await expect(page.getByText("Settled: 40 of 40")).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole("table", { name: "Outcomes" }).getByRole("rowheader", { name: "Answered" })).toBeVisible()
  await expect(page.getByRole("table", { name: "Calls by hour" })).toContainText(":00")
  await isForEverybody(page, "campaign-completed")

  await page.getByLabel("Outcome", { exact: true }).selectOption("answered")
  await expect(page).toHaveURL(/outcome=answered/)
  await page.getByRole("table", { name: "Calls", exact: true }).getByRole("button").first().click()
  const story = page.getByRole("dialog")
  await expect(story.getByRole("heading", { name: "Attempt 1" })).toBeVisible()
  await expect(story.getByText("What happened")).toBeVisible()
  const sound = story.getByLabel("Recording of attempt 1")
  const seconds = await sound.evaluate(async (element) => {
    const audio = element as HTMLAudioElement
    audio.muted = true
    await audio.play()
    return audio.duration
  })
  expect(seconds).toBeGreaterThan(0)
  await isForEverybody(page, "call-story")
  await page.keyboard.press("Escape")
  await expect(story).toHaveCount(0)

  const download = page.waitForEvent("download")
  await page.getByRole("link", { name: "Export" }).click()
  expect((await download).suggestedFilename()).toMatch(/\.csv$/)
})

test("a campaign outside its hours says when it calls", async ({ page }) => {
  const who = await person("Farah")
  await campaign(who, "Next year", 3, { start_date: "2099-01-05", first_call_time: "09:00", last_call_time: "18:00" })
  await signIn(page, who)
  await page.getByRole("link", { name: "Next year" }).click()
  await expect(page.getByText("Its first day has not come yet.")).toBeVisible()
  await expect(page.getByText(/^Until 5 Jan 2099/)).toBeVisible()
})

test("a campaign of somebody else's is not found", async ({ page }) => {
  const id = await campaign(await person("Gita"), "Of Gita", 1)
  await signIn(page, await person("Hari"))
  await page.goto(`${new URL(page.url()).origin}/campaigns/${id}`)
  await expect(page.getByRole("alert")).toContainText("This could not be loaded")
})

test("settings are changed while a campaign waits, and what is wrong with one is said beside it", async ({ page }) => {
  const who = await person("Jamal")
  await campaign(who, "To be changed", 2, { start_date: "2099-01-05" })
  await signIn(page, who)
  await page.getByRole("link", { name: "To be changed" }).click()
  await page.getByRole("button", { name: "Settings" }).click()
  const form = page.getByRole("dialog")
  await form.getByLabel("First call").fill("10:00")
  await form.getByLabel("Last call").fill("10:00")
  await isForEverybody(page, "campaign-settings")
  await form.getByRole("button", { name: "Save" }).click()
  await expect(form.getByRole("alert")).toBeVisible()
  await form.getByLabel("Last call").fill("19:30")
  await form.getByLabel("Name", { exact: true }).fill("Changed")
  await form.getByRole("button", { name: "Save" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Changed" })).toBeVisible()
  await expect(page.getByText("10:00 to 19:30, Asia/Kolkata")).toBeVisible()
})
