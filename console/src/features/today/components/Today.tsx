import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"

import { Failed, Loading } from "@/components/states/states"
import { Card, CardContent } from "@/components/ui/card"
import { Progress } from "@/components/ui/progress"
import { number, percent, time } from "@/lib/format/format"
import { meQuery } from "@/lib/session/session"

import { type Campaign, campaignsOfLateQuery, filesOfLateQuery, goingOn, type Need, needs } from "../api/today"
import { FirstSteps } from "./FirstSteps"
import { Needs } from "./Needs"

const PERCENT = 100

/** What needs the viewer, what is being called now, and what waits until when; before a first campaign, the way to it. */
export function Today({ begin }: { begin: ReactNode }) {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const campaigns = useQuery(campaignsOfLateQuery)
  const files = useQuery(filesOfLateQuery)
  const error = campaigns.error ?? files.error
  const again = () => void Promise.all([campaigns.refetch(), files.refetch()])
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <h1 className="text-2xl font-semibold">{t("today.title")}</h1>
          {me && (
            <p className="text-muted-foreground">
              {t("today.lines", { active: number(me.slots.user_active), limit: number(me.slots.user_limit) })}
            </p>
          )}
        </div>
        {campaigns.data && campaigns.data.length > 0 && begin}
      </div>
      {campaigns.data && files.data ? (
        <Found campaigns={campaigns.data} needed={needs(campaigns.data, files.data, new Date())} begin={begin} />
      ) : error ? (
        <Failed error={error} again={again} />
      ) : (
        <Loading />
      )}
    </div>
  )
}

interface FoundProps {
  campaigns: readonly Campaign[]
  needed: readonly Need[]
  begin: ReactNode
}

function Found({ campaigns, needed, begin }: FoundProps) {
  const { t } = useTranslation()
  const { happening, waiting } = goingOn(campaigns, new Date())
  if (campaigns.length === 0 && needed.length === 0) return <FirstSteps begin={begin} />
  return (
    <>
      {campaigns.length === 0 && <FirstSteps begin={begin} />}
      <Part title={t("today.needs")} none={needed.length === 0 ? t("today.noNeeds") : undefined}>
        <Needs needed={needed} />
      </Part>
      <div className="grid gap-6 lg:grid-cols-2">
        <Part title={t("today.happening")} none={happening.length === 0 ? t("today.nothingHappens") : undefined}>
          <ul className="grid gap-4">
            {happening.map((campaign) => (
              <li key={campaign.id} className="grid gap-2">
                <p className="flex justify-between gap-4">
                  <CampaignLink campaign={campaign} />
                  <span className="tabular-nums">{percent(campaign.progress)}</span>
                </p>
                <Progress value={campaign.progress * PERCENT} aria-label={campaign.name} />
                {campaign.expected_end_at && (
                  <p className="text-muted-foreground">
                    {t("campaigns.expectedEnd", { time: time(campaign.expected_end_at, campaign.timezone) })}
                  </p>
                )}
              </li>
            ))}
          </ul>
        </Part>
        <Part title={t("today.waiting")} none={waiting.length === 0 ? t("today.nothingWaits") : undefined}>
          <ul className="grid gap-4">
            {waiting.map((campaign) => (
              <li key={campaign.id} className="grid gap-1">
                <CampaignLink campaign={campaign} />
                <p className="text-muted-foreground">
                  {campaign.next_dial_at
                    ? t("campaigns.nextDial", { time: time(campaign.next_dial_at, campaign.timezone) })
                    : t("today.somebodyMust")}
                </p>
              </li>
            ))}
          </ul>
        </Part>
      </div>
    </>
  )
}

function Part({ title, none, children }: { title: string; none: string | undefined; children: ReactNode }) {
  return (
    <Card>
      <CardContent className="grid content-start gap-4 text-sm">
        <h2 className="text-base font-semibold">{title}</h2>
        {none === undefined ? children : <p className="text-muted-foreground">{none}</p>}
      </CardContent>
    </Card>
  )
}

function CampaignLink({ campaign }: { campaign: Campaign }) {
  return (
    <Link
      to="/campaigns/$id"
      params={{ id: campaign.id }}
      search={{}}
      className="min-w-0 font-medium break-words underline-offset-4 hover:underline"
    >
      {campaign.name}
    </Link>
  )
}
