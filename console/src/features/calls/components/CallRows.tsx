import { useVirtualizer } from "@tanstack/react-virtual"
import { memo, useEffect, useMemo, useRef } from "react"
import { useTranslation } from "react-i18next"

import { CallState } from "@/components/calls/call-state"
import { Skeleton } from "@/components/ui/skeleton"
import { number, time } from "@/lib/format/format"

import type { Call, CallPage } from "../api/calls"

const ROW_PIXELS = 64
const BEYOND = 10
/** The next page is asked for when so few rows are left below what is shown. */
const AHEAD = 60
const COLUMNS =
  "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-3 md:grid-cols-[minmax(0,2fr)_minmax(0,1.3fr)_5rem_minmax(0,2fr)]"

interface CallRowsProps {
  pages: readonly CallPage[]
  zone: string
  /** Whether there are rows behind those of the pages. */
  more: boolean
  onEnd: () => void
  onOpen: (callId: string) => void
}

/** Thousands of calls, of which those in sight exist: page after page is asked for as one comes to it. */
export function CallRows({ pages, zone, more, onEnd, onOpen }: CallRowsProps) {
  const { t } = useTranslation()
  const calls = useMemo(() => pages.flatMap((page) => page.items), [pages])
  const box = useRef<HTMLDivElement>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are called here and passed to nobody
  const rows = useVirtualizer({
    count: calls.length + (more ? 1 : 0),
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PIXELS,
    overscan: BEYOND,
  })
  const shown = rows.getVirtualItems()
  const atEnd = more && (shown.at(-1)?.index ?? 0) >= calls.length - AHEAD
  useEffect(() => {
    if (atEnd) onEnd()
  })
  return (
    <div role="table" aria-label={t("calls.title")} aria-rowcount={more ? -1 : calls.length + 1} className="text-sm">
      <div role="row" aria-rowindex={1} className={`${COLUMNS} text-muted-foreground border-b pb-2 font-medium`}>
        <span role="columnheader">{t("calls.contact")}</span>
        <span role="columnheader">{t("calls.status")}</span>
        <span role="columnheader" className="max-md:sr-only">
          {t("calls.attempts")}
        </span>
        <span role="columnheader" className="max-md:sr-only">
          {t("calls.when")}
        </span>
      </div>
      <div ref={box} role="rowgroup" className="max-h-[36rem] overflow-auto" data-testid="call-rows">
        <div role="presentation" className="relative" style={{ height: rows.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const call = calls[index]
            return (
              <div
                key={call?.id ?? "more"}
                role="row"
                aria-rowindex={index + 2}
                className={`${COLUMNS} hover:bg-accent absolute inset-x-0 border-b`}
                style={{ height: ROW_PIXELS, transform: `translateY(${start}px)` }}
              >
                {call ? (
                  <Row call={call} zone={zone} onOpen={onOpen} />
                ) : (
                  <Skeleton role="cell" className="h-6 w-full" />
                )}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

const Row = memo(function Row({ call, zone, onOpen }: { call: Call; zone: string; onOpen: (callId: string) => void }) {
  const { t } = useTranslation()
  return (
    <>
      <span role="cell" className="min-w-0">
        <button
          type="button"
          className="block max-w-full truncate rounded-sm font-medium underline-offset-4 hover:underline"
          onClick={() => onOpen(call.id)}
        >
          {call.name ?? call.phone_number}
        </button>
        <span className="text-muted-foreground block truncate">
          {call.name === null ? t("calls.nameless") : call.phone_number}
        </span>
      </span>
      <span role="cell">
        <CallState status={call.status} outcome={call.outcome} />
      </span>
      <span role="cell" className="tabular-nums max-md:sr-only">
        {number(call.attempts)}
      </span>
      <span role="cell" className="text-muted-foreground min-w-0 max-md:sr-only">
        <span className="line-clamp-2">{when(call, zone, t)}</span>
      </span>
    </>
  )
})

function when(call: Call, zone: string, t: ReturnType<typeof useTranslation>["t"]): string {
  if (call.settled_at !== null) return t("calls.settledAt", { time: time(call.settled_at, zone) })
  if (call.next_attempt_at !== null) return t("calls.againAt", { time: time(call.next_attempt_at, zone) })
  return t("calls.queuedAt", { time: time(call.queued_at, zone) })
}
