import { expect, isForEverybody, signIn, test } from "./browser"
import { campaign, person } from "./people"
import { down, up } from "./stack"

test("a server that is restarted under an open page is said, and what happened meanwhile is shown", async ({
  page,
}) => {
  test.setTimeout(300_000)
  const who = await person("Uma", 1)
  await campaign(who, "Over the restart", 60)
  await signIn(page, who)
  await page.getByRole("link", { name: "Over the restart" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Over the restart" })).toBeVisible()
  down()
  await expect(page.getByText("The live connection is lost.")).toBeVisible()
  await page.getByRole("link", { name: "Do not call" }).click()
  await expect(page.getByRole("heading", { name: "The server does not answer" })).toBeVisible()
  await isForEverybody(page, "offline")
  await up()
  await expect(page.getByText("The live connection is lost.")).toHaveCount(0, { timeout: 60_000 })
  await expect(page.getByRole("heading", { name: "Nobody is on the list" })).toBeVisible()
  await page.getByRole("link", { name: "Call Campaigns", exact: true }).click()
  await page.getByRole("link", { name: "Over the restart" }).click()
  await expect(page.getByText("Settled: 60 of 60")).toBeVisible({ timeout: 120_000 })
})
