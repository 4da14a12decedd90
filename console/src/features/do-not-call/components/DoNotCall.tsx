import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { PhoneOff, Plus, Search, Upload } from "lucide-react"
import { useDeferredValue, useState } from "react"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { Confirm } from "@/components/forms/confirm"
import { Listed } from "@/components/states/listed"
import { Empty } from "@/components/states/states"
import { Button } from "@/components/ui/button"
import { Card, CardContent } from "@/components/ui/card"
import { Input } from "@/components/ui/input"
import { NativeSelect, NativeSelectOption } from "@/components/ui/native-select"
import { meQuery } from "@/lib/session/session"

import { type BlockedNumber, blockedQuery, type Scope, unblock } from "../api/do-not-call"
import { AddNumber } from "./AddNumber"
import { BlockedRows } from "./BlockedRows"
import { ImportNumbers } from "./ImportNumbers"

/** A number begins to be looked for when it can be one. */
const SHORTEST = 7

/** The numbers that are not to be called: the caller's list, and for administrators the one that binds everybody. */
export function DoNotCall() {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const [scope, setScope] = useState<Scope>("user")
  const [written, write] = useState("")
  const [open, setOpen] = useState<"add" | "import">()
  const wanted = useDeferredValue(written.trim())
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-2xl font-semibold">{t("doNotCall.title")}</h1>
        <div className="flex flex-wrap gap-2">
          <Button variant="outline" onClick={() => setOpen("import")}>
            <Upload aria-hidden />
            {t("doNotCall.import")}
          </Button>
          <Button onClick={() => setOpen("add")}>
            <Plus aria-hidden />
            {t("doNotCall.add")}
          </Button>
        </div>
      </div>
      <p className="text-muted-foreground max-w-prose">{t("doNotCall.hint")}</p>
      <div className="flex flex-wrap gap-3">
        <div className="relative min-w-48 flex-1">
          <Search aria-hidden className="text-muted-foreground absolute top-2.5 left-3 size-4" />
          <Input
            type="search"
            inputMode="tel"
            className="pl-9"
            aria-label={t("doNotCall.search")}
            placeholder={t("doNotCall.search")}
            value={written}
            onChange={({ target }) => write(target.value)}
          />
        </div>
        {me?.role === "admin" && (
          <NativeSelect
            aria-label={t("doNotCall.scope")}
            value={scope}
            onChange={({ target }) => setScope(target.value === "system" ? "system" : "user")}
          >
            <NativeSelectOption value="user">{t("doNotCall.scopes.user")}</NativeSelectOption>
            <NativeSelectOption value="system">{t("doNotCall.scopes.system")}</NativeSelectOption>
          </NativeSelect>
        )}
      </div>
      <Found scope={scope} number={wanted.length < SHORTEST ? "" : wanted} />
      {open === "add" && <AddNumber scope={scope} onClose={() => setOpen(undefined)} />}
      {open === "import" && <ImportNumbers scope={scope} onClose={() => setOpen(undefined)} />}
    </div>
  )
}

function Found({ scope, number }: { scope: Scope; number: string }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(blockedQuery(scope, number))
  const [leaving, leave] = useState<BlockedNumber>()
  const remove = useRemoval()
  const none = number === "" ? "none" : "noneFound"
  return (
    <>
      <Listed
        query={query}
        empty={
          <Empty icon={PhoneOff} title={t(`doNotCall.${none}`)}>
            {t(`doNotCall.${none}Hint`)}
          </Empty>
        }
      >
        {(numbers) => (
          <Card>
            <CardContent>
              <BlockedRows numbers={numbers} onRemove={leave} />
            </CardContent>
          </Card>
        )}
      </Listed>
      {leaving && (
        <Confirm
          title={t("doNotCall.removeAsk", { number: leaving.phone_number })}
          hint={t("doNotCall.removeHint")}
          action={t("doNotCall.remove")}
          onConfirm={() => remove(leaving)}
          onClose={() => leave(undefined)}
        />
      )}
    </>
  )
}

function useRemoval() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: unblock,
    onSuccess: (_, { phone_number: number }) => toast.success(t("doNotCall.removed", { number })),
    onError: (error) => toast.error(error.message || t("states.failedHint")),
    onSettled: () => queries.invalidateQueries({ queryKey: ["do-not-call"] }),
  })
  return mutate
}
