import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"

import { AgentChoice, Attempts, FirstDay, Hours, Pair, Zone } from "@/components/campaign-fields/fields"
import { Days, Tick, Ticks } from "@/components/campaign-fields/ticks"
import { Written } from "@/components/forms/written"
import type { Schemas } from "@/lib/api/client"
import { RETRIED } from "@/lib/campaigns/vocabulary"

import type { CampaignSettings } from "../api/settings"

interface FieldsProps {
  known: CampaignSettings
  agents: readonly Schemas["Agent"][]
  error: unknown
}

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
      <AgentChoice agents={agents} known={known.agent_id} error={error} />
    </>
  )
}

function When({ known, error }: FieldsProps) {
  const { t } = useTranslation()
  return (
    <Group name={t("campaignSettings.when")}>
      <Hours known={known} error={error} />
      <Pair>
        <FirstDay known={known.start_date} error={error} />
        <Written
          name="end_date"
          type="date"
          label={t("campaignSettings.endDate")}
          hint={t("campaignSettings.endDateHint")}
          error={error}
          defaultValue={known.end_date ?? ""}
        />
      </Pair>
      <Days known={known.days} />
      <Pair>
        <Zone known={known.timezone} error={error} />
        <Written
          name="holidays"
          label={t("campaignSettings.holidays")}
          hint={t("campaignSettings.holidaysHint")}
          error={error}
          defaultValue={known.holidays.join(", ")}
        />
      </Pair>
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
      <Pair>
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
      </Pair>
    </Group>
  )
}

function Retries({ known, error }: FieldsProps) {
  const { t } = useTranslation()
  return (
    <Group name={t("campaignSettings.retries")}>
      <Attempts known={known.retry} error={error} />
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
