import { useTranslation } from "react-i18next"

import { Problem } from "@/lib/api/problem"

interface FormProblemProps {
  error: unknown
  /** Fields of the request that no control fills, such as `/file`: what is wrong with one of them is said here. */
  of?: readonly string[]
}

/** What was wrong with a form as a whole, in words. */
export function FormProblem({ error, of = [] }: FormProblemProps) {
  const { t } = useTranslation()
  if (!error) return null
  return (
    <p role="alert" className="text-destructive text-sm break-words">
      {error instanceof Problem && error.offline
        ? `${t("states.offline")}. ${t("forms.notSent")}`
        : (saidOf(error, of) ?? t("states.failedHint"))}
    </p>
  )
}

function saidOf(error: unknown, of: readonly string[]): string | undefined {
  const whole = error instanceof Problem ? error.errors.find(({ field }) => of.includes(field)) : undefined
  if (whole) return whole.message
  return error instanceof Error && error.message ? error.message : undefined
}
