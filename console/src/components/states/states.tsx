import { CircleAlert, type LucideIcon, WifiOff } from "lucide-react"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"

import { Button } from "@/components/ui/button"
import { Skeleton } from "@/components/ui/skeleton"
import { Problem } from "@/lib/api/problem"

const PLACES = [0, 1, 2]

export function Loading() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t("states.loading")} className="grid gap-4">
      {PLACES.map((place) => (
        <Skeleton key={place} className="h-28 w-full rounded-xl" />
      ))}
    </div>
  )
}

interface EmptyProps {
  icon: LucideIcon
  title: string
  children?: ReactNode
  action?: ReactNode
}

export function Empty({ icon: Icon, title, children, action }: EmptyProps) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-xl border border-dashed p-10 text-center">
      <Icon aria-hidden className="text-muted-foreground size-8" />
      <h2 className="text-lg font-semibold">{title}</h2>
      {children !== undefined && <div className="text-muted-foreground max-w-prose">{children}</div>}
      {action}
    </div>
  )
}

/** What went wrong, in words for people, and a way to try again. */
export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useTranslation()
  const problem = error instanceof Problem ? error : undefined
  const said = problem?.message === "" ? undefined : problem?.message
  const Icon = problem?.offline ? WifiOff : CircleAlert
  return (
    <div role="alert" className="flex flex-col items-center gap-3 rounded-xl border border-dashed p-10 text-center">
      <Icon aria-hidden className="text-destructive size-8" />
      <h2 className="text-lg font-semibold">{problem?.offline ? t("states.offline") : t("states.failed")}</h2>
      <p className="text-muted-foreground max-w-prose break-words">
        {problem?.offline ? t("states.offlineHint") : (said ?? t("states.failedHint"))}
      </p>
      {again && <Button onClick={again}>{t("states.again")}</Button>}
    </div>
  )
}
