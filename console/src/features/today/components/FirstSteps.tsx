import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { CircleCheck } from "lucide-react"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"

import { Button } from "@/components/ui/button"
import { Card, CardContent } from "@/components/ui/card"

import { anyAgentQuery, anyContactQuery } from "../api/today"

/** The way from nothing to a first campaign: what is done is ticked, and `begin` begins the campaign. */
export function FirstSteps({ begin }: { begin: ReactNode }) {
  const { t } = useTranslation()
  const { data: agent } = useQuery(anyAgentQuery)
  const { data: contact } = useQuery(anyContactQuery)
  return (
    <Card>
      <CardContent className="grid gap-6 text-sm">
        <div>
          <h2 className="text-base font-semibold">{t("today.first.title")}</h2>
          <p className="text-muted-foreground">{t("today.first.hint")}</p>
        </div>
        <ol className="grid gap-6">
          <Step place={1} title={t("today.first.agent")} hint={t("today.first.agentHint")} done={agent}>
            <Button asChild variant="outline">
              <Link to="/agents" search={{}}>
                {t("today.first.agentGo")}
              </Link>
            </Button>
          </Step>
          <Step place={2} title={t("today.first.contacts")} hint={t("today.first.contactsHint")} done={contact}>
            <Button asChild variant="outline">
              <Link to="/contacts" search={{}}>
                {t("today.first.contactsGo")}
              </Link>
            </Button>
          </Step>
          <Step place={3} title={t("today.first.campaign")} hint={t("today.first.campaignHint")}>
            {begin}
          </Step>
        </ol>
      </CardContent>
    </Card>
  )
}

interface StepProps {
  place: number
  title: string
  hint: string
  done?: boolean | undefined
  children: ReactNode
}

function Step({ place, title, hint, done = false, children }: StepProps) {
  const { t } = useTranslation()
  return (
    <li className="flex gap-4">
      <span
        aria-hidden
        className="grid size-8 shrink-0 place-items-center rounded-full border font-medium tabular-nums"
      >
        {done ? <CircleCheck className="size-5" /> : place}
      </span>
      <div className="grid min-w-0 flex-1 gap-3 sm:flex sm:flex-wrap sm:items-center sm:justify-between">
        <div className="min-w-0 sm:max-w-prose">
          <h3 className="font-medium">
            {title}
            {done && <span className="sr-only"> ({t("today.first.done")})</span>}
          </h3>
          <p className="text-muted-foreground">{hint}</p>
        </div>
        {!done && <div>{children}</div>}
      </div>
    </li>
  )
}
