import { expect, isForEverybody, signIn, test } from "./browser"
import { campaign, person } from "./people"

const FILE = "phone_number,name,plan\n+919810000001,Asha,gold\n12,Ravi,silver\n+919810000003,Meena,gold\n"

test("a file with a bad row becomes a campaign of the good ones, and the bad one is told", async ({ page }) => {
  const who = await person("Chitra")
  await campaign(who, "Before", 1, { draft: "true" })
  await signIn(page, who)
  await page.getByRole("button", { name: "New campaign" }).click()
  const file = { name: "contacts.csv", mimeType: "text/csv", buffer: Buffer.from(FILE) }
  await page.locator("input[type=file]").setInputFiles(file)
  await expect(page.getByRole("cell", { name: "Asha" })).toBeVisible()
  await page.getByLabel("Name", { exact: true }).fill("Gold plan")
  await page.getByLabel("What the calls are about").fill("Offer the gold plan")
  await isForEverybody(page, "creating")
  await page.getByRole("button", { name: "See what would come of it" }).click()
  await expect(page.getByText("2 of 3 will be called")).toBeVisible()
  await page.getByRole("button", { name: "Launch" }).click()
  await expect(page.getByRole("table", { name: "Rows that were not taken" })).toContainText("12")
  await isForEverybody(page, "creating-rejected")
  await page.getByRole("button", { name: "Go to the campaign" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Gold plan" })).toBeVisible()
})
