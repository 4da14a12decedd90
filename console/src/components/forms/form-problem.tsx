import { useTranslation } from "react-i18next"

import { Problem } from "@/lib/api/problem"

/** What was wrong with a form as a whole, in words. */
export function FormProblem({ error }: { error: unknown }) {
  const { t } = useTranslation()
  if (!error) return null
  const offline = error instanceof Problem && error.offline
  const said = error instanceof Error && error.message ? error.message : t("states.failedHint")
  return (
    <p role="alert" className="text-destructive text-sm break-words">
      {offline ? `${t("states.offline")}. ${t("forms.notSent")}` : said}
    </p>
  )
}
