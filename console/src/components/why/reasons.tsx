import { Hourglass } from "lucide-react"
import { useTranslation } from "react-i18next"

import type { Schemas } from "@/lib/api/client"
import { time } from "@/lib/format/format"

const CODES = [
  "draft",
  "before_start",
  "window_closed",
  "paused",
  "waiting_turn",
  "user_limit",
  "system_limit",
  "campaign_limit",
  "campaign_rate",
  "retry_wait",
  "frequency_cap",
  "do_not_call",
  "number_in_use",
  "no_common_hours",
  "provider_away",
  "provider_rejects_key",
  "balance_low",
  "circuit_open",
  "agent_missing",
  "outcome_unknown",
  "awaiting_result",
  "scheduler_away",
] as const

type Code = (typeof CODES)[number]

function isCode(code: string): code is Code {
  return CODES.some((known) => known === code)
}

/** What stands in the way of calls, in plain words, each with the time when it is over where that is known. */
export function Reasons({ reasons, zone }: { reasons: readonly Schemas["Reason"][]; zone?: string }) {
  const { t } = useTranslation()
  return (
    <ul className="grid gap-2">
      {reasons.map(({ code, message, until }) => (
        <li key={code} className="flex gap-2">
          <Hourglass aria-hidden className="text-muted-foreground mt-0.5 size-4 shrink-0" />
          <div className="min-w-0">
            <p className="font-medium break-words">{isCode(code) ? t(`why.codes.${code}`) : message}</p>
            {until && <p className="text-muted-foreground">{t("why.until", { time: time(until, zone) })}</p>}
          </div>
        </li>
      ))}
    </ul>
  )
}
