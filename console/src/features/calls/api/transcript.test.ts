import { expect, test } from "vitest"

import { sayings } from "./transcript"

test("a transcript is read by who speaks", () => {
  expect(sayings("assistant: Good morning\nuser: Who is it: you?\n\n")).toEqual([
    { by: "agent", text: "Good morning" },
    { by: "contact", text: "Who is it: you?" },
  ])
})

test("a line without a speaker goes on with what was said before it", () => {
  expect(sayings("assistant: One\ntwo: three\nuser: Yes")).toEqual([
    { by: "agent", text: "One\ntwo: three" },
    { by: "contact", text: "Yes" },
  ])
})

test("words of nobody stand by themselves", () => {
  expect(sayings("(silence)")).toEqual([{ by: null, text: "(silence)" }])
})
