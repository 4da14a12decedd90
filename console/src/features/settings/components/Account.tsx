import { useTranslation } from "react-i18next"

import { Field } from "@/components/forms/field"
import { LanguageChoice, ThemeChoice } from "@/components/preferences/preferences"
import { Card, CardContent } from "@/components/ui/card"
import type { Schemas } from "@/lib/api/client"
import { number, time } from "@/lib/format/format"

import { OwnAccount } from "./OwnAccount"

/** Who one is here, and what one may do, and what of it one changes oneself. */
export function Account({ me }: { me: Schemas["Me"] }) {
  const { t } = useTranslation()
  const facts = [
    [t("settings.name"), me.name],
    [t("settings.email"), me.email],
    [t("settings.role"), t(`settings.roles.${me.role}`)],
    [t("settings.lines"), number(me.concurrent_calls_limit)],
    [t("settings.zone"), me.timezone],
    [t("settings.country"), me.default_country],
    [t("settings.countries"), me.allowed_countries?.join(", ") ?? t("settings.everyCountry")],
    [t("settings.since"), time(me.created_at)],
  ] as const
  return (
    <div className="grid gap-6">
      <Card>
        <CardContent className="grid gap-4 text-sm">
          <h2 className="text-base font-semibold">{t("settings.tabs.account")}</h2>
          <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
            {facts.map(([name, value]) => (
              <div key={name} className="min-w-0">
                <dt className="text-muted-foreground">{name}</dt>
                <dd className="font-medium break-words">{value}</dd>
              </div>
            ))}
          </dl>
          <p className="text-muted-foreground">{t("settings.accountHint")}</p>
        </CardContent>
      </Card>
      <OwnAccount me={me} />
      <Preferences />
    </div>
  )
}

function Preferences() {
  const { t } = useTranslation()
  return (
    <Card>
      <CardContent className="grid gap-4 text-sm">
        <h2 className="text-base font-semibold">{t("settings.preferences")}</h2>
        <div className="flex flex-wrap gap-6">
          <Field label={t("shell.language")}>{({ id }) => <LanguageChoice id={id} />}</Field>
          <Field label={t("shell.theme")}>{({ id }) => <ThemeChoice id={id} />}</Field>
        </div>
        <p className="text-muted-foreground">{t("settings.preferencesHint")}</p>
      </CardContent>
    </Card>
  )
}
