import { useTranslation } from "react-i18next"

import { cn } from "@/lib/class-names"

import { sayings } from "../api/transcript"

/** What was said, by whom, in order. */
export function Transcript({ text, cut }: { text: string; cut: boolean }) {
  const { t } = useTranslation()
  return (
    <div className="grid gap-2">
      <h4 className="font-medium">{t("calls.transcript")}</h4>
      <ol className="grid gap-2">
        {sayings(text).map(({ by, text: words }, index) => (
          <li
            key={index}
            className={cn(
              "w-fit max-w-[85%] rounded-lg px-3 py-2 break-words whitespace-pre-line",
              by === "contact" ? "bg-accent justify-self-end" : "bg-muted",
            )}
          >
            {by !== null && <span className="text-muted-foreground block text-xs">{t(`calls.speakers.${by}`)}</span>}
            {words}
          </li>
        ))}
      </ol>
      {cut && <p className="text-muted-foreground">{t("calls.cut")}</p>}
    </div>
  )
}
