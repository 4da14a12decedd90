import { useMutation } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { Field } from "@/components/forms/field"
import { FormDialog } from "@/components/forms/form-dialog"
import { text, textOrNull } from "@/components/forms/given"
import { Input } from "@/components/ui/input"

import { type Agent, callToTest } from "../api/agents"

/** Has an agent call a number, such as one's own, at any hour. */
export function TestCall({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { mutate, isPending, error } = useMutation({
    mutationFn: (given: FormData) =>
      callToTest(agent.id, {
        phone_number: text(given, "phone_number"),
        name: textOrNull(given, "name"),
        next_action: text(given, "next_action"),
      }),
    onSuccess: ({ id, campaign_id, phone_number: number }) => {
      const follow = () => void navigate({ to: "/campaigns/$id", params: { id: campaign_id }, search: { call: id } })
      toast.success(t("agents.testing", { name: agent.name, number }), {
        action: { label: t("agents.follow"), onClick: follow },
      })
      onClose()
    },
  })
  return (
    <FormDialog
      title={t("agents.testTitle", { name: agent.name })}
      hint={t("agents.testHint")}
      submit={t("agents.testSubmit")}
      pending={isPending}
      error={error}
      onSubmit={mutate}
      onClose={onClose}
    >
      <Field label={t("agents.number")} error={error} pointer="/phone_number">
        {(worn) => <Input {...worn} name="phone_number" type="tel" autoComplete="tel" required />}
      </Field>
      <Field label={t("agents.calledName")} error={error} pointer="/name">
        {(worn) => <Input {...worn} name="name" autoComplete="name" />}
      </Field>
      <Field label={t("agents.nextAction")} hint={t("agents.nextActionHint")} error={error} pointer="/next_action">
        {(worn) => <Input {...worn} name="next_action" />}
      </Field>
    </FormDialog>
  )
}
