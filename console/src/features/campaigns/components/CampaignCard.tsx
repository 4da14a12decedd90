import { Link } from "@tanstack/react-router"
import { Calendar, Clock, Hourglass, Phone, TrendingUp, Users } from "lucide-react"
import { memo } from "react"
import { useTranslation } from "react-i18next"

import { Card, CardContent, CardFooter, CardHeader } from "@/components/ui/card"
import { Progress } from "@/components/ui/progress"
import { number, percent, time } from "@/lib/format/format"

import type { Campaign } from "../api/campaigns"
import { type Waiting, waitingFor } from "../api/waiting"
import { CampaignActions } from "./CampaignActions"
import { StatusBadge } from "./StatusBadge"

const PERCENT = 100
const WEEK = 7

/** One campaign: how far it is, what it waits for, when it calls, and what can be done. */
export const CampaignCard = memo(function CampaignCard({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation()
  const { counters, status, timezone, days } = campaign
  const total = counters.total ?? 0
  const progress = t("campaigns.progress", { done: number(counters.settled ?? 0), total: number(total) })
  const waits = waitingFor(campaign, new Date())
  const live = status === "active" || status === "scheduled"
  return (
    <Card className="h-full">
      <CardHeader>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 className="min-w-0 text-lg font-semibold break-words">
            <Link
              to="/campaigns/$id"
              params={{ id: campaign.id }}
              search={{}}
              className="underline-offset-4 hover:underline"
            >
              {campaign.name}
            </Link>
          </h2>
          <StatusBadge campaign={campaign} />
        </div>
        <p className="text-muted-foreground break-words">{campaign.next_action}</p>
      </CardHeader>
      <CardContent className="grid flex-1 content-start gap-3 text-sm">
        <div className="grid gap-1">
          <p className="flex justify-between gap-2">
            <span>{progress}</span>
            <span aria-hidden>{percent(campaign.progress)}</span>
          </p>
          <Progress value={campaign.progress * PERCENT} aria-label={progress} />
        </div>
        {waits ? (
          <Waits campaign={campaign} waits={waits} />
        ) : (
          campaign.status_reason && <p>{campaign.status_reason}</p>
        )}
        <ul className="text-muted-foreground grid gap-1">
          <Fact icon={Users}>{t("campaigns.contacts", { count: total, shown: number(total) })}</Fact>
          <Fact icon={TrendingUp}>{t("campaigns.answered", { shown: number(counters.answered ?? 0) })}</Fact>
          <Fact icon={Clock}>
            {t("campaigns.hours", { first: campaign.first_call_time, last: campaign.last_call_time, zone: timezone })}
          </Fact>
          {days.length < WEEK && (
            <Fact icon={Calendar}>{days.map((day) => t(`campaignSettings.weekdays.${day}`)).join(", ")}</Fact>
          )}
          {live && campaign.expected_end_at && (
            <Fact icon={Calendar}>
              {t("campaigns.expectedEnd", { time: time(campaign.expected_end_at, timezone) })}
            </Fact>
          )}
        </ul>
      </CardContent>
      <CardFooter>
        <CampaignActions campaign={campaign} />
      </CardFooter>
    </Card>
  )
})

/** What stands in the campaign's way, or how many of its calls are live. */
function Waits({ campaign, waits }: { campaign: Campaign; waits: Waiting }) {
  const { t } = useTranslation()
  const live = (campaign.counters.dialling ?? 0) + (campaign.counters.in_call ?? 0)
  const Icon = waits === "live" ? Phone : Hourglass
  const said = () => {
    switch (waits) {
      case "live":
        return t("campaigns.waits.live", { count: live, shown: number(live) })
      case "importing":
        return t("campaigns.waits.importing")
      case "window":
        return t("campaigns.waits.window", { time: time(campaign.next_dial_at ?? "", campaign.timezone) })
      case "paused":
        return campaign.status_reason ?? t("why.codes.paused")
      default:
        return t(`why.codes.${waits}`)
    }
  }
  return (
    <p className="flex items-center gap-2">
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 break-words">{said()}</span>
    </p>
  )
}

function Fact({ icon: Icon, children }: { icon: typeof Users; children: string }) {
  return (
    <li className="flex items-center gap-2">
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </li>
  )
}
