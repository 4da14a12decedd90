import type { Page } from "@playwright/test"

import { expect, signIn, test } from "./browser"
import { campaign, done, got, type Person, person } from "./people"

const MANY_CALLS = 10_000
const MANY_CAMPAIGNS = 1_000
const A_PAGE = 50
const TIMES = 3
const LONGEST_TASK_MILLISECONDS = 100
const INITIAL_BYTES = 250_000
const CHANGES = 10
const ON_SCREEN_MILLISECONDS = 500
/** So much more is allowed where the machine does other things too; what was measured is printed. */
const LENIENCE = 4
const EVENTS_A_SECOND = 50
const EVENTS_SECONDS = 6

interface Watched {
  feeds: EventSource[]
  tasks: number[]
}

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    const watched: Watched = { feeds: [], tasks: [] }
    Object.assign(window, { watched })
    window.EventSource = class extends window.EventSource {
      constructor(url: string | URL) {
        super(url)
        watched.feeds.push(this)
      }
    }
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watched.tasks.push(Math.round(duration))
    }).observe({ type: "longtask" })
  })
})

function report(name: string, figures: string): void {
  console.log(`${name}: ${figures}`)
  test.info().annotations.push({ type: name, description: figures })
}

/** The tasks of more than 50 ms since it was asked before, in milliseconds. */
function longTasks(page: Page): Promise<number[]> {
  return page.evaluate(() => (window as unknown as { watched: Watched }).watched.tasks.splice(0))
}

test("little is loaded before the first page shows", async ({ page }) => {
  await signIn(page, await person("Zoya"), undefined, "/")
  await page.reload()
  await expect(page.getByRole("heading", { name: "Your first campaign" })).toBeVisible()
  const bytes = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter(({ name }) => name.endsWith(".js"))
      .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
  )
  report("JavaScript of the dashboard", `${bytes} bytes as sent`)
  expect(bytes).toBeGreaterThan(0)
  expect(bytes).toBeLessThanOrEqual(INITIAL_BYTES)
})

test("what happened is on the screen at once", async ({ page }) => {
  const who = await person("Waheeda")
  const id = await campaign(who, "Name 0", 3, { draft: "true" })
  await signIn(page, who)
  await expect(page.getByRole("heading", { name: "Name 0" })).toBeVisible()
  const took: number[] = []
  for (let change = 1; change <= CHANGES; change += 1) {
    const name = `Name ${change}`
    const shown = page.evaluate(
      (name) =>
        new Promise<number>((resolve) => {
          const look = () => {
            if (document.querySelector("h2")?.textContent === name) resolve(Date.now())
            else requestAnimationFrame(look)
          }
          look()
        }),
      name,
    )
    const began = Date.now()
    await done(who, "PATCH", `/api/campaigns/${id}`, { name })
    took.push((await shown) - began)
  }
  took.sort((one, other) => one - other)
  const middle = took[CHANGES / 2] ?? Infinity
  report("from the request that changes a campaign to its card", `median ${middle} ms of ${took.join(", ")}`)
  expect(middle).toBeLessThanOrEqual(ON_SCREEN_MILLISECONDS * LENIENCE)
})

