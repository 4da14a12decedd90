import { expect, isForEverybody, signIn, test } from "./browser"
import { campaign, person, stack } from "./people"
import { down, up } from "./stack"

test("a server that is restarted under an open page is said, and the page goes on live after it", async ({ page }) => {
  test.setTimeout(240_000)
  const who = await person("Uma")
  await campaign(who, "Before the restart", 2, { draft: "true" })
  await signIn(page, who)
  await expect(page.getByRole("heading", { name: "Before the restart" })).toBeVisible()
  down()
  await expect(page.getByText("The live connection is lost.")).toBeVisible()
  await page.getByRole("link", { name: "Do not call" }).click()
  await expect(page.getByRole("heading", { name: "The server does not answer" })).toBeVisible()
  await isForEverybody(page, "offline")
  await up()
  await expect(page.getByText("The live connection is lost.")).toHaveCount(0, { timeout: 60_000 })
  await expect(page.getByRole("heading", { name: "Nobody is on the list" })).toBeVisible()
  await page.getByRole("link", { name: "Call Campaigns", exact: true }).click()
  await expect(page.getByRole("heading", { name: "Before the restart" })).toBeVisible()
  await campaign(who, "After the restart", 2, { draft: "true" })
  await expect(page.getByRole("heading", { name: "After the restart" })).toBeVisible()
})

test("a console whose code does not come offers to load it again", async ({ page }) => {
  await page.route("**/assets/*.js", (route) => route.abort())
  await page.goto(stack().api)
  await expect(page.getByText("The console has not loaded yet.")).toBeVisible()
  await page.unroute("**/assets/*.js")
  await page.getByRole("link", { name: "Load it again" }).click()
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible()
})
