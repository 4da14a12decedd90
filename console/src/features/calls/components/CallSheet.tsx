import { useQuery } from "@tanstack/react-query"
import { useTranslation } from "react-i18next"

import { CallState } from "@/components/calls/call-state"
import { Failed, Loading } from "@/components/states/states"
import { Sheet, SheetContent, SheetDescription, SheetHeader, SheetTitle } from "@/components/ui/sheet"
import { Reasons } from "@/components/why/reasons"
import { money, time } from "@/lib/format/format"

import { type CallStory, storyQuery, whyCallQuery } from "../api/calls"
import { useLiveStory } from "../api/live"
import { AttemptMade } from "./AttemptMade"
import { Moments } from "./Moments"

/** One call's whole story, beside the list that it was opened from. */
export function CallSheet({ callId, zone, onClose }: { callId: string; zone: string; onClose: () => void }) {
  const { t } = useTranslation()
  useLiveStory(callId)
  const { data: story, error, refetch } = useQuery(storyQuery(callId))
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent className="w-full gap-0 overflow-y-auto sm:max-w-xl">
        <SheetHeader className="border-b pr-12">
          <SheetTitle className="text-lg break-words">
            {story ? (story.name ?? story.phone_number) : t("calls.story")}
          </SheetTitle>
          <SheetDescription>{story ? story.phone_number : t("states.loading")}</SheetDescription>
        </SheetHeader>
        <div className="grid gap-6 p-4 text-sm">
          {story ? (
            <Story story={story} zone={zone} />
          ) : error ? (
            <Failed error={error} again={() => void refetch()} />
          ) : (
            <Loading />
          )}
        </div>
      </SheetContent>
    </Sheet>
  )
}

function Story({ story, zone }: { story: CallStory; zone: string }) {
  const { t } = useTranslation()
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <CallState status={story.status} outcome={story.outcome} />
        {story.settled_at && <span>{t("calls.settledAt", { time: time(story.settled_at, zone) })}</span>}
        {story.cost && <span>{t("calls.cost", { cost: money(story.cost) })}</span>}
      </div>
      {story.reason && <p className="break-words">{story.reason}</p>}
      {story.status !== "settled" && <WhyThisCall callId={story.id} zone={zone} />}
      {story.unanswered.length > 0 && (
        <p role="status" className="rounded-md bg-yellow-100 px-3 py-2 text-yellow-900">
          {t("calls.unanswered", { services: story.unanswered.join(", ") })}
        </p>
      )}
      {story.attempts_made.map((attempt, index) => (
        <AttemptMade key={attempt.id} callId={story.id} attempt={attempt} place={index + 1} zone={zone} />
      ))}
      <Moments moments={story.events} zone={zone} />
      <details>
        <summary className="cursor-pointer font-semibold">{t("calls.facts")}</summary>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard */}
        <pre tabIndex={0} className="bg-muted mt-2 overflow-auto rounded-md p-3 text-xs">
          {JSON.stringify(story, null, 2)}
        </pre>
      </details>
    </>
  )
}

function WhyThisCall({ callId, zone }: { callId: string; zone: string }) {
  const { t } = useTranslation()
  const { data: why } = useQuery(whyCallQuery(callId))
  if (!why || why.reasons.length === 0) return null
  return (
    <section className="grid gap-2">
      <h3 className="font-semibold">{t("why.title")}</h3>
      <Reasons reasons={why.reasons} zone={zone} />
      {why.next_dial_at && <p>{t("why.next", { time: time(why.next_dial_at, zone) })}</p>}
    </section>
  )
}
