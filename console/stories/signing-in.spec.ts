import { expect, isForEverybody, signIn, test } from "./browser"
import { campaign, person, signInLink, stack } from "./people"

test("a wrong password is refused in words, and lets nobody in", async ({ page }) => {
  const who = await person("Meera")
  await page.goto(`${stack().api}/campaigns`)
  await expect(page).toHaveURL(/\/sign-in/)
  await page.getByLabel("E-mail").fill(who.email)
  await page.getByLabel("Password").fill("another password")
  await page.getByRole("button", { name: "Sign in" }).click()
  await expect(page.getByRole("alert")).toHaveText("E-mail and password do not belong together.")
  await isForEverybody(page, "sign-in")
})

test("a sign-in link lets its user in once, and stands in no address afterwards", async ({ page, browser }) => {
  const who = await person("Jyoti")
  const link = await signInLink(who)
  await page.goto(link)
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible()
  await expect(page.getByText(who.email)).toBeVisible()
  expect(page.url()).toBe(`${stack().api}/`)
  await page.goBack()
  expect(page.url()).not.toContain("token")
  const elsewhere = await browser.newPage()
  await elsewhere.goto(link)
  await expect(elsewhere.getByRole("alert")).toContainText("This sign-in link does not work any more.")
  await elsewhere.close()
})

test("two users do not see each other's campaigns", async ({ page, browser }) => {
  const [one, other] = [await person("Leela"), await person("Omar")]
  await campaign(one, "Of Leela", 2)
  await campaign(other, "Of Omar", 2)
  await signIn(page, one)
  await expect(page.getByRole("heading", { name: "Of Leela" })).toBeVisible()
  await expect(page.getByRole("heading", { name: "Of Omar" })).toHaveCount(0)
  const elsewhere = await browser.newPage()
  await signIn(elsewhere, other)
  await expect(elsewhere.getByRole("heading", { name: "Of Omar" })).toBeVisible()
  await expect(elsewhere.getByRole("heading", { name: "Of Leela" })).toHaveCount(0)
  await elsewhere.close()
})

test("a session that is over leads to the sign-in page, and back", async ({ page, context }) => {
  const who = await person("Tara")
  await campaign(who, "Of Tara", 2, { draft: "true" })
  await signIn(page, who)
  await context.clearCookies()
  await page.getByLabel("Search by name").fill("x")
  await expect(page).toHaveURL(/\/sign-in\?back=/)
  await page.getByLabel("E-mail").fill(who.email)
  await page.getByLabel("Password").fill(who.password)
  await page.getByRole("button", { name: "Sign in" }).click()
  await expect(page).toHaveURL(/\/campaigns\?search=x/)
})

test("a session is ended from another browser, and its page shows nothing that comes after", async ({
  page,
  browser,
}) => {
  const who = await person("Yamini")
  await signIn(page, who)
  const elsewhere = await browser.newPage()
  await signIn(elsewhere, who, undefined, "/settings")
  await elsewhere.getByRole("tab", { name: "Sessions" }).click()
  await elsewhere.getByRole("button", { name: "Sign out there" }).last().click()
  await expect(elsewhere.getByText("That session is over")).toBeVisible()
  await elsewhere.close()
  await campaign(who, "Begun meanwhile", 1, { draft: "true" })
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible()
  await expect(page).toHaveURL(/\/sign-in\?back=/)
})
