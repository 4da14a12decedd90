import { queryOptions } from "@tanstack/react-query"

import { answer, client, idempotencyKey, type Schemas } from "@/lib/api/client"
import { pagesQuery } from "@/lib/api/pages"

export type Agent = Schemas["Agent"]
export type SyncedAgents = Schemas["SyncedAgents"]
export type AgentAtBolna = Schemas["SyncedAgent"]
export type AgentWarning = Schemas["AgentWarning"]

const MOST_CAMPAIGNS = 200

export const agentsQuery = pagesQuery(["agents", "pages"], (at) =>
  answer(client.GET("/api/agents", { params: { query: at } })),
)

/** The campaigns of late, to be looked through for the agent that calls in them. */
export const usedInQuery = queryOptions({
  queryKey: ["campaigns", "by-agent"],
  queryFn: async () => {
    const page = await answer(client.GET("/api/campaigns", { params: { query: { limit: MOST_CAMPAIGNS } } }))
    return page.items
  },
  staleTime: 10_000,
})

const headers = () => ({ "Idempotency-Key": idempotencyKey() })

export function addAgent(body: Schemas["NewAgentBody"]): Promise<Agent> {
  return answer(client.POST("/api/agents", { body, params: { header: headers() } }))
}

export function changeAgent(agentId: string, body: Schemas["AgentChangeBody"]): Promise<Agent> {
  return answer(client.PATCH("/api/agents/{agent_id}", { body, params: { path: { agent_id: agentId } } }))
}

export function removeAgent(agentId: string) {
  return answer(client.DELETE("/api/agents/{agent_id}", { params: { path: { agent_id: agentId } } }))
}

export function connectAgent(agentId: string): Promise<Schemas["ConnectedAgent"]> {
  const params = { path: { agent_id: agentId }, header: headers() }
  return answer(client.POST("/api/agents/{agent_id}/connect", { params }))
}

export function callToTest(agentId: string, body: Schemas["TestCallBody"]): Promise<Schemas["Call"]> {
  const params = { path: { agent_id: agentId }, header: headers() }
  return answer(client.POST("/api/agents/{agent_id}/test-call", { params, body }))
}

/** The agents of the account at Bolna, read there anew when one of ours changed; nothing is changed by reading them. */
export const syncedQuery = queryOptions({
  queryKey: ["agents", "at-bolna"],
  queryFn: () => answer(client.POST("/api/agents/sync", { params: { header: headers() } })),
  staleTime: Infinity,
  gcTime: 0,
})
