import { useInfiniteQuery, useMutation } from "@tanstack/react-query"
import { Plus, UsersRound } from "lucide-react"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { Listed } from "@/components/states/listed"
import { Empty } from "@/components/states/states"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Card, CardContent } from "@/components/ui/card"
import { number } from "@/lib/format/format"

import { signInLink, type User, usersQuery } from "../api/settings"
import { Secret } from "./Secret"
import { UserForm } from "./UserForm"

/** Everybody who may come in: registered, changed, suspended, and given a link to sign in. */
export function Users() {
  const { t } = useTranslation()
  const query = useInfiniteQuery(usersQuery)
  const [changing, change] = useState<User | "new">()
  const link = useMutation({
    mutationFn: signInLink,
    onError: (error) => toast.error(error.message || t("states.failedHint")),
  })
  return (
    <Card>
      <CardContent className="grid gap-4 text-sm">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 className="text-base font-semibold">{t("settings.tabs.users")}</h2>
          <Button size="sm" onClick={() => change("new")}>
            <Plus aria-hidden />
            {t("settings.newUser")}
          </Button>
        </div>
        <Listed query={query} empty={<Empty icon={UsersRound} title={t("settings.noUsers")} />}>
          {(users) => (
            <ul className="grid gap-4">
              {users.map((user) => (
                <li key={user.id} className="flex flex-wrap items-center justify-between gap-3 border-t pt-4">
                  <UserFacts user={user} />
                  <div className="flex flex-wrap gap-2">
                    <Button
                      size="sm"
                      variant="outline"
                      aria-label={t("settings.linkOf", { name: user.name })}
                      onClick={() => link.mutate(user.id)}
                    >
                      {t("settings.link")}
                    </Button>
                    <Button
                      size="sm"
                      variant="outline"
                      aria-label={t("settings.changeOf", { name: user.name })}
                      onClick={() => change(user)}
                    >
                      {t("settings.change")}
                    </Button>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </Listed>
      </CardContent>
      {changing && <UserForm {...(changing === "new" ? {} : { user: changing })} onClose={() => change(undefined)} />}
      {link.data && (
        <Secret
          title={t("settings.linkMade")}
          hint={t("settings.linkHint")}
          label={t("settings.linkLabel")}
          secret={link.data}
          onClose={link.reset}
        />
      )}
    </Card>
  )
}

function UserFacts({ user }: { user: User }) {
  const { t } = useTranslation()
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-2 font-medium break-words">
        {user.name}
        {user.role === "admin" && <Badge variant="secondary">{t("settings.roles.admin")}</Badge>}
        {user.suspended && <Badge className="bg-red-100 text-red-800">{t("settings.suspended")}</Badge>}
      </p>
      <p className="text-muted-foreground break-words">
        {user.email} ·{" "}
        {t("settings.linesOf", { count: user.concurrent_calls_limit, shown: number(user.concurrent_calls_limit) })}
      </p>
    </div>
  )
}
