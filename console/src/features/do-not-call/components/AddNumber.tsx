import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { Field } from "@/components/forms/field"
import { FormDialog } from "@/components/forms/form-dialog"
import { text, textOrNull } from "@/components/forms/given"
import { Input } from "@/components/ui/input"

import { block, type Scope } from "../api/do-not-call"

/** Puts a number on a list: no further call to it starts. */
export function AddNumber({ scope, onClose }: { scope: Scope; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: (given: FormData) =>
      block({ phone_number: text(given, "phone_number"), reason: textOrNull(given, "reason"), scope }),
    onSuccess: ({ phone_number: number, stopping }) => {
      if (stopping) toast.warning(t("doNotCall.stopping"))
      else toast.success(t("doNotCall.added", { number }))
      onClose()
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["do-not-call"] }),
  })
  return (
    <FormDialog
      title={t("doNotCall.add")}
      hint={t(`doNotCall.scopeHints.${scope}`)}
      submit={t("doNotCall.add")}
      pending={isPending}
      error={error}
      onSubmit={mutate}
      onClose={onClose}
    >
      <Field label={t("doNotCall.number")} error={error} pointer="/phone_number">
        {(worn) => <Input {...worn} name="phone_number" type="tel" required />}
      </Field>
      <Field label={t("doNotCall.reason")} hint={t("doNotCall.reasonHint")} error={error} pointer="/reason">
        {(worn) => <Input {...worn} name="reason" maxLength={500} />}
      </Field>
    </FormDialog>
  )
}
