import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useTranslation } from "react-i18next"

import { CLOCK } from "@/components/forms/clock"
import { Field } from "@/components/forms/field"
import { FormProblem } from "@/components/forms/form-problem"
import { Written } from "@/components/forms/written"
import { Button } from "@/components/ui/button"
import { NativeSelect, NativeSelectOption } from "@/components/ui/native-select"

import { agentsQuery, takeAgent, WEEKDAYS } from "../api/creating"

const PAIR = "grid gap-4 sm:grid-cols-2"

/** The day that it is now in a zone, as the API writes it. */
function today(zone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date())
}

/** What a campaign needs to be told; all but its name and what it is about has a default that serves. */
export function CampaignFields({ zone, error }: { zone: string; error: unknown }) {
  const { t } = useTranslation()
  const clock = { pattern: CLOCK, placeholder: "09:00", inputMode: "numeric", required: true } as const
  const written = { error, required: true } as const
  return (
    <>
      <Written {...written} name="campaign_name" label={t("campaignSettings.name")} maxLength={200} />
      <Agent error={error} />
      <Written
        {...written}
        name="next_action"
        label={t("campaignSettings.nextAction")}
        hint={t("creating.nextActionHint")}
      />
      <div className={PAIR}>
        <Written
          {...written}
          {...clock}
          name="first_call_time"
          label={t("campaignSettings.firstCall")}
          defaultValue="09:00"
        />
        <Written
          {...written}
          {...clock}
          name="last_call_time"
          label={t("campaignSettings.lastCall")}
          defaultValue="18:00"
        />
        <Written
          {...written}
          name="start_date"
          type="date"
          label={t("campaignSettings.startDate")}
          defaultValue={today(zone)}
        />
        <Written {...written} name="timezone" label={t("campaignSettings.timezone")} defaultValue={zone} />
      </div>
      <fieldset className="grid gap-2">
        <legend className="mb-2 text-sm font-medium">{t("campaignSettings.days")}</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-2">
          {WEEKDAYS.map((day) => (
            <label key={day} className="flex items-center gap-2 text-sm">
              <input type="checkbox" className="accent-primary size-4" name="days" value={day} defaultChecked />
              {t(`campaignSettings.weekdays.${day}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <div className={PAIR}>
        <Written
          {...written}
          name="max_attempts"
          pointer="/retry/max_attempts"
          type="number"
          min={1}
          max={6}
          label={t("campaignSettings.attempts")}
          hint={t("campaignSettings.attemptsHint")}
          defaultValue={1}
        />
        <Written
          {...written}
          name="delays_minutes"
          pointer="/retry/delays_minutes"
          label={t("campaignSettings.delays")}
          hint={t("campaignSettings.delaysHint")}
          defaultValue="60"
        />
      </div>
    </>
  )
}

function Agent({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const agents = useQuery(agentsQuery)
  if (agents.data?.length === 0) return <NoAgent />
  return (
    <Field label={t("campaignSettings.agent")} error={error ?? agents.error} pointer="/agent_id">
      {(worn) => (
        <NativeSelect {...worn} name="agent_id" required>
          {(agents.data ?? []).map(({ id, name }) => (
            <NativeSelectOption key={id} value={id}>
              {name}
            </NativeSelectOption>
          ))}
        </NativeSelect>
      )}
    </Field>
  )
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
