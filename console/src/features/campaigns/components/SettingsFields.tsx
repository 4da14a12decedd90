import type { ComponentProps, ReactNode } from "react"
import { useTranslation } from "react-i18next"

import { CLOCK } from "@/components/forms/clock"
import { Field } from "@/components/forms/field"
import { Written } from "@/components/forms/written"
import { NativeSelect, NativeSelectOption } from "@/components/ui/native-select"
import type { Schemas } from "@/lib/api/client"

import { type CampaignSettings, RETRIED, WEEKDAYS } from "../api/settings"

interface FieldsProps {
  known: CampaignSettings
  agents: readonly Schemas["Agent"][]
  error: unknown
}

const PAIR = "grid gap-4 sm:grid-cols-2"

/** The settings of a campaign as fields, filled with what is known. */
export function SettingsFields(props: FieldsProps) {
  return (
    <>
      <What {...props} />
      <When {...props} />
      <Limits {...props} />
      <Retries {...props} />
    </>
  )
}

function What({ known, agents, error }: FieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <Written name="name" label={t("campaignSettings.name")} error={error} required defaultValue={known.name} />
      <Written
        name="next_action"
        label={t("campaignSettings.nextAction")}
        error={error}
        required
        defaultValue={known.next_action}
      />
      <Field label={t("campaignSettings.agent")} error={error} pointer="/agent_id">
        {(worn) => (
          // Filled anew when the agents come, since a list without its choice would choose another.
          <NativeSelect {...worn} key={agents.length} name="agent_id" defaultValue={known.agent_id}>
            {!agents.some(({ id }) => id === known.agent_id) && (
              <NativeSelectOption value={known.agent_id}>{t("campaignSettings.presentAgent")}</NativeSelectOption>
            )}
            {agents.map(({ id, name }) => (
              <NativeSelectOption key={id} value={id}>
                {name}
              </NativeSelectOption>
            ))}
          </NativeSelect>
        )}
      </Field>
    </>
  )
}

function When({ known, error }: FieldsProps) {
  const { t } = useTranslation()
  const clock = { pattern: CLOCK, placeholder: "09:00", inputMode: "numeric", required: true } as const
  return (
    <Group name={t("campaignSettings.when")}>
      <div className={PAIR}>
        <Written
          {...clock}
          name="first_call_time"
          label={t("campaignSettings.firstCall")}
          error={error}
          defaultValue={known.first_call_time}
        />
        <Written
          {...clock}
          name="last_call_time"
          label={t("campaignSettings.lastCall")}
          hint={t("campaignSettings.lastCallHint")}
          error={error}
          defaultValue={known.last_call_time}
        />
        <Written
          name="start_date"
          type="date"
          label={t("campaignSettings.startDate")}
          error={error}
          required
          defaultValue={known.start_date}
        />
        <Written
          name="end_date"
          type="date"
          label={t("campaignSettings.endDate")}
          hint={t("campaignSettings.endDateHint")}
          error={error}
          defaultValue={known.end_date ?? ""}
        />
      </div>
      <Ticks legend={t("campaignSettings.days")}>
        {WEEKDAYS.map((day) => (
          <Tick key={day} name="days" value={day} defaultChecked={known.days.includes(day)}>
            {t(`campaignSettings.weekdays.${day}`)}
          </Tick>
        ))}
      </Ticks>
      <div className={PAIR}>
        <Written
          name="timezone"
          label={t("campaignSettings.timezone")}
          hint={t("campaignSettings.timezoneHint")}
          error={error}
          required
          defaultValue={known.timezone}
        />
        <Written
          name="holidays"
          label={t("campaignSettings.holidays")}
          hint={t("campaignSettings.holidaysHint")}
          error={error}
          defaultValue={known.holidays.join(", ")}
        />
      </div>
      <Tick name="use_contact_timezone" defaultChecked={known.use_contact_timezone}>
        {t("campaignSettings.contactTimezone")}
      </Tick>
    </Group>
  )
}

function Limits({ known, error }: FieldsProps) {
  const { t } = useTranslation()
  const count = { type: "number", min: 1 } as const
  return (
    <Group name={t("campaignSettings.limits")}>
      <div className={PAIR}>
        <Written
          {...count}
          name="max_concurrent_calls"
          label={t("campaignSettings.atOnce")}
          hint={t("campaignSettings.noLimit")}
          error={error}
          defaultValue={known.max_concurrent_calls ?? ""}
        />
        <Written
          {...count}
          name="max_calls_per_minute"
          label={t("campaignSettings.perMinute")}
          hint={t("campaignSettings.noLimit")}
          error={error}
          defaultValue={known.max_calls_per_minute ?? ""}
        />
        <Written
          {...count}
          name="cap_calls"
          pointer="/frequency_cap/calls"
          label={t("campaignSettings.capCalls")}
          hint={t("campaignSettings.noLimit")}
          error={error}
          defaultValue={known.frequency_cap?.calls ?? ""}
        />
        <Written
          {...count}
          name="cap_hours"
          pointer="/frequency_cap/hours"
          label={t("campaignSettings.capHours")}
          error={error}
          defaultValue={known.frequency_cap?.hours ?? ""}
        />
      </div>
    </Group>
  )
}

function Retries({ known, error }: FieldsProps) {
  const { t } = useTranslation()
  return (
    <Group name={t("campaignSettings.retries")}>
      <div className={PAIR}>
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
          defaultValue={known.retry.max_attempts}
        />
        <Written
          name="delays_minutes"
          pointer="/retry/delays_minutes"
          label={t("campaignSettings.delays")}
          hint={t("campaignSettings.delaysHint")}
          error={error}
          required
          defaultValue={known.retry.delays_minutes.join(", ")}
        />
      </div>
      <Ticks legend={t("campaignSettings.retried")}>
        {RETRIED.map((outcome) => (
          <Tick key={outcome} name="retried" value={outcome} defaultChecked={known.retry.outcomes.includes(outcome)}>
            {t(`calls.outcomes.${outcome}`)}
          </Tick>
        ))}
      </Ticks>
      <Tick name="keep_open" defaultChecked={known.keep_open}>
        {t("campaignSettings.keepOpen")}
      </Tick>
    </Group>
  )
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-4 border-t pt-4">
      <legend className="pr-2 text-sm font-semibold">{name}</legend>
      {children}
    </fieldset>
  )
}

function Ticks({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-sm font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-2">{children}</div>
    </fieldset>
  )
}

function Tick({ children, ...input }: ComponentProps<"input">) {
  return (
    <label className="flex items-center gap-2 text-sm">
      <input type="checkbox" className="accent-primary size-4 shrink-0" {...input} />
      {children}
    </label>
  )
}
