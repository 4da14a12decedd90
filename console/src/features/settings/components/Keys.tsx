import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query"
import { KeyRound, Plus } from "lucide-react"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { Confirm } from "@/components/forms/confirm"
import { Field } from "@/components/forms/field"
import { FormDialog } from "@/components/forms/form-dialog"
import { text } from "@/components/forms/given"
import { Listed } from "@/components/states/listed"
import { Empty } from "@/components/states/states"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Card, CardContent } from "@/components/ui/card"
import { Input } from "@/components/ui/input"
import { time } from "@/lib/format/format"

import { issueKey, type Key, keysQuery, revokeKey } from "../api/settings"
import { Secret } from "./Secret"

/** The keys by which programs come in as oneself. */
export function Keys() {
  const { t } = useTranslation()
  const query = useInfiniteQuery(keysQuery)
  const [issuing, issue] = useState(false)
  const [revoking, revoke] = useState<Key>()
  const end = useRevocation()
  return (
    <Card>
      <CardContent className="grid gap-4 text-sm">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 className="text-base font-semibold">{t("settings.tabs.keys")}</h2>
          <Button size="sm" onClick={() => issue(true)}>
            <Plus aria-hidden />
            {t("settings.newKey")}
          </Button>
        </div>
        <Listed
          query={query}
          empty={
            <Empty icon={KeyRound} title={t("settings.noKeys")}>
              {t("settings.noKeysHint")}
            </Empty>
          }
        >
          {(keys) => (
            <ul className="grid gap-4">
              {keys.map((key) => (
                <li key={key.id} className="flex flex-wrap items-center justify-between gap-3 border-t pt-4">
                  <KeyFacts known={key} />
                  <Button
                    size="sm"
                    variant="outline"
                    aria-label={t("settings.revokeOne", { name: key.name })}
                    onClick={() => revoke(key)}
                  >
                    {t("settings.revoke")}
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </Listed>
      </CardContent>
      {issuing && <NewKey onClose={() => issue(false)} />}
      {revoking && (
        <Confirm
          title={t("settings.revokeAsk", { name: revoking.name })}
          hint={t("settings.revokeHint")}
          action={t("settings.revoke")}
          onConfirm={() => end(revoking)}
          onClose={() => revoke(undefined)}
        />
      )}
    </Card>
  )
}

function KeyFacts({ known }: { known: Key }) {
  const { t } = useTranslation()
  const used =
    known.last_used_at === null ? t("settings.neverUsed") : t("settings.lastUsed", { time: time(known.last_used_at) })
  const expires = known.expires_at === null ? null : t("settings.expires", { time: time(known.expires_at) })
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-2 font-medium">
        {known.name}
        {known.read_only && <Badge variant="secondary">{t("settings.readOnly")}</Badge>}
      </p>
      <p className="text-muted-foreground break-words">
        {[`${known.prefix}…`, used, expires].filter(Boolean).join(" · ")}
      </p>
    </div>
  )
}

function useRevocation() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: revokeKey,
    onSuccess: (_, { name }) => toast.success(t("settings.revoked", { name })),
    onError: (error) => toast.error(error.message || t("states.failedHint")),
    onSettled: () => queries.invalidateQueries({ queryKey: ["keys"] }),
  })
  return mutate
}

function NewKey({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: (given: FormData) => {
      const day = text(given, "expires_on")
      return issueKey({
        name: text(given, "name"),
        read_only: given.get("read_only") !== null,
        expires_at: day === "" ? null : new Date(`${day}T23:59:59`).toISOString(),
      })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["keys"] }),
  })
  if (data) {
    return (
      <Secret
        title={t("settings.keyIssued", { name: data.name })}
        hint={t("settings.shownOnce")}
        label={t("settings.key")}
        secret={data.key ?? ""}
        onClose={onClose}
      />
    )
  }
  return (
    <FormDialog
      title={t("settings.newKey")}
      hint={t("settings.newKeyHint")}
      submit={t("settings.newKey")}
      pending={isPending}
      error={error}
      onSubmit={mutate}
      onClose={onClose}
    >
      <Field label={t("settings.name")} hint={t("settings.keyNameHint")} error={error} pointer="/name">
        {(worn) => <Input {...worn} name="name" required maxLength={200} />}
      </Field>
      <Field label={t("settings.expiresOn")} hint={t("settings.expiresOnHint")} error={error} pointer="/expires_at">
        {(worn) => <Input {...worn} name="expires_on" type="date" />}
      </Field>
      <label className="flex items-center gap-2 text-sm">
        <input type="checkbox" name="read_only" className="accent-primary size-4" />
        {t("settings.readOnlyHint")}
      </label>
    </FormDialog>
  )
}
