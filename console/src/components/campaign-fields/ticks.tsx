import type { ComponentProps, ReactNode } from "react"
import { useTranslation } from "react-i18next"

import type { Schemas } from "@/lib/api/client"
import { WEEKDAYS } from "@/lib/campaigns/vocabulary"

/** Boxes to tick under one name. */
export function Ticks({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-sm font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-2">{children}</div>
    </fieldset>
  )
}

export function Tick({ children, ...input }: ComponentProps<"input">) {
  return (
    <label className="flex items-center gap-2 text-sm">
      <input type="checkbox" className="accent-primary size-4 shrink-0" {...input} />
      {children}
    </label>
  )
}

/** The days of the week on which it calls. */
export function Days({ known }: { known: readonly Schemas["Weekday"][] }) {
  const { t } = useTranslation()
  return (
    <Ticks legend={t("campaignSettings.days")}>
      {WEEKDAYS.map((day) => (
        <Tick key={day} name="days" value={day} defaultChecked={known.includes(day)}>
          {t(`campaignSettings.weekdays.${day}`)}
        </Tick>
      ))}
    </Ticks>
  )
}
