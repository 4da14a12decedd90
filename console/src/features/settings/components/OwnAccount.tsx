import { useMutation, useQueryClient } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { FormProblem } from "@/components/forms/form-problem"
import { text } from "@/components/forms/given"
import { Written } from "@/components/forms/written"
import { Button } from "@/components/ui/button"
import { Card, CardContent } from "@/components/ui/card"
import type { Schemas } from "@/lib/api/client"

import { changeMe } from "../api/settings"

const SHORTEST_PASSWORD = 10

/** The passwords as they were written, blanks and all. */
function passwords(given: FormData): Schemas["OwnChangeBody"] {
  const written = (name: string) => {
    const value = given.get(name)
    return typeof value === "string" ? value : ""
  }
  const current = written("current_password")
  return { password: written("password"), ...(current === "" ? {} : { current_password: current }) }
}

/** What people change of their own: their name, and their password. */
export function OwnAccount({ me }: { me: Schemas["Me"] }) {
  const { t } = useTranslation()
  return (
    <Card>
      <CardContent className="grid gap-8 text-sm lg:grid-cols-2">
        <OwnForm
          title={t("settings.ownName")}
          said={t("settings.nameSaved")}
          change={(given) => ({ name: text(given, "name") })}
        >
          {(error) => (
            <Written
              name="name"
              label={t("settings.name")}
              defaultValue={me.name}
              autoComplete="name"
              required
              maxLength={200}
              error={error}
            />
          )}
        </OwnForm>
        <OwnForm title={t("settings.ownPassword")} said={t("settings.passwordSaved")} change={passwords}>
          {(error) => (
            <>
              <Written
                name="current_password"
                type="password"
                label={t("settings.currentPassword")}
                hint={t("settings.currentPasswordHint")}
                autoComplete="current-password"
                error={error}
              />
              <Written
                name="password"
                type="password"
                label={t("settings.newPassword")}
                hint={t("settings.newPasswordHint")}
                autoComplete="new-password"
                required
                minLength={SHORTEST_PASSWORD}
                error={error}
              />
            </>
          )}
        </OwnForm>
      </CardContent>
    </Card>
  )
}

interface OwnFormProps {
  title: string
  said: string
  change: (given: FormData) => Schemas["OwnChangeBody"]
  children: (error: unknown) => ReactNode
}

function OwnForm({ title, said, change, children }: OwnFormProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: (form: HTMLFormElement) => changeMe(change(new FormData(form))),
    onSuccess: (_, form) => {
      toast.success(said)
      for (const field of form.querySelectorAll<HTMLInputElement>("input[type=password]")) field.value = ""
      return queries.invalidateQueries({ queryKey: ["me"] })
    },
  })
  return (
    <form
      className="grid content-start gap-4"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault()
        mutate(event.currentTarget)
      }}
    >
      <h2 className="text-base font-semibold">{title}</h2>
      <FormProblem error={error} />
      {children(error)}
      <Button type="submit" className="justify-self-start" disabled={isPending}>
        {t("forms.save")}
      </Button>
    </form>
  )
}
