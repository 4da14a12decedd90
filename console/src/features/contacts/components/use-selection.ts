import { useCallback, useState } from "react"

import type { Schemas } from "@/lib/api/client"

import type { Filter } from "../api/contacts"

/** Contacts chosen one by one, over all pages and searches; or all that a filter finds, as long as that is what is looked for. */
type Chosen = { ids: ReadonlySet<string> } | { filter: Filter }

const NOBODY: Chosen = { ids: new Set() }

export interface Selection {
  /** How many; unknown where all are chosen that a filter finds. */
  count: number | undefined
  has: (id: string) => boolean
  /** Chooses, or leaves out; while all are chosen that a filter finds, nobody is left out. The same from first to last. */
  set: (ids: readonly string[], chosen: boolean) => void
  all: () => void
  clear: () => void
  /** The contacts as the API is told of them. */
  told: Schemas["ContactSelection"]
}

export function useSelection(filter: Filter): Selection {
  const [kept, keep] = useState(NOBODY)
  const set = useCallback<Selection["set"]>(
    (ids, wanted) => keep((before) => (wanted ? withThem(before, ids) : without(before, ids))),
    [],
  )
  const chosen = "filter" in kept && !same(kept.filter, filter) ? NOBODY : kept
  const base = { set, all: () => keep({ filter }), clear: () => keep(NOBODY) }
  if ("filter" in chosen) {
    const { search, tag } = chosen.filter
    const told = { contact_filter: { ...(search ? { search } : {}), ...(tag ? { tag } : {}) } }
    return { ...base, count: undefined, has: () => true, told }
  }
  const { ids } = chosen
  return { ...base, count: ids.size, has: (id) => ids.has(id), told: { contact_ids: [...ids] } }
}

/** Whoever is chosen one by one after all that a filter finds, is chosen alone: others are looked for by then. */
function withThem(before: Chosen, ids: readonly string[]): Chosen {
  return { ids: new Set([...("ids" in before ? before.ids : []), ...ids]) }
}

function without(before: Chosen, ids: readonly string[]): Chosen {
  if ("filter" in before) return before
  const gone = new Set(ids)
  return { ids: new Set([...before.ids].filter((id) => !gone.has(id))) }
}

function same(one: Filter, other: Filter): boolean {
  return (one.search ?? "") === (other.search ?? "") && (one.tag ?? "") === (other.tag ?? "")
}
