import { readFile } from "node:fs/promises"

import { expect, inEveryLanguage, isForEverybody, signIn, test } from "./browser"
import { campaign, got, person } from "./people"

const FILE =
  "phone_number,name,plan,colour\n+919810000011,Asha,gold,red\n12,Ravi,silver,blue\n+919810000013,Meena,gold,green\n"

inEveryLanguage((say, language) => {
  test("a file with a bad row becomes a campaign of the good ones, and the bad one is read, and fetched to be mended", async ({
    page,
  }) => {
    const who = await person("Chitra")
    await campaign(who, "Before", 1, { draft: "true" })
    await signIn(page, who, say)
    await page.getByRole("button", { name: say("creating.new") }).click()
    const file = { name: "contacts.csv", mimeType: "text/csv", buffer: Buffer.from(FILE) }
    await page.locator("input[type=file]").setInputFiles(file)
    await expect(page.getByRole("cell", { name: "Asha" })).toBeVisible()
    const colour = page.getByLabel(say("contactFiles.columnIs", { header: "colour" }))
    await colour.selectOption("")
    await expect(colour).toHaveValue("")
    await page.getByLabel(say("campaignSettings.name"), { exact: true }).fill("Gold plan")
    await page.getByLabel(say("campaignSettings.nextAction")).fill("Offer the gold plan")
    await isForEverybody(page, `creating-${language}`)
    await page.getByRole("button", { name: say("creating.check") }).click()
    await expect(page.getByText(say("creating.callable_other", { shown: 2, total: 3 }))).toBeVisible()
    await page.getByRole("button", { name: say("creating.launch") }).click()
    await expect(page.getByRole("table", { name: say("contactFiles.rejectedRows") })).toContainText("12")
    await isForEverybody(page, `creating-rejected-${language}`)
    const download = page.waitForEvent("download")
    await page.getByRole("link", { name: say("contactFiles.toMend") }).click()
    const rows = (await readFile(await (await download).path(), "utf-8")).trim().split(/\r?\n/)
    expect(rows).toHaveLength(2)
    expect(rows[0]).toContain("phone_number,name,plan,colour")
    expect(rows[1]).toContain("12,Ravi,silver,blue")
    await page.getByRole("button", { name: say("creating.open") }).click()
    await expect(page.getByRole("heading", { level: 1, name: "Gold plan" })).toBeVisible()
    const known = (await got(who, "/api/contacts?search=Meena")) as { items: { variables: object }[] }
    expect(known.items.map(({ variables }) => variables)).toEqual([{ plan: "gold" }])
  })
})
