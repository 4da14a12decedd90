import { useQuery } from "@tanstack/react-query"
import { RefreshCw } from "lucide-react"
import { useState } from "react"
import { useTranslation } from "react-i18next"

import { Failed } from "@/components/states/states"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Card, CardContent } from "@/components/ui/card"

import { type AgentAtBolna, type SyncedAgents, syncedQuery } from "../api/agents"
import { AgentForm } from "./AgentForm"
import { Warnings } from "./Warnings"

/** Every agent of the account at Bolna: whose it is here, and what about it is to be seen to. */
export function AtBolna() {
  const { t } = useTranslation()
  const [asked, ask] = useState(false)
  const { data, error, isFetching, refetch } = useQuery({ ...syncedQuery, enabled: asked })
  const again = () => void refetch()
  const [adding, add] = useState<AgentAtBolna>()
  return (
    <Card>
      <CardContent className="grid gap-4 text-sm">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <div className="min-w-0">
            <h2 className="text-base font-semibold">{t("agents.atBolna")}</h2>
            <p className="text-muted-foreground">{t("agents.atBolnaHint")}</p>
          </div>
          <Button variant="outline" disabled={isFetching} onClick={asked ? again : () => ask(true)}>
            <RefreshCw aria-hidden />
            {t("agents.sync")}
          </Button>
        </div>
        {error && <Failed error={error} again={again} />}
        {data && <Found synced={data} onAdd={add} />}
      </CardContent>
      {adding !== undefined && <AgentForm taken={adding} onClose={() => add(undefined)} />}
    </Card>
  )
}

function Found({ synced, onAdd }: { synced: SyncedAgents; onAdd: (agent: AgentAtBolna) => void }) {
  const { t } = useTranslation()
  return (
    <>
      {synced.items.length === 0 && <p>{t("agents.noneAtBolna")}</p>}
      <ul className="grid gap-4">
        {synced.items.map((agent) => (
          <li key={agent.bolna_agent_id} className="grid gap-2 border-t pt-4">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <div className="min-w-0">
                <p className="font-medium break-words">{agent.name ?? agent.bolna_agent_id}</p>
                <p className="text-muted-foreground break-all">{agent.bolna_agent_id}</p>
              </div>
              {agent.owner ? (
                <Badge variant="secondary">{t("agents.of", { name: agent.owner.name })}</Badge>
              ) : (
                <Button size="sm" variant="outline" onClick={() => onAdd(agent)}>
                  {t("agents.take")}
                </Button>
              )}
            </div>
            <Warnings warnings={agent.warnings} />
          </li>
        ))}
      </ul>
      {synced.phone_numbers && synced.phone_numbers.length > 0 && (
        <p className="text-muted-foreground break-words">
          {t("agents.numbersAtBolna", { numbers: synced.phone_numbers.join(", ") })}
        </p>
      )}
    </>
  )
}
