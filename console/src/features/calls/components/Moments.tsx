import { useTranslation } from "react-i18next"

import { isOutcome } from "@/lib/calls/vocabulary"
import { clock, duration, time } from "@/lib/format/format"

import type { Moment } from "../api/calls"

const KNOWN = [
  "queued",
  "requested",
  "sending",
  "put_off",
  "placed",
  "not_placed",
  "outcome_unknown",
  "stopped",
  "ringing",
  "answered",
  "ended",
  "reported",
  "requeued",
  "retry_scheduled",
  "skipped",
  "settled",
] as const

type Known = (typeof KNOWN)[number]

function isKnown(event: string): event is Known {
  return KNOWN.some((known) => known === event)
}

/** Everything that happened to a call and was decided about it, in order. */
export function Moments({ moments, zone }: { moments: readonly Moment[]; zone: string }) {
  const { t } = useTranslation()
  return (
    <section className="grid gap-3 border-t pt-4">
      <h3 className="font-semibold">{t("calls.happened")}</h3>
      <ol className="ml-1 grid gap-3 border-l pl-4">
        {moments.map((moment, index) => (
          <li key={index}>
            <p className="flex flex-wrap justify-between gap-x-4">
              <span className="font-medium">
                {isKnown(moment.event) ? t(`calls.events.${moment.event}`) : moment.event.replaceAll("_", " ")}
              </span>
              <time dateTime={moment.at} title={time(moment.at, zone)} className="text-muted-foreground tabular-nums">
                {clock(moment.at)}
              </time>
            </p>
            <Details details={moment.details} zone={zone} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Details({ details, zone }: { details: Record<string, unknown>; zone: string }) {
  const { t } = useTranslation()
  const { outcome, reason, message, retry_at: again, duration_seconds: seconds, hangup_reason: hungUp } = details
  const words = [
    isOutcome(outcome) && t(`calls.outcomes.${outcome}`),
    typeof seconds === "number" && duration(seconds),
    typeof reason === "string" && reason,
    typeof message === "string" && message,
    typeof hungUp === "string" && hungUp,
    typeof again === "string" && t("calls.againAt", { time: time(again, zone) }),
  ].filter(Boolean)
  return words.length > 0 ? <p className="text-muted-foreground break-words">{words.join(" · ")}</p> : null
}
