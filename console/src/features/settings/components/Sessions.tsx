import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query"
import { Laptop } from "lucide-react"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { Listed } from "@/components/states/listed"
import { Empty } from "@/components/states/states"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Card, CardContent } from "@/components/ui/card"
import { time } from "@/lib/format/format"

import { browserOf } from "../api/browser"
import { endSession, sessionsQuery } from "../api/settings"

/** Where one is signed in; each of them can be ended from here. */
export function Sessions() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const query = useInfiniteQuery(sessionsQuery)
  const { mutate, isPending } = useMutation({
    mutationFn: endSession,
    onSuccess: () => toast.success(t("settings.sessionEnded")),
    onError: (error) => toast.error(error.message || t("states.failedHint")),
    onSettled: () => queries.invalidateQueries({ queryKey: ["sessions"] }),
  })
  return (
    <Card>
      <CardContent className="grid gap-4 text-sm">
        <h2 className="text-base font-semibold">{t("settings.tabs.sessions")}</h2>
        <Listed query={query} empty={<Empty icon={Laptop} title={t("settings.noSessions")} />}>
          {(sessions) => (
            <ul className="grid gap-4">
              {sessions.map((session) => (
                <li key={session.id} className="flex flex-wrap items-center justify-between gap-3 border-t pt-4">
                  <div className="min-w-0">
                    <p className="flex flex-wrap items-center gap-2 font-medium">
                      {browserOf(session.user_agent) ?? t("settings.someBrowser")}
                      {session.current && <Badge variant="secondary">{t("settings.thisOne")}</Badge>}
                    </p>
                    <p className="text-muted-foreground break-words">
                      {[session.source, t("settings.lastSeen", { time: time(session.last_seen_at) })]
                        .filter(Boolean)
                        .join(" · ")}
                    </p>
                  </div>
                  {!session.current && (
                    <Button size="sm" variant="outline" disabled={isPending} onClick={() => mutate(session)}>
                      {t("settings.endSession")}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Listed>
      </CardContent>
    </Card>
  )
}
