import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef, useState } from "react"
import { useTranslation } from "react-i18next"

import { Button } from "@/components/ui/button"
import { Card, CardContent, CardHeader } from "@/components/ui/card"
import { Input } from "@/components/ui/input"
import { Label } from "@/components/ui/label"
import { Problem } from "@/lib/api/problem"
import { type Credentials, signIn } from "@/lib/session/session"

const START = "/"

/** Signs in with e-mail and password, or with the token of a one-time link (`/sign-in#token=…`). */
export function SignIn() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get("token"))
  const asked = useRef(false)
  const entry = useMutation({
    mutationFn: signIn,
    onSuccess: () => {
      queries.clear()
      location.replace(whereTo())
    },
  })
  const { mutate } = entry

  useEffect(() => {
    if (token === null || asked.current) return
    asked.current = true
    history.replaceState(null, "", "/sign-in")
    mutate({ token })
  }, [token, mutate])

  const byLink = token !== null && entry.variables !== undefined && "token" in entry.variables
  return (
    <main className="grid min-h-screen place-items-center p-4">
      <Card className="w-full max-w-sm">
        <CardHeader>
          <p className="text-muted-foreground">{t("product")}</p>
          <h1 className="text-xl font-semibold">{t("signIn.title")}</h1>
        </CardHeader>
        <CardContent className="grid gap-4">
          {entry.error && (
            <p role="alert" className="text-destructive text-sm">
              {refusal(entry.error, byLink, t)}
            </p>
          )}
          {byLink && entry.isPending ? (
            <p role="status">{t("signIn.link")}</p>
          ) : (
            <ByPassword pending={entry.isPending} onSubmit={mutate} />
          )}
        </CardContent>
      </Card>
    </main>
  )
}

function ByPassword({ pending, onSubmit }: { pending: boolean; onSubmit: (given: Credentials) => void }) {
  const { t } = useTranslation()
  const [email, setEmail] = useState("")
  const [password, setPassword] = useState("")
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit({ email, password })
      }}
    >
      <div className="grid gap-2">
        <Label htmlFor="email">{t("signIn.email")}</Label>
        <Input
          id="email"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={({ target }) => setEmail(target.value)}
        />
      </div>
      <div className="grid gap-2">
        <Label htmlFor="password">{t("signIn.password")}</Label>
        <Input
          id="password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
      </div>
      <Button type="submit" disabled={pending}>
        {t("signIn.submit")}
      </Button>
    </form>
  )
}

function refusal(error: Error, byLink: boolean, t: ReturnType<typeof useTranslation>["t"]): string {
  if (error instanceof Problem && error.offline) return t("states.offline")
  if (error instanceof Problem && error.status === 401) return byLink ? t("signIn.linkFailed") : t("signIn.wrong")
  return error.message || t("states.failedHint")
}

/** The page that was asked for before signing in: one of ours, never another site. */
function whereTo(): string {
  const back = new URLSearchParams(location.search).get("back")
  return back?.startsWith("/") && !back.startsWith("//") && !back.startsWith("/\\") ? back : START
}
