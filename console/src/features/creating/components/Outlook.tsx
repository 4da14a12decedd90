import { useTranslation } from "react-i18next"

import { number, time } from "@/lib/format/format"

import type { DryRun } from "../api/creating"

/** Why a contact, or a row of a file, is not called; docs/errors.md has them. */
export const CODES = [
  "do_not_call",
  "no_common_hours",
  "duplicate_in_file",
  "phone_missing",
  "phone_unreadable",
  "phone_invalid",
  "phone_spoilt_by_spreadsheet",
  "phone_has_extension",
  "phone_several_numbers",
  "number_not_allowed",
  "email_invalid",
  "timezone_unknown",
  "cell_too_long",
  "row_too_long",
  "quote_not_closed",
] as const

/** The code, or `other` for one that came later than this page. */
function named(code: string) {
  return CODES.find((known) => known === code) ?? "other"
}

/** What would come of the campaign: how many are called, who is skipped and why, and when it ends. */
export function Outlook({ told, zone }: { told: DryRun; zone: string }) {
  const { t } = useTranslation()
  const first = told.first_calls[0]
  return (
    <section role="status" className="bg-muted grid gap-2 rounded-lg p-4 text-sm">
      <p className="text-base font-semibold">
        {t("creating.callable", { count: told.callable, shown: number(told.callable), total: number(told.total) })}
      </p>
      {Object.entries(told.skipped).map(([code, count]) => (
        <p key={code}>{t("creating.skipped", { shown: number(count), why: t(`creating.codes.${named(code)}`) })}</p>
      ))}
      {told.unreached > 0 && <p>{t("creating.unreached", { shown: number(told.unreached) })}</p>}
      {first && <p>{t("creating.firstCall", { time: time(first.at, zone) })}</p>}
      {told.expected_end_at && <p>{t("campaigns.expectedEnd", { time: time(told.expected_end_at, zone) })}</p>}
    </section>
  )
}
