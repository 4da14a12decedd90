import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useTranslation } from "react-i18next"

import { AgentChoice, Attempts, FirstDay, Hours, Pair, Zone } from "@/components/campaign-fields/fields"
import { Days } from "@/components/campaign-fields/ticks"
import { FormProblem } from "@/components/forms/form-problem"
import { Written } from "@/components/forms/written"
import { Button } from "@/components/ui/button"
import { agentChoiceQuery } from "@/lib/campaigns/agents"
import { WEEKDAYS } from "@/lib/campaigns/vocabulary"

import { takeAgent } from "../api/creating"

const USUAL_HOURS = { first_call_time: "09:00", last_call_time: "18:00" }
const ONCE = { max_attempts: 1, delays_minutes: [60] }

/** The day that it is now in a zone, as the API writes it. */
function today(zone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date())
}

/** What a campaign needs to be told; all but its name and what it is about has a default that serves. */
export function CampaignFields({ zone, error }: { zone: string; error: unknown }) {
  const { t } = useTranslation()
  return (
    <>
      <Written name="campaign_name" label={t("campaignSettings.name")} error={error} required maxLength={200} />
      <Agent error={error} />
      <Written
        name="next_action"
        label={t("campaignSettings.nextAction")}
        hint={t("creating.nextActionHint")}
        error={error}
        required
      />
      <Hours known={USUAL_HOURS} error={error} />
      <Pair>
        <FirstDay known={today(zone)} error={error} />
        <Zone known={zone} error={error} />
      </Pair>
      <Days known={WEEKDAYS} />
      <Attempts known={ONCE} error={error} />
    </>
  )
}

function Agent({ error }: { error: unknown }) {
  const agents = useQuery(agentChoiceQuery)
  if (agents.data?.length === 0) return <NoAgent />
  return <AgentChoice agents={agents.data ?? []} error={error ?? agents.error} />
}

/** Offers to take over an agent of the account at Bolna; where one may not, says who can. */
function NoAgent() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: takeAgent,
    onSettled: () => queries.invalidateQueries({ queryKey: ["agents"] }),
  })
  return (
    <div className="grid gap-2 rounded-lg border border-dashed p-4 text-sm">
      <p>{t("creating.noAgent")}</p>
      <FormProblem error={error} />
      {data === false && <p role="alert">{t("creating.noFreeAgent")}</p>}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="button" size="sm" variant="outline" disabled={isPending} onClick={() => mutate()}>
          {t("creating.syncAgents")}
        </Button>
        <a className="underline" href="/agents">
          {t("agents.add")}
        </a>
      </div>
    </div>
  )
}
