import { useTranslation } from "react-i18next"

import { Badge } from "@/components/ui/badge"
import { cn } from "@/lib/class-names"
import type { CallStatus, Outcome } from "@/lib/calls/vocabulary"

const OUTCOME_COLOURS: Record<Outcome, string> = {
  answered: "bg-green-100 text-green-800",
  voicemail: "bg-blue-100 text-blue-800",
  "no-answer": "bg-yellow-100 text-yellow-800",
  busy: "bg-yellow-100 text-yellow-800",
  failed: "bg-red-100 text-red-800",
  cancelled: "bg-gray-100 text-gray-700",
  skipped: "bg-gray-100 text-gray-700",
  expired: "bg-gray-100 text-gray-700",
  unknown: "bg-red-100 text-red-800",
}

/** Its text takes the colour of another state together with what is behind it: halfway nobody could read it. */
const AT_ONCE = "transition-none"

const OUT: readonly CallStatus[] = ["dialling", "in_call"]

/** Where a call stands, or once it is settled what became of it. */
export function CallState({ status, outcome }: { status: CallStatus; outcome: Outcome | null }) {
  const { t } = useTranslation()
  if (outcome !== null)
    return <Badge className={cn(AT_ONCE, OUTCOME_COLOURS[outcome])}>{t(`calls.outcomes.${outcome}`)}</Badge>
  return (
    <Badge className={AT_ONCE} variant={OUT.includes(status) ? "default" : "secondary"}>
      {t(`calls.statuses.${status}`)}
    </Badge>
  )
}
