import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { Field } from "@/components/forms/field"
import { FormProblem } from "@/components/forms/form-problem"
import { text } from "@/components/forms/given"
import { Failed, Loading } from "@/components/states/states"
import { Button } from "@/components/ui/button"
import { Card, CardContent } from "@/components/ui/card"
import { Input } from "@/components/ui/input"
import { number } from "@/lib/format/format"

import { changeSystemLimit, limitsQuery } from "../api/settings"

/** How many calls may be live in all. */
export function SystemLimit() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const limits = useQuery(limitsQuery)
  const { mutate, isPending, error } = useMutation({
    mutationFn: (given: FormData) => changeSystemLimit(Number(text(given, "system_limit"))),
    onSuccess: ({ system_limit: limit }) => toast.success(t("settings.limitSet", { limit: number(limit) })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["slots"] }),
  })
  const known = limits.data
  if (!known) return limits.error ? <Failed error={limits.error} again={() => void limits.refetch()} /> : <Loading />
  return (
    <Card>
      <CardContent className="grid gap-4 text-sm">
        <h2 className="text-base font-semibold">{t("settings.tabs.limits")}</h2>
        <p>{t("settings.inUse", { active: number(known.system_active), limit: number(known.system_limit) })}</p>
        <form
          className="grid max-w-sm gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            mutate(new FormData(event.currentTarget))
          }}
        >
          <FormProblem error={error} />
          <Field
            label={t("settings.systemLimit")}
            hint={t("settings.systemLimitHint")}
            error={error}
            pointer="/system_limit"
          >
            {(worn) => (
              <Input
                {...worn}
                key={known.system_limit}
                name="system_limit"
                type="number"
                min={0}
                required
                defaultValue={known.system_limit}
              />
            )}
          </Field>
          <Button type="submit" className="justify-self-start" disabled={isPending}>
            {t("forms.save")}
          </Button>
        </form>
      </CardContent>
    </Card>
  )
}
