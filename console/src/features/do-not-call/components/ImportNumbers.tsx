import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useTranslation } from "react-i18next"

import { Field } from "@/components/forms/field"
import { FormDialog } from "@/components/forms/form-dialog"
import { Button } from "@/components/ui/button"
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog"
import { Input } from "@/components/ui/input"
import { number } from "@/lib/format/format"

import { type BlockedNumbers, blockFile, type Scope } from "../api/do-not-call"

/** Puts a file of numbers on a list, and says what became of its rows. */
export function ImportNumbers({ scope, onClose }: { scope: Scope; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: (given: FormData) => {
      given.set("scope", scope)
      if (given.get("reason") === "") given.delete("reason")
      return blockFile(given)
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["do-not-call"] }),
  })
  if (data) return <Report report={data} onClose={onClose} />
  return (
    <FormDialog
      title={t("doNotCall.import")}
      hint={t("doNotCall.importHint")}
      submit={isPending ? t("doNotCall.importing") : t("doNotCall.importSubmit")}
      pending={isPending}
      error={error}
      onSubmit={mutate}
      onClose={onClose}
    >
      <Field label={t("doNotCall.file")} error={error} pointer="/file">
        {(worn) => <Input {...worn} name="file" type="file" accept=".csv,.txt,text/csv" required />}
      </Field>
      <Field label={t("doNotCall.reason")} hint={t("doNotCall.fileReasonHint")} error={error} pointer="/reason">
        {(worn) => <Input {...worn} name="reason" maxLength={500} />}
      </Field>
    </FormDialog>
  )
}

const COUNTS = ["accepted", "already_blocked", "duplicates", "rejected"] as const

function Report({ report, onClose }: { report: BlockedNumbers; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent className="max-h-[calc(100dvh-2rem)] overflow-y-auto">
        <DialogHeader>
          <DialogTitle>{t("doNotCall.imported")}</DialogTitle>
          <DialogDescription>
            {report.stopping
              ? t("doNotCall.stopping")
              : t("doNotCall.rows", { count: report.total_rows, shown: number(report.total_rows) })}
          </DialogDescription>
        </DialogHeader>
        <dl className="grid grid-cols-[1fr_auto] gap-2 text-sm">
          {COUNTS.map((name) => (
            <div key={name} className="contents">
              <dt>{t(`doNotCall.counts.${name}`)}</dt>
              <dd className="text-right font-medium tabular-nums">{number(report[name])}</dd>
            </div>
          ))}
        </dl>
        {report.errors.length > 0 && (
          <ul className="grid gap-2 border-t pt-4 text-sm">
            {report.errors.map(({ row, value, message }) => (
              <li key={row} className="break-words">
                {t("doNotCall.row", { row: number(row), value, message })}
              </li>
            ))}
          </ul>
        )}
        <DialogFooter>
          <Button onClick={onClose}>{t("forms.close")}</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}
