import { useState } from "react"

import type { Schemas } from "@/lib/api/client"

import type { Filter } from "../api/contacts"

/** Contacts chosen one by one, over all pages and searches; or all that a filter finds, as long as that is what is looked for. */
type Chosen = { ids: ReadonlySet<string> } | { filter: Filter }

const NOBODY: Chosen = { ids: new Set() }

export interface Selection {
  /** How many; unknown where all are chosen that a filter finds. */
  count: number | undefined
  has: (id: string) => boolean
  /** Chooses, or leaves out; while all are chosen that a filter finds, nobody is left out. */
  set: (ids: readonly string[], chosen: boolean) => void
  all: () => void
  clear: () => void
  /** The contacts as the API is told of them. */
  told: Schemas["ContactSelection"]
}

export function useSelection(filter: Filter): Selection {
  const [kept, keep] = useState(NOBODY)
  const chosen = "filter" in kept && !same(kept.filter, filter) ? NOBODY : kept
  const base = { all: () => keep({ filter }), clear: () => keep(NOBODY) }
  if ("filter" in chosen) {
    const { search, tag } = chosen.filter
    const told = { contact_filter: { ...(search ? { search } : {}), ...(tag ? { tag } : {}) } }
    return { ...base, count: undefined, has: () => true, set: () => undefined, told }
  }
  const { ids } = chosen
  return {
    ...base,
    count: ids.size,
    has: (id) => ids.has(id),
    set: (some, wanted) => {
      const next = new Set(ids)
      for (const id of some)
        if (wanted) next.add(id)
        else next.delete(id)
      keep({ ids: next })
    },
    told: { contact_ids: [...ids] },
  }
}

function same(one: Filter, other: Filter): boolean {
  return (one.search ?? "") === (other.search ?? "") && (one.tag ?? "") === (other.tag ?? "")
}
