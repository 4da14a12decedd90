import { expect, test } from "vitest"

import { type Analytics, hoursOf } from "./campaign"
import { type Campaign, whileStopping } from "./campaigns"

const figures = (hour: number, placed: number, outcomes: Record<string, number>): Analytics["by_hour"][number] => ({
  hour,
  placed,
  outcomes,
  answer_rate: null,
  line_seconds: 0,
  not_placed: 0,
  talk_seconds: 0,
})

test("an hour's calls are answered, over without an answer, or still under way; hours without calls are left out", () => {
  const by_hour = [figures(9, 7, { answered: 3, busy: 1, "no-answer": 1 }), figures(10, 0, {})]
  expect(hoursOf({ by_hour } as Analytics)).toEqual([{ hour: "09:00", answered: 3, others: 2, live: 2 }])
})

test("a campaign that is stopping is looked at again until it has stopped", () => {
  const campaign = (stopping: boolean) => ({ stopping }) as Campaign
  expect(whileStopping([campaign(false), campaign(true)])).toBe(2000)
  expect(whileStopping([campaign(false)])).toBe(false)
})
