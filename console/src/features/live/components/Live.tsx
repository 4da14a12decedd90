import { useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { CircleCheck, CircleHelp, ListChecks } from "lucide-react"
import { useTranslation } from "react-i18next"

import { CallState } from "@/components/calls/call-state"
import { Listed } from "@/components/states/listed"
import { Empty, Failed, Loading } from "@/components/states/states"
import { Button } from "@/components/ui/button"
import { Card, CardContent } from "@/components/ui/card"
import { Progress } from "@/components/ui/progress"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table"
import { Reasons } from "@/components/why/reasons"
import { number, time } from "@/lib/format/format"

import { queueQuery, statisticsQuery, troubleOfProvider, type Turn, turnsQuery } from "../api/live"

const STANDS = ["queued", "dialling", "in_call", "awaiting_result", "waiting_retry"] as const
const PERCENT = 100

/** What happens this moment: lines in use, the queue, whose turn it is, and how the provider does. */
export function Live() {
  const { t } = useTranslation()
  const turns = useQuery(turnsQuery)
  return (
    <div className="grid gap-6">
      <h1 className="text-2xl font-semibold">{t("live.title")}</h1>
      <Lines />
      {turns.data ? (
        <div className="grid gap-6 lg:grid-cols-2">
          <Turns turns={turns.data} />
          <Provider turns={turns.data} />
        </div>
      ) : turns.error ? (
        <Failed error={turns.error} again={() => void turns.refetch()} />
      ) : (
        <Loading />
      )}
      <Queue />
    </div>
  )
}

function Lines() {
  const { t } = useTranslation()
  const { data: told, error, refetch } = useQuery(statisticsQuery)
  if (!told) return error ? <Failed error={error} again={() => void refetch()} /> : <Loading />
  const { slots } = told
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Used name={t("live.yourLines")} active={slots.user_active} limit={slots.user_limit} />
        <Used name={t("live.allLines")} active={slots.system_active} limit={slots.system_limit} />
      </div>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-5">
        {STANDS.map((status) => (
          <Card key={status} className="gap-1 px-4 py-4 max-sm:last:col-span-2 sm:px-6">
            <dt className="text-muted-foreground text-sm">{t(`calls.statuses.${status}`)}</dt>
            <dd className="text-2xl font-semibold tabular-nums">{number(told[status])}</dd>
          </Card>
        ))}
      </dl>
    </>
  )
}

function Used({ name, active, limit }: { name: string; active: number; limit: number }) {
  const { t } = useTranslation()
  const used = t("live.used", { active: number(active), limit: number(limit) })
  return (
    <Card>
      <CardContent className="grid gap-2">
        <h2 className="text-base font-semibold">{name}</h2>
        <p className="text-2xl font-semibold tabular-nums">{used}</p>
        <Progress
          aria-label={`${name}: ${used}`}
          value={limit === 0 ? 0 : Math.min(PERCENT, (active / limit) * PERCENT)}
        />
        {active > limit && <p className="text-muted-foreground text-sm">{t("live.draining")}</p>}
        {limit === 0 && <p className="text-muted-foreground text-sm">{t("live.stopped")}</p>}
      </CardContent>
    </Card>
  )
}

function Turns({ turns }: { turns: readonly Turn[] }) {
  const { t } = useTranslation()
  return (
    <Card>
      <CardContent className="grid gap-4 text-sm">
        <h2 className="text-base font-semibold">{t("live.turns")}</h2>
        {turns.length === 0 && <p className="text-muted-foreground">{t("live.noTurns")}</p>}
        <ul className="grid gap-4">
          {turns.map(({ campaign, reasons }) => (
            <li key={campaign.id} className="grid gap-2 border-t pt-4 first:border-t-0 first:pt-0">
              <p className="flex flex-wrap items-center justify-between gap-2">
                <Link
                  to="/campaigns/$id"
                  params={{ id: campaign.id }}
                  search={{}}
                  className="min-w-0 font-medium break-words underline-offset-4 hover:underline"
                >
                  {campaign.name}
                </Link>
                <span className="text-muted-foreground">
                  {t("live.ofCampaign", {
                    live: number((campaign.counters.dialling ?? 0) + (campaign.counters.in_call ?? 0)),
                    queued: number(campaign.counters.queued ?? 0),
                  })}
                </span>
              </p>
              <Reasons reasons={reasons} zone={campaign.timezone} />
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  )
}

function Provider({ turns }: { turns: readonly Turn[] }) {
  const { t } = useTranslation()
  const trouble = troubleOfProvider(turns)
  const fine = trouble?.length === 0
  const Icon = fine ? CircleCheck : CircleHelp
  return (
    <Card>
      <CardContent className="grid gap-3 text-sm">
        <h2 className="text-base font-semibold">{t("live.provider")}</h2>
        {trouble && trouble.length > 0 ? (
          <div role="alert">
            <Reasons reasons={trouble} />
          </div>
        ) : (
          <p className="flex gap-2">
            <Icon aria-hidden className="text-muted-foreground mt-0.5 size-4 shrink-0" />
            {fine ? t("live.providerFine") : t("live.providerUnknown")}
          </p>
        )}
      </CardContent>
    </Card>
  )
}

function Queue() {
  const { t } = useTranslation()
  const query = useInfiniteQuery(queueQuery)
  return (
    <Card>
      <CardContent className="grid gap-4">
        <h2 className="text-base font-semibold">{t("live.queue")}</h2>
        <Listed
          query={query}
          empty={
            <Empty
              icon={ListChecks}
              title={t("live.noQueue")}
              action={
                <Button asChild variant="outline">
                  <Link to="/campaigns" search={{}}>
                    {t("live.toCampaigns")}
                  </Link>
                </Button>
              }
            >
              {t("live.noQueueHint")}
            </Empty>
          }
        >
          {(calls) => (
            <Table>
              <TableHeader>
                <TableRow>
                  <TableHead>{t("calls.contact")}</TableHead>
                  <TableHead>{t("calls.status")}</TableHead>
                  <TableHead className="max-md:hidden">{t("calls.when")}</TableHead>
                </TableRow>
              </TableHeader>
              <TableBody>
                {calls.map((call) => (
                  <TableRow key={call.id}>
                    <TableCell className="w-1/2 max-w-0 min-w-32">
                      <Link
                        to="/campaigns/$id"
                        params={{ id: call.campaign_id }}
                        search={{ call: call.id }}
                        className="block truncate font-medium underline-offset-4 hover:underline"
                      >
                        {call.name ?? call.phone_number}
                      </Link>
                      {call.name !== null && <span className="text-muted-foreground">{call.phone_number}</span>}
                    </TableCell>
                    <TableCell>
                      <CallState status={call.status} outcome={call.outcome} />
                    </TableCell>
                    <TableCell className="text-muted-foreground max-md:hidden">
                      {call.next_attempt_at === null
                        ? t("calls.queuedAt", { time: time(call.queued_at) })
                        : t("calls.againAt", { time: time(call.next_attempt_at) })}
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          )}
        </Listed>
      </CardContent>
    </Card>
  )
}
