import { queryOptions } from "@tanstack/react-query"

import { answer, client } from "@/lib/api/client"

const MOST_AGENTS = 200

/** The agents that a campaign may be given. */
export const agentChoiceQuery = queryOptions({
  queryKey: ["agents", "choice"],
  queryFn: async () => {
    const page = await answer(client.GET("/api/agents", { params: { query: { limit: MOST_AGENTS } } }))
    return page.items
  },
})
