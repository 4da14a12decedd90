import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { ArrowLeft, Download } from "lucide-react"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"

import { Failed, Loading } from "@/components/states/states"
import { Button } from "@/components/ui/button"
import { Card, CardContent } from "@/components/ui/card"
import { Progress } from "@/components/ui/progress"
import { cn } from "@/lib/class-names"
import { number, percent, time } from "@/lib/format/format"

import { campaignQuery, exportUrl, isUnfinished } from "../api/campaign"
import type { Campaign } from "../api/campaigns"
import { CampaignActions } from "./CampaignActions"
import { EditSettings } from "./EditSettings"
import { Figures } from "./Figures"
import { StatusBadge } from "./StatusBadge"
import { WhyNotCalling } from "./WhyNotCalling"

const PERCENT = 100

interface DashboardProps {
  campaignId: string
  /** The campaign's calls, below its figures. */
  children: (campaign: Campaign) => ReactNode
  onDeleted: () => void
}

/** One campaign, live: how far it is, what stands in its way, its figures and its calls. */
export function CampaignDashboard({ campaignId, children, onDeleted }: DashboardProps) {
  const { t } = useTranslation()
  const { data: campaign, error, refetch } = useQuery(campaignQuery(campaignId))
  return (
    <div className="grid gap-6">
      <Link
        to="/campaigns"
        search={{}}
        className="flex w-fit items-center gap-1 text-sm underline-offset-4 hover:underline"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {t("campaign.back")}
      </Link>
      {campaign ? (
        <>
          <Head campaign={campaign} onDeleted={onDeleted} />
          <div className={cn("grid gap-6", isUnfinished(campaign.status) && "lg:grid-cols-2")}>
            <HowFar campaign={campaign} />
            {isUnfinished(campaign.status) && <WhyNotCalling campaign={campaign} />}
          </div>
          <Figures campaign={campaign} />
          {children(campaign)}
        </>
      ) : (
        <>
          <h1 className="sr-only">{t("campaigns.title")}</h1>
          {error ? <Failed error={error} again={() => void refetch()} /> : <Loading />}
        </>
      )}
    </div>
  )
}

function Head({ campaign, onDeleted }: { campaign: Campaign; onDeleted: () => void }) {
  const { t } = useTranslation()
  return (
    <header className="flex flex-wrap items-start justify-between gap-4">
      <div className="grid min-w-0 gap-1">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="min-w-0 text-2xl font-semibold break-words">{campaign.name}</h1>
          <StatusBadge campaign={campaign} />
        </div>
        <p className="text-muted-foreground break-words">{campaign.next_action}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <CampaignActions campaign={campaign} onDeleted={onDeleted} />
        {isUnfinished(campaign.status) && <EditSettings campaign={campaign} />}
        <Button asChild size="sm" variant="outline">
          <a href={exportUrl(campaign.id)} download>
            <Download aria-hidden />
            {t("campaign.export")}
          </a>
        </Button>
      </div>
    </header>
  )
}

function HowFar({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation()
  const { counters, timezone } = campaign
  const done = t("campaigns.progress", { done: number(counters.settled ?? 0), total: number(counters.total ?? 0) })
  return (
    <Card>
      <CardContent className="grid gap-3 text-sm">
        <h2 className="text-base font-semibold">{t("campaign.progress")}</h2>
        <p className="flex items-end justify-between gap-2">
          <span className="text-4xl font-semibold tabular-nums">{percent(campaign.progress)}</span>
          <span>{done}</span>
        </p>
        <Progress value={campaign.progress * PERCENT} aria-label={done} />
        {campaign.status_reason && <p>{campaign.status_reason}</p>}
        <dl className="grid gap-1">
          {campaign.expected_end_at && isUnfinished(campaign.status) && (
            <Fact name={t("campaign.expectedEnd")}>{time(campaign.expected_end_at, timezone)}</Fact>
          )}
          {campaign.started_at && <Fact name={t("campaign.started")}>{time(campaign.started_at, timezone)}</Fact>}
          {campaign.completed_at && <Fact name={t("campaign.ended")}>{time(campaign.completed_at, timezone)}</Fact>}
          <Fact name={t("campaign.hours")}>
            {t("campaigns.hours", { first: campaign.first_call_time, last: campaign.last_call_time, zone: timezone })}
          </Fact>
        </dl>
      </CardContent>
    </Card>
  )
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-4">
      <dt className="text-muted-foreground">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
