import { type ReactNode } from "react"
import { useTranslation } from "react-i18next"

import { CLOCK } from "@/components/forms/clock"
import { Field } from "@/components/forms/field"
import { Written } from "@/components/forms/written"
import { NativeSelect, NativeSelectOption } from "@/components/ui/native-select"
import type { Schemas } from "@/lib/api/client"

/** Two fields beside each other, where there is room. */
export function Pair({ children }: { children: ReactNode }) {
  return <div className="grid gap-4 sm:grid-cols-2">{children}</div>
}

interface AgentProps {
  agents: readonly Schemas["Agent"][]
  /** The present one, which may be none of `agents` any more. */
  known?: string
  error: unknown
}

export function AgentChoice({ agents, known, error }: AgentProps) {
  const { t } = useTranslation()
  return (
    <Field label={t("campaignSettings.agent")} error={error} pointer="/agent_id">
      {(worn) => (
        // Filled anew when the agents come, since a list without its choice would choose another.
        <NativeSelect {...worn} key={agents.length} name="agent_id" required defaultValue={known}>
          {known !== undefined && !agents.some(({ id }) => id === known) && (
            <NativeSelectOption value={known}>{t("campaignSettings.presentAgent")}</NativeSelectOption>
          )}
          {agents.map(({ id, name }) => (
            <NativeSelectOption key={id} value={id}>
              {name}
            </NativeSelectOption>
          ))}
        </NativeSelect>
      )}
    </Field>
  )
}

interface HoursProps {
  known: { first_call_time: string; last_call_time: string }
  error: unknown
}

/** Between which times of day it calls. */
export function Hours({ known, error }: HoursProps) {
  const { t } = useTranslation()
  const clock = { pattern: CLOCK, placeholder: "09:00", inputMode: "numeric", required: true, error } as const
  return (
    <Pair>
      <Written
        {...clock}
        name="first_call_time"
        label={t("campaignSettings.firstCall")}
        defaultValue={known.first_call_time}
      />
      <Written
        {...clock}
        name="last_call_time"
        label={t("campaignSettings.lastCall")}
        hint={t("campaignSettings.lastCallHint")}
        defaultValue={known.last_call_time}
      />
    </Pair>
  )
}

export function FirstDay({ known, error }: { known: string; error: unknown }) {
  const { t } = useTranslation()
  return (
    <Written
      name="start_date"
      type="date"
      label={t("campaignSettings.startDate")}
      error={error}
      required
      defaultValue={known}
    />
  )
}

export function Zone({ known, error }: { known: string; error: unknown }) {
  const { t } = useTranslation()
  return (
    <Written
      name="timezone"
      label={t("campaignSettings.timezone")}
      hint={t("campaignSettings.timezoneHint")}
      error={error}
      required
      defaultValue={known}
    />
  )
}

interface AttemptsProps {
  known: { max_attempts: number; delays_minutes: readonly number[] }
  error: unknown
}

/** How often a contact is tried, and what lies between. */
export function Attempts({ known, error }: AttemptsProps) {
  const { t } = useTranslation()
  return (
    <Pair>
      <Written
        name="max_attempts"
        pointer="/retry/max_attempts"
        type="number"
        min={1}
        max={6}
        label={t("campaignSettings.attempts")}
        hint={t("campaignSettings.attemptsHint")}
        error={error}
        required
        defaultValue={known.max_attempts}
      />
      <Written
        name="delays_minutes"
        pointer="/retry/delays_minutes"
        label={t("campaignSettings.delays")}
        hint={t("campaignSettings.delaysHint")}
        error={error}
        required
        defaultValue={known.delays_minutes.join(", ")}
      />
    </Pair>
  )
}
