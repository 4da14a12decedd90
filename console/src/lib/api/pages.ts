import { infiniteQueryOptions } from "@tanstack/react-query"

interface Page<T> {
  items: T[]
  next_cursor?: string | null
}

/** A list that the API answers page by page; `read` reads the page at a cursor, the first one without. */
export function pagesQuery<T>(queryKey: readonly unknown[], read: (at: { cursor?: string }) => Promise<Page<T>>) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => read(pageParam === null ? {} : { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })
}
