import { useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { Bot, Plus } from "lucide-react"
import { useState } from "react"
import { useTranslation } from "react-i18next"

import { Listed } from "@/components/states/listed"
import { Empty } from "@/components/states/states"
import { Button } from "@/components/ui/button"
import { Card, CardContent } from "@/components/ui/card"
import { meQuery } from "@/lib/session/session"

import { agentsQuery } from "../api/agents"
import { AgentForm } from "./AgentForm"
import { AgentRows } from "./AgentRows"
import { AtBolna } from "./AtBolna"

/** The caller's agents: added, connected, tried, removed; for administrators also those of the whole account. */
export function Agents() {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const query = useInfiniteQuery(agentsQuery)
  const [adding, add] = useState(false)
  const isAdmin = me?.role === "admin"
  const none = query.data?.pages[0]?.items.length === 0
  const button = (
    <Button onClick={() => add(true)}>
      <Plus aria-hidden />
      {t("agents.add")}
    </Button>
  )
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-2xl font-semibold">{t("agents.title")}</h1>
        {!none && button}
      </div>
      <Listed
        query={query}
        empty={
          <Empty icon={Bot} title={t("agents.none")} action={button}>
            {isAdmin ? t("agents.noneOfAdmin") : t("agents.noneHint")}
          </Empty>
        }
      >
        {(agents) => (
          <Card>
            <CardContent>
              <AgentRows agents={agents} />
            </CardContent>
          </Card>
        )}
      </Listed>
      {isAdmin && <AtBolna />}
      {adding && <AgentForm onClose={() => add(false)} />}
    </div>
  )
}
