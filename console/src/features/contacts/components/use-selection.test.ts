import { act, renderHook } from "@testing-library/react"
import { expect, test } from "vitest"

import type { Filter } from "../api/contacts"
import { useSelection } from "./use-selection"

function selected() {
  return renderHook((filter: Filter) => useSelection(filter), { initialProps: {} })
}

test("who was chosen on one page stays chosen on another, and in another search", () => {
  const { result, rerender } = selected()
  act(() => result.current.set(["first"], true))
  rerender({ search: "menon" })
  act(() => result.current.set(["second", "third"], true))
  act(() => result.current.set(["third"], false))
  expect(result.current.count).toBe(2)
  expect(result.current.told).toEqual({ contact_ids: ["first", "second"] })
})

test("all that match are told by what finds them, and how many is not known", () => {
  const { result, rerender } = selected()
  rerender({ search: "menon", tag: "" })
  act(() => result.current.all())
  expect(result.current.count).toBeUndefined()
  expect(result.current.has("anybody")).toBe(true)
  expect(result.current.told).toEqual({ contact_filter: { search: "menon" } })
})

test("all that match are chosen no more once others are looked for", () => {
  const { result, rerender } = selected()
  act(() => result.current.all())
  rerender({ tag: "gold" })
  expect(result.current.count).toBe(0)
  expect(result.current.told).toEqual({ contact_ids: [] })
})

test("one who is removed while all that match are chosen leaves the others chosen", () => {
  const { result } = selected()
  act(() => result.current.all())
  act(() => result.current.set(["removed"], false))
  expect(result.current.told).toEqual({ contact_filter: {} })
})

test("one who is chosen after others were looked for is chosen alone", () => {
  const { result, rerender } = selected()
  act(() => result.current.all())
  rerender({ tag: "gold" })
  act(() => result.current.set(["first"], true))
  expect(result.current.told).toEqual({ contact_ids: ["first"] })
})
