import { QueryCache, QueryClient } from "@tanstack/react-query"

import { Problem } from "@/lib/api/problem"
import { refresher } from "@/lib/feed/caches"
import { feed } from "@/lib/feed/feed"

const TRIES = 2

/** What was read, kept while it is shown; whoever is signed out meanwhile is sent to the sign-in page and back. */
export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (error instanceof Problem && error.signedOut && query.queryKey[0] !== "me") signInAgain()
    },
  }),
  defaultOptions: {
    // Without a network a request fails and says so; by itself it would wait, with no word, until there is one.
    queries: {
      networkMode: "always",
      retry: (failures, error) => failures < TRIES && !(error instanceof Problem && error.status > 0),
    },
    mutations: { networkMode: "always" },
  },
})

feed.listen(refresher(queries))

function signInAgain(): void {
  feed.close()
  queries.removeQueries({ queryKey: ["me"] })
  location.assign(`/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`)
}
