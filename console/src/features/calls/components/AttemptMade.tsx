import { useTranslation } from "react-i18next"

import { isOutcome } from "@/lib/calls/vocabulary"
import { duration, money, time } from "@/lib/format/format"

import { type Attempt, recordingUrl } from "../api/calls"
import { Transcript } from "./Transcript"

interface AttemptProps {
  callId: string
  attempt: Attempt
  place: number
  zone: string
}

/** One attempt to place a call: how it went, what was said, and its recording. */
export function AttemptMade({ callId, attempt, place, zone }: AttemptProps) {
  const { t } = useTranslation()
  return (
    <section className="grid gap-3 border-t pt-4">
      <h3 className="font-semibold">{t("calls.attempt", { place })}</h3>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <Facts attempt={attempt} zone={zone} />
      </dl>
      {attempt.has_recording && (
        // eslint-disable-next-line jsx-a11y/media-has-caption -- what is said stands in writing below
        <audio
          controls
          preload="none"
          className="w-full"
          src={recordingUrl(callId, attempt.id)}
          aria-label={t("calls.recording", { place })}
        />
      )}
      {attempt.summary && <p className="break-words">{attempt.summary}</p>}
      {attempt.transcript && <Transcript text={attempt.transcript} cut={attempt.cut} />}
      {attempt.extracted_data && Object.keys(attempt.extracted_data).length > 0 && (
        <Extracted data={attempt.extracted_data} />
      )}
    </section>
  )
}

function Facts({ attempt, zone }: { attempt: Attempt; zone: string }) {
  const { t } = useTranslation()
  const facts: [string, string | null | undefined][] = [
    [t("calls.outcome"), isOutcome(attempt.outcome) ? t(`calls.outcomes.${attempt.outcome}`) : null],
    [t("calls.placed"), attempt.placed_at && time(attempt.placed_at, zone)],
    [t("calls.answeredAt"), attempt.answered_at && time(attempt.answered_at, zone)],
    [t("calls.duration"), attempt.duration_seconds === null ? null : duration(attempt.duration_seconds)],
    [t("calls.costName"), attempt.cost && money(attempt.cost)],
    [t("calls.hungUp"), [attempt.hangup_by, attempt.hangup_reason].filter(Boolean).join(": ")],
    [t("calls.failure"), [attempt.failure, attempt.error_message].filter(Boolean).join(": ")],
  ]
  return facts
    .filter(([, value]) => value)
    .map(([name, value]) => (
      <div key={name} className="contents">
        <dt className="text-muted-foreground">{name}</dt>
        <dd className="break-words">{value}</dd>
      </div>
    ))
}

function Extracted({ data }: { data: Record<string, unknown> }) {
  const { t } = useTranslation()
  return (
    <div className="grid gap-1">
      <h4 className="font-medium">{t("calls.extracted")}</h4>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        {Object.entries(data).map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted-foreground break-words">{name}</dt>
            <dd className="break-words">{typeof value === "string" ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
