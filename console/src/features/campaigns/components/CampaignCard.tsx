import { Link } from "@tanstack/react-router"
import { Calendar, Clock, TrendingUp, Users } from "lucide-react"
import { useTranslation } from "react-i18next"

import { Card, CardContent, CardFooter, CardHeader } from "@/components/ui/card"
import { Progress } from "@/components/ui/progress"
import { number, percent, time } from "@/lib/format/format"

import type { Campaign } from "../api/campaigns"
import { CampaignActions } from "./CampaignActions"
import { StatusBadge } from "./StatusBadge"

const PERCENT = 100

/** One campaign: how far it is, when it calls, and what can be done. */
export function CampaignCard({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation()
  const { counters, status, timezone } = campaign
  const total = counters.total ?? 0
  const progress = t("campaigns.progress", { done: number(counters.settled ?? 0), total: number(total) })
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
        {campaign.status_reason && <p>{campaign.status_reason}</p>}
        <ul className="text-muted-foreground grid gap-1">
          <Fact icon={Users}>{t("campaigns.contacts", { count: total, shown: number(total) })}</Fact>
          <Fact icon={TrendingUp}>{t("campaigns.answered", { shown: number(counters.answered ?? 0) })}</Fact>
          <Fact icon={Clock}>
            {t("campaigns.hours", { first: campaign.first_call_time, last: campaign.last_call_time, zone: timezone })}
          </Fact>
          {live && campaign.next_dial_at && (
            <Fact icon={Calendar}>{t("campaigns.nextDial", { time: time(campaign.next_dial_at, timezone) })}</Fact>
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
}

function Fact({ icon: Icon, children }: { icon: typeof Users; children: string }) {
  return (
    <li className="flex items-center gap-2">
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </li>
  )
}
