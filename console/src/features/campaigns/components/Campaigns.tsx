import { useInfiniteQuery } from "@tanstack/react-query"
import { Phone, Search } from "lucide-react"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"

import { Listed } from "@/components/states/listed"
import { Empty } from "@/components/states/states"
import { Input } from "@/components/ui/input"
import { NativeSelect, NativeSelectOption } from "@/components/ui/native-select"

import { campaignsQuery, type Filter, isSort, SORTS, STATUSES } from "../api/campaigns"
import { CampaignCard } from "./CampaignCard"

interface CampaignsProps {
  filter: Filter
  onFilter: (filter: Filter) => void
  /** What begins a campaign. */
  begin: ReactNode
}

/** The campaigns of whoever is signed in, live: searched, filtered, sorted. */
export function Campaigns({ filter, onFilter, begin }: CampaignsProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(campaignsQuery(filter))
  const searched = Boolean(filter.search ?? filter.status)
  const none = !searched && query.data?.pages[0]?.items.length === 0
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-2xl font-semibold">{t("campaigns.title")}</h1>
        {!none && begin}
      </div>
      {!none && <Filters filter={filter} onFilter={onFilter} />}
      <Listed
        query={query}
        empty={
          <Empty icon={Phone} title={searched ? t("campaigns.noneFound") : t("campaigns.none")} action={none && begin}>
            {searched ? t("campaigns.noneFoundHint") : t("campaigns.noneHint")}
          </Empty>
        }
      >
        {(campaigns) => (
          <ul className="grid gap-4 min-[1920px]:grid-cols-4 lg:grid-cols-2 2xl:grid-cols-3">
            {campaigns.map((campaign) => (
              <li key={campaign.id} className="min-w-0 [contain-intrinsic-size:auto_20rem] [content-visibility:auto]">
                <CampaignCard campaign={campaign} />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </div>
  )
}

function Filters({ filter, onFilter }: Pick<CampaignsProps, "filter" | "onFilter">) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-wrap gap-3">
      <div className="relative min-w-48 flex-1">
        <Search aria-hidden className="text-muted-foreground absolute top-2.5 left-3 size-4" />
        <Input
          type="search"
          className="pl-9"
          aria-label={t("campaigns.search")}
          placeholder={t("campaigns.search")}
          value={filter.search ?? ""}
          onChange={({ target }) => onFilter({ ...filter, search: target.value })}
        />
      </div>
      <NativeSelect
        aria-label={t("campaigns.status")}
        value={filter.status ?? ""}
        onChange={({ target }) => onFilter({ ...filter, status: target.value })}
      >
        <NativeSelectOption value="">{t("campaigns.all")}</NativeSelectOption>
        {STATUSES.map((status) => (
          <NativeSelectOption key={status} value={status}>
            {t(`campaigns.statuses.${status}`)}
          </NativeSelectOption>
        ))}
      </NativeSelect>
      <NativeSelect
        aria-label={t("campaigns.sort")}
        value={isSort(filter.sort) ? filter.sort : SORTS[0]}
        onChange={({ target }) => onFilter({ ...filter, sort: target.value })}
      >
        {SORTS.map((sort) => (
          <NativeSelectOption key={sort} value={sort}>
            {t(`campaigns.sorts.${sort}`)}
          </NativeSelectOption>
        ))}
      </NativeSelect>
    </div>
  )
}
