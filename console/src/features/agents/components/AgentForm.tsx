import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { Field } from "@/components/forms/field"
import { FormDialog } from "@/components/forms/form-dialog"
import { lines, text } from "@/components/forms/given"
import { Input } from "@/components/ui/input"
import { Textarea } from "@/components/ui/textarea"

import { addAgent, type Agent, type AgentAtBolna, changeAgent } from "../api/agents"

interface AgentFormProps {
  /** The one that is changed; absent: a new one. */
  agent?: Agent
  /** The one of the account at Bolna that is taken. */
  taken?: AgentAtBolna
  onClose: () => void
}

/** Adds an agent of Bolna's, or changes one. */
export function AgentForm({ agent, taken, onClose }: AgentFormProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: (given: FormData) => {
      const body = {
        name: text(given, "name"),
        bolna_agent_id: text(given, "bolna_agent_id"),
        from_phone_numbers: lines(given, "from_phone_numbers"),
      }
      return agent ? changeAgent(agent.id, body) : addAgent(body)
    },
    onSuccess: ({ name }) => {
      toast.success(t("agents.saved", { name }))
      onClose()
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["agents"] }),
  })
  return (
    <FormDialog
      title={agent ? t("agents.edit") : t("agents.add")}
      hint={t("agents.formHint")}
      submit={t("forms.save")}
      pending={isPending}
      error={error}
      onSubmit={mutate}
      onClose={onClose}
    >
      <Field label={t("agents.name")} error={error} pointer="/name">
        {(worn) => (
          <Input
            {...worn}
            name="name"
            required
            maxLength={200}
            defaultValue={agent?.name ?? taken?.name ?? undefined}
          />
        )}
      </Field>
      <Field label={t("agents.bolnaId")} hint={t("agents.bolnaIdHint")} error={error} pointer="/bolna_agent_id">
        {(worn) => (
          <Input
            {...worn}
            name="bolna_agent_id"
            required
            defaultValue={agent?.bolna_agent_id ?? taken?.bolna_agent_id}
          />
        )}
      </Field>
      <Field label={t("agents.numbers")} hint={t("agents.numbersHint")} error={error} pointer="/from_phone_numbers">
        {(worn) => <Textarea {...worn} name="from_phone_numbers" defaultValue={agent?.from_phone_numbers.join("\n")} />}
      </Field>
    </FormDialog>
  )
}
