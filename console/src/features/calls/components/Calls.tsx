import { useInfiniteQuery } from "@tanstack/react-query"
import { PhoneOff } from "lucide-react"
import { useTranslation } from "react-i18next"

import { Empty, Failed, Loading } from "@/components/states/states"
import { Card, CardContent } from "@/components/ui/card"
import { NativeSelect, NativeSelectOption } from "@/components/ui/native-select"
import { CALL_STATUSES, OUTCOMES } from "@/lib/calls/vocabulary"

import { type CallFilter, callsQuery } from "../api/calls"
import { useGrowth, useLiveCalls } from "../api/live"
import { CallRows } from "./CallRows"

interface CallsProps {
  campaignId: string
  zone: string
  /** How many calls the campaign has. */
  total: number
  filter: CallFilter
  onFilter: (filter: CallFilter) => void
  onOpen: (callId: string) => void
}

/** The calls of a campaign in the order in which they were queued, live, filtered. */
export function Calls({ campaignId, zone, total, filter, onFilter, onOpen }: CallsProps) {
  const { t } = useTranslation()
  return (
    <Card>
      <CardContent className="grid gap-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 className="text-base font-semibold">{t("calls.title")}</h2>
          <div className="flex flex-wrap gap-3">
            <NativeSelect
              aria-label={t("calls.status")}
              value={filter.status ?? ""}
              onChange={({ target }) => onFilter({ ...filter, status: target.value })}
            >
              <NativeSelectOption value="">{t("calls.allStatuses")}</NativeSelectOption>
              {CALL_STATUSES.map((status) => (
                <NativeSelectOption key={status} value={status}>
                  {t(`calls.statuses.${status}`)}
                </NativeSelectOption>
              ))}
            </NativeSelect>
            <NativeSelect
              aria-label={t("calls.outcome")}
              value={filter.outcome ?? ""}
              onChange={({ target }) => onFilter({ ...filter, outcome: target.value })}
            >
              <NativeSelectOption value="">{t("calls.allOutcomes")}</NativeSelectOption>
              {OUTCOMES.map((outcome) => (
                <NativeSelectOption key={outcome} value={outcome}>
                  {t(`calls.outcomes.${outcome}`)}
                </NativeSelectOption>
              ))}
            </NativeSelect>
          </div>
        </div>
        <Found campaignId={campaignId} zone={zone} total={total} filter={filter} onOpen={onOpen} />
      </CardContent>
    </Card>
  )
}

function Found({ campaignId, zone, total, filter, onOpen }: Omit<CallsProps, "onFilter">) {
  const { t } = useTranslation()
  useLiveCalls(campaignId, filter)
  useGrowth(campaignId, filter, total)
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    callsQuery(campaignId, filter),
  )
  if (isPending) return <Loading />
  if (!data) return <Failed error={error} again={() => void refetch()} />
  if (data.pages[0]?.items.length === 0) {
    const filtered = Boolean(filter.status) || Boolean(filter.outcome)
    return (
      <Empty icon={PhoneOff} title={filtered ? t("calls.noneFound") : t("calls.none")}>
        {filtered ? t("calls.noneFoundHint") : t("calls.noneHint")}
      </Empty>
    )
  }
  return (
    <>
      {error && <Failed error={error} again={() => void refetch()} />}
      <CallRows
        pages={data.pages}
        zone={zone}
        more={hasNextPage && !error}
        onEnd={() => !isFetchingNextPage && void fetchNextPage()}
        onOpen={onOpen}
      />
    </>
  )
}
