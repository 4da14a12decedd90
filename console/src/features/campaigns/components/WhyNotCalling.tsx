import { useQuery } from "@tanstack/react-query"
import { PhoneCall } from "lucide-react"
import { useTranslation } from "react-i18next"

import { Failed } from "@/components/states/states"
import { Card, CardContent } from "@/components/ui/card"
import { Skeleton } from "@/components/ui/skeleton"
import { Reasons } from "@/components/why/reasons"
import { number, time } from "@/lib/format/format"

import { whyQuery } from "../api/campaign"
import type { Campaign } from "../api/campaigns"

/** Why a campaign is not being called just now, and when it will be; or that it is, and why not faster. */
export function WhyNotCalling({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation()
  const { data: why, error, refetch } = useQuery(whyQuery(campaign))
  const live = (campaign.counters.dialling ?? 0) + (campaign.counters.in_call ?? 0)
  const calling = live > 0 || why?.reasons.length === 0
  return (
    <Card>
      <CardContent className="grid gap-3 text-sm">
        <h2 className="text-base font-semibold">{calling ? t("why.calling") : t("why.title")}</h2>
        {live > 0 && (
          <p className="flex gap-2">
            <PhoneCall aria-hidden className="text-muted-foreground mt-0.5 size-4 shrink-0" />
            {t("why.live", { count: live, shown: number(live) })}
          </p>
        )}
        {why ? (
          <>
            {why.reasons.length > 0 ? (
              <Reasons reasons={why.reasons} zone={campaign.timezone} />
            ) : (
              <p>{t("why.callingHint")}</p>
            )}
            {!calling && why.next_dial_at && (
              <p>{t("why.next", { time: time(why.next_dial_at, campaign.timezone) })}</p>
            )}
          </>
        ) : error ? (
          <Failed error={error} again={() => void refetch()} />
        ) : (
          <Skeleton className="h-16 w-full" />
        )}
      </CardContent>
    </Card>
  )
}
