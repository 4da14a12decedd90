import { Phone } from "lucide-react"
import { useTranslation } from "react-i18next"

import { Button } from "@/components/ui/button"
import { number } from "@/lib/format/format"

import { MOST_CALLED } from "../api/contacts"
import type { Selection } from "./use-selection"

interface BarProps {
  selection: Selection
  /** Chooses everybody who is looked for. */
  onAll: () => void
  onCall: () => void
}

/** How many contacts are chosen, and what may be done with them. */
export function SelectionBar({ selection, onAll, onCall }: BarProps) {
  const { t } = useTranslation()
  const { count } = selection
  const callable = count === undefined || (count > 0 && count <= MOST_CALLED)
  return (
    <section
      aria-label={t("contacts.choice")}
      className="bg-card sticky top-2 z-10 flex flex-wrap items-center gap-2 rounded-xl border p-3 text-sm shadow-xs"
    >
      <p role="status" className="min-w-0 grow px-1">
        <Said count={count} />
      </p>
      {count !== 0 && (
        <Button size="sm" variant="ghost" onClick={selection.clear}>
          {t("contacts.clear")}
        </Button>
      )}
      {count !== undefined && (
        <Button size="sm" variant="outline" onClick={onAll}>
          {t("contacts.chooseAll")}
        </Button>
      )}
      <Button size="sm" disabled={!callable} onClick={onCall}>
        <Phone aria-hidden />
        {t("contacts.bulkCall")}
      </Button>
    </section>
  )
}

function Said({ count }: { count: number | undefined }) {
  const { t } = useTranslation()
  const most = number(MOST_CALLED)
  if (count === undefined) return t("contacts.allChosen", { most })
  if (count === 0) return t("contacts.noneChosen")
  if (count > MOST_CALLED) return t("contacts.tooMany", { shown: number(count), most })
  return t("contacts.chosen", { count, shown: number(count) })
}
