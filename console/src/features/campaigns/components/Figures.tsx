import { useQuery } from "@tanstack/react-query"
import { useTranslation } from "react-i18next"

import { Failed, Loading } from "@/components/states/states"
import { Card, CardContent } from "@/components/ui/card"
import { OUTCOMES } from "@/lib/calls/vocabulary"
import { duration, money, number, percent } from "@/lib/format/format"

import { type Analytics, figuresQuery } from "../api/campaign"
import type { Campaign } from "../api/campaigns"
import { CallsByHour } from "./CallsByHour"

/** A campaign's figures: rates and sums, outcomes, and when it was called. */
export function Figures({ campaign }: { campaign: Campaign }) {
  const { data: figures, error, refetch } = useQuery(figuresQuery(campaign))
  if (!figures) return error ? <Failed error={error} again={() => void refetch()} /> : <Loading />
  return (
    <>
      <Sums figures={figures} />
      <div className="grid gap-6 lg:grid-cols-2">
        <Outcomes figures={figures} />
        <CallsByHour figures={figures} />
      </div>
    </>
  )
}

function Sums({ figures }: { figures: Analytics }) {
  const { t } = useTranslation()
  const { answer_rate: rate, attempts, durations, cost } = figures
  return (
    <dl className="grid grid-cols-2 gap-4 lg:grid-cols-4">
      <Sum name={t("campaign.answerRate")} value={rate === null ? t("campaign.notYet") : percent(rate)}>
        {t("campaigns.answered", { shown: number(figures.outcomes.answered ?? 0) })}
      </Sum>
      <Sum name={t("campaign.talkTime")} value={duration(durations.talk_seconds)}>
        {durations.average_talk_seconds !== null &&
          t("campaign.averageTalk", { time: duration(durations.average_talk_seconds) })}
      </Sum>
      <Sum name={t("campaign.cost")} value={cost === null ? t("campaign.notYet") : money(cost)} />
      <Sum name={t("campaign.callsPlaced")} value={number(attempts.placed)}>
        {attempts.not_placed > 0 && t("campaign.notPlaced", { shown: number(attempts.not_placed) })}
      </Sum>
    </dl>
  )
}

function Sum({ name, value, children }: { name: string; value: string; children?: string | false }) {
  return (
    <Card className="gap-1 px-4 py-4 sm:px-6">
      <dt className="text-muted-foreground text-sm">{name}</dt>
      <dd className="text-xl font-semibold break-words tabular-nums sm:text-2xl">{value}</dd>
      {children && <dd className="text-muted-foreground text-sm">{children}</dd>}
    </Card>
  )
}

function Outcomes({ figures }: { figures: Analytics }) {
  const { t } = useTranslation()
  const met = OUTCOMES.filter((outcome) => (figures.outcomes[outcome] ?? 0) > 0)
  return (
    <Card>
      <CardContent className="grid gap-4 text-sm">
        <h2 className="text-base font-semibold">{t("campaign.outcomes")}</h2>
        {met.length === 0 ? (
          <p className="text-muted-foreground">{t("campaign.noneSettled")}</p>
        ) : (
          <table className="w-full">
            <caption className="sr-only">{t("campaign.outcomes")}</caption>
            <thead className="sr-only">
              <tr>
                <th scope="col">{t("calls.outcome")}</th>
                <th scope="col">{t("calls.title")}</th>
                <th scope="col">{t("campaign.share")}</th>
              </tr>
            </thead>
            <tbody>
              {met.map((outcome) => (
                <Bar
                  key={outcome}
                  name={t(`calls.outcomes.${outcome}`)}
                  count={figures.outcomes[outcome] ?? 0}
                  of={figures.settled}
                />
              ))}
            </tbody>
          </table>
        )}
      </CardContent>
    </Card>
  )
}

function Bar({ name, count, of }: { name: string; count: number; of: number }) {
  const share = of === 0 ? 0 : count / of
  return (
    <tr>
      <th scope="row" className="w-px py-1.5 pr-4 text-left font-normal whitespace-nowrap">
        {name}
      </th>
      <td className="w-px pr-4 text-right font-medium tabular-nums">{number(count)}</td>
      <td className="py-1.5">
        <span className="flex items-center gap-3">
          <span aria-hidden className="bg-muted h-2 flex-1 overflow-hidden rounded-full">
            <span className="bg-chart-1 block h-full rounded-full" style={{ width: `${share * 100}%` }} />
          </span>
          <span className="text-muted-foreground w-12 text-right tabular-nums">{percent(share)}</span>
        </span>
      </td>
    </tr>
  )
}
