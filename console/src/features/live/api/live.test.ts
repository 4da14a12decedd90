import { expect, test } from "vitest"

import { type Campaign, type Turn, troubleOfProvider } from "./live"

const turn = (...codes: string[]): Turn => ({
  campaign: { id: codes.join() } as Campaign,
  reasons: codes.map((code) => ({ code, message: code })),
})

test("what two campaigns say of the provider is said once, and what concerns only them is not", () => {
  const told = troubleOfProvider([turn("circuit_open", "user_limit"), turn("circuit_open")])
  expect(told?.map(({ code }) => code)).toEqual(["circuit_open"])
})

test("nothing is known of the provider while nothing is under way", () => {
  expect(troubleOfProvider([])).toBeUndefined()
  expect(troubleOfProvider([turn("user_limit")])).toEqual([])
})
