import { expect, test, vi } from "vitest"

import { duration, money, percent, time } from "./format"

const NOON = "2026-11-02T12:00:00Z"

test.each([
  [0, "0 sec"],
  [42.4, "42 sec"],
  [200, "3 min 20 sec"],
  [7530, "2 hr 5 min"],
])("%d seconds are %s", (seconds, written) => {
  expect(duration(seconds)).toBe(written)
})

test("a time has the campaign's beside it only where the two clocks differ", () => {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
  expect(time(NOON, zone)).not.toContain("(")
  vi.stubEnv("TZ", "Europe/London")
  expect(time(NOON, "Asia/Kolkata")).toBe("Nov 2, 2026, 12:00 PM (Nov 2, 2026, 5:30 PM Asia/Kolkata)")
  expect(time(NOON, "Europe/Lisbon")).toBe("Nov 2, 2026, 12:00 PM")
  vi.unstubAllEnvs()
})

test("money is written in its own currency, to a tenth of its smallest coin", () => {
  expect(money({ amount: "0.032", currency: "USD" })).toBe("$0.032")
  expect(money({ amount: "1250", currency: "INR" })).toBe("₹1,250.00")
})

test("a small share is written to a tenth of a percent", () => {
  expect(percent(0.042)).toBe("4.2%")
  expect(percent(0.42)).toBe("42%")
})
