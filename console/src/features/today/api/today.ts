import { queryOptions } from "@tanstack/react-query"

import { answer, client, type Schemas } from "@/lib/api/client"

export type Campaign = Schemas["Campaign"]
export type Import = Schemas["Import"]

const MOST = 200
const FILES = 20
const DAY_MILLISECONDS = 86_400_000

export const campaignsOfLateQuery = queryOptions({
  queryKey: ["campaigns", "of-late"],
  queryFn: async () => {
    const page = await answer(client.GET("/api/campaigns", { params: { query: { limit: MOST } } }))
    return page.items
  },
})

export const filesOfLateQuery = queryOptions({
  queryKey: ["imports", "of-late"],
  queryFn: async () => {
    const page = await answer(client.GET("/api/imports", { params: { query: { limit: FILES } } }))
    return page.items
  },
})

/** Whether the viewer has an agent yet. */
export const anyAgentQuery = queryOptions({
  queryKey: ["agents", "any"],
  queryFn: async () => {
    const page = await answer(client.GET("/api/agents", { params: { query: { limit: 1 } } }))
    return page.items.length > 0
  },
})

/** Whether the viewer has a contact yet. */
export const anyContactQuery = queryOptions({
  queryKey: ["contacts", "any"],
  queryFn: async () => {
    const page = await answer(client.GET("/api/contacts", { params: { query: { limit: 1 } } }))
    return page.items.length > 0
  },
})

/** Something that goes on only once its owner has seen to it. */
export type Need =
  { kind: "halted" | "paused" | "draft"; campaign: Campaign } | { kind: "failed" | "rejected"; file: Import }

/** What needs its owner, the weightiest first: halted by the system, files, paused by oneself, not yet started. */
export function needs(campaigns: readonly Campaign[], files: readonly Import[], now: Date): Need[] {
  const paused = campaigns.filter(({ status }) => status === "paused")
  const fresh = files.filter(({ created_at: at }) => now.getTime() - Date.parse(at) < DAY_MILLISECONDS)
  return [
    ...paused
      .filter(({ status_reason: why }) => why !== null)
      .map((campaign) => ({ kind: "halted" as const, campaign })),
    ...fresh.filter(({ status }) => status === "failed").map((file) => ({ kind: "failed" as const, file })),
    ...fresh
      .filter((file) => file.status === "done" && file.rejected > 0)
      .map((file) => ({ kind: "rejected" as const, file })),
    ...paused
      .filter(({ status_reason: why }) => why === null)
      .map((campaign) => ({ kind: "paused" as const, campaign })),
    ...campaigns.filter(({ status }) => status === "draft").map((campaign) => ({ kind: "draft" as const, campaign })),
  ]
}

/** The campaigns that may call now, and those that wait for a later window, the soonest first. */
export function goingOn(campaigns: readonly Campaign[], now: Date): { happening: Campaign[]; waiting: Campaign[] } {
  const running = campaigns.filter(({ status }) => status === "active" || status === "scheduled")
  const later = ({ next_dial_at: at }: Campaign) => (at ? Date.parse(at) : Infinity)
  const waits = (campaign: Campaign) => campaign.status === "scheduled" || later(campaign) > now.getTime()
  return {
    happening: running.filter((campaign) => !waits(campaign) || isOut(campaign)),
    waiting: running
      .filter((campaign) => waits(campaign) && !isOut(campaign))
      .sort((one, other) => later(one) - later(other)),
  }
}

function isOut({ counters }: Campaign): boolean {
  return (counters.dialling ?? 0) + (counters.in_call ?? 0) > 0
}