test("a list of a thousand campaigns is scrolled, and stays at hand while fifty events a second come", async ({
  page,
}) => {
  const who = await person("Xenia")
  await campaign(who, "Pattern", 3, { draft: "true" })
  await signIn(page, who)
  await expect(page.getByRole("heading", { name: "Pattern" })).toBeVisible()
  const answers = await manyCampaigns(page, who)
  await page.reload()
  await expect(page.getByRole("heading", { name: "No. 50", exact: true })).toBeVisible()
  await longTasks(page)
  // In the page itself: that Playwright looks for roles among thousands of elements is a long task of its own.
  const cards = await page.evaluate(async (wanted) => {
    const shown = () => document.querySelectorAll("main li h2").length
    const end = performance.now() + 60_000
    while (shown() < wanted && performance.now() < end) {
      const before = shown()
      ;[...document.querySelectorAll<HTMLButtonElement>("main button")].at(-1)?.click()
      while (shown() === before && performance.now() < end) await new Promise(requestAnimationFrame)
    }
    return shown()
  }, MANY_CAMPAIGNS)
  expect(cards).toBe(MANY_CAMPAIGNS)
  report("a thousand campaigns loaded", `tasks of ${String(await longTasks(page))} ms`)
  await page.evaluate(async () => {
    const end = performance.now() + 30_000
    while (scrollY < document.documentElement.scrollHeight - innerHeight - 2 && performance.now() < end) {
      scrollBy(0, 1_200)
      await new Promise(requestAnimationFrame)
    }
    scrollTo(0, 0)
  })
  report("a thousand campaigns scrolled", `tasks of ${(await longTasks(page)).join(", ") || "no"} ms`)

  const before = answers()
  const frames = await page.evaluate(
    async ([aSecond, seconds]) => {
      const feed = (window as unknown as { watched: Watched }).watched.feeds.at(-1)
      let told = 0
      const telling = setInterval(() => {
        const kind = (["campaign", "call", "slots"] as const)[told % 3] ?? "call"
        feed?.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify({ campaign_id: "", calls: [] }) }))
        told += 1
      }, 1000 / aSecond)
      let frames = 0
      const end = performance.now() + seconds * 1000
      while (performance.now() < end) {
        await new Promise(requestAnimationFrame)
        frames += 1
      }
      clearInterval(telling)
      return frames
    },
    [EVENTS_A_SECOND, EVENTS_SECONDS] as const,
  )
  const tasks = await longTasks(page)
  const readings = answers() - before
  report(
    `${EVENTS_A_SECOND} events a second for ${EVENTS_SECONDS} s`,
    `${frames} frames, ${readings} pages read, tasks of ${tasks.join(", ") || "no"} ms`,
  )
  expect(readings).toBeGreaterThan(0)
  // Readings are gathered: four a second at the most, each of every page that is shown.
  expect(readings).toBeLessThanOrEqual(4 * (EVENTS_SECONDS + 1) * (MANY_CAMPAIGNS / A_PAGE))
  expect(frames).toBeGreaterThan(EVENTS_SECONDS * 5)
  expect(Math.max(0, ...tasks)).toBeLessThanOrEqual(LONGEST_TASK_MILLISECONDS * LENIENCE)
  await page.getByLabel("Search by name").fill("No. 7")
  await expect(page).toHaveURL(/search=No/)
})

/** Has the list answered with a thousand campaigns, another of each page renamed at every reading; returns how many were read. */
async function manyCampaigns(page: Page, who: Person): Promise<() => number> {
  const { items } = (await got(who, "/api/campaigns")) as { items: object[] }
  let answers = 0
  await page.route(/\/api\/campaigns(\?|$)/, async (route) => {
    const from = Number(new URL(route.request().url()).searchParams.get("cursor") ?? 0)
    answers += 1
    const shown = Array.from({ length: A_PAGE }, (_, place) => {
      const name = `No. ${from + place + 1}${place === answers % A_PAGE && answers > A_PAGE ? ", renamed" : ""}`
      return { ...items[0], id: `0198c0de-0000-7000-8000-${String(from + place).padStart(12, "0")}`, name }
    })
    const next = from + A_PAGE
    await route.fulfill({ json: { items: shown, next_cursor: next < MANY_CAMPAIGNS ? String(next) : null } })
  })
  return () => answers
}

test("a long list of calls is scrolled to its end without a hitch", async ({ page }) => {
  test.setTimeout(300_000)
  const who = await person("Indra")
  const id = await campaign(who, "Everybody", MANY_CALLS, { draft: "true" })
  await signIn(page, who)
  await page.goto(`${new URL(page.url()).origin}/campaigns/${id}`)
  await expect(page.getByText("Settled: 0 of 10,000")).toBeVisible({ timeout: 60_000 })
  // A hitch of ours comes every time; one because the machine was busy does not.
  let longest = Infinity
  for (let time = 0; time < TIMES && longest > LONGEST_TASK_MILLISECONDS; time += 1) {
    await page.reload()
    longest = await scrolledToTheEnd(page)
  }
  expect(longest, "milliseconds of the longest task").toBeLessThanOrEqual(LONGEST_TASK_MILLISECONDS)
})

/** Scrolls from the first row to the last, over all pages, and returns how long the longest task took, in milliseconds. */
async function scrolledToTheEnd(page: Page): Promise<number> {
  const rows = page.getByTestId("call-rows")
  await expect(rows.getByRole("row").first()).toBeVisible()
  await expect(page.getByText("Not yet").first()).toBeVisible()
  const last = `[aria-rowindex="${MANY_CALLS + 1}"]`
  const longest = await rows.evaluate(async (box, last) => {
    let most = 0
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) most = Math.max(most, duration)
    }).observe({ type: "longtask" })
    const end = performance.now() + 60_000
    while (!box.querySelector(last) && performance.now() < end) {
      box.scrollTop += 1_200
      await new Promise((resolve) => setTimeout(resolve, 16))
    }
    return most
  }, last)
  await expect(rows.locator(last)).toBeVisible()
  expect(await rows.getByRole("row").count()).toBeLessThan(60)
  report("longest task while 10,000 calls are scrolled", `${Math.round(longest)} ms`)
  return longest
}
