import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"

import { Button } from "@/components/ui/button"

import { Failed, Loading } from "./states"

interface ListedProps<T> {
  query: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>
  empty: ReactNode
  children: (items: T[]) => ReactNode
}

/** A list that is read page by page: being loaded, not to be had, empty, or there with a button for more. */
export function Listed<T>({ query, empty, children }: ListedProps<T>) {
  const { t } = useTranslation()
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query
  if (!data) return error ? <Failed error={error} again={() => void refetch()} /> : <Loading />
  const items = data.pages.flatMap((page) => page.items)
  return (
    <>
      {error && <Failed error={error} again={() => void refetch()} />}
      {items.length === 0 ? empty : children(items)}
      {hasNextPage && (
        <Button
          variant="outline"
          className="justify-self-center"
          disabled={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t("campaigns.more")}
        </Button>
      )}
    </>
  )
}
