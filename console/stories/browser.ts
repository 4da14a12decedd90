import AxeBuilder from "@axe-core/playwright"
import { test as base, expect, type Page } from "@playwright/test"

import { type Person, stack } from "./people"
import { type Language, LANGUAGES, type Say, words } from "./words"

/** A page whose console stayed silent to the end; refused requests that a story provokes are not errors of ours. */
export const test = base.extend({
  page: async ({ page }, run) => {
    const errors: string[] = []
    page.on("console", (message) => {
      const refused = /^(Failed to load resource|Problem)/.test(message.text())
      if (message.type() === "error" && !refused) errors.push(message.text())
    })
    page.on("pageerror", (error) => errors.push(String(error)))
    await run(page)
    expect(errors, "the browser's console").toEqual([])
  },
})

export { expect }

/** Tells stories once in each language, by a browser that asks for it. */
export function inEveryLanguage(tell: (say: Say, language: Language) => void): void {
  for (const language of Object.keys(LANGUAGES) as Language[]) {
    test.describe(language, () => {
      test.use({ locale: LANGUAGES[language] })
      tell(words(language), language)
    })
  }
}

/** Signs in on the way to a page, and is there. */
export async function signIn(page: Page, who: Person, say = words("en"), to = "/campaigns"): Promise<void> {
  await page.goto(`${stack().api}${to}`)
  await page.getByLabel(say("signIn.email")).fill(who.email)
  await page.getByLabel(say("signIn.password")).fill(who.password)
  await page.getByRole("button", { name: say("signIn.submit") }).click()
  await expect(page.getByRole("button", { name: say("shell.signOut") })).toBeVisible()
}

const WIDTHS = [360, 1280, 2560]
const HEIGHT = 900
/** The folder that pictures of the pages are kept in; without it none are taken. */
export const IMAGES = process.env.IMAGES

/** Nothing keeps anybody out, in light and dark, and nothing overflows the page at any width. */
export async function isForEverybody(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT })
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow, `${name} at ${width} px overflows`).toBeLessThanOrEqual(0)
      if (IMAGES) await picture(page, `${name}-${width}-${colorScheme}`)
    }
    await colourIsStill(page)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
      `${name}, ${colorScheme}`,
    ).toEqual([])
  }
}

/** The whole page, or what is in sight of one behind a dialog. */
/** Returns once no transition is under way: half-way between light and dark a contrast is nobody's. */
async function colourIsStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(ending.map((one) => one.finished))
  })
}

async function picture(page: Page, name: string): Promise<void> {
  const fullPage = (await page.getByRole("dialog").count()) === 0
  await page.screenshot({ path: `${IMAGES}/${name}.png`, fullPage, animations: "disabled" })
}
