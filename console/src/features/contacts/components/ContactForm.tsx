import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { changed } from "@/components/forms/changed"
import { Field } from "@/components/forms/field"
import { FormDialog } from "@/components/forms/form-dialog"
import { Written } from "@/components/forms/written"
import { Textarea } from "@/components/ui/textarea"

import { addContact, changeContact, type Contact, fieldsGiven, fieldsOf } from "../api/contacts"
import { Variables } from "./Variables"

interface ContactFormProps {
  /** The one that is changed; absent: a new one. */
  contact?: Contact
  onClose: () => void
}

/** Adds a contact, or changes one: only what is written otherwise than before is sent. */
export function ContactForm({ contact, onClose }: ContactFormProps) {
  const { t } = useTranslation()
  const { mutate, isPending, error } = useSaving(onClose, contact)
  return (
    <FormDialog
      title={contact ? t("contacts.edit") : t("contacts.add")}
      hint={contact ? t("contacts.editHint") : t("contacts.addHint")}
      submit={t("forms.save")}
      pending={isPending}
      error={error}
      onSubmit={mutate}
      onClose={onClose}
    >
      <Written
        name="phone_number"
        type="tel"
        required
        label={t("contacts.number")}
        hint={t("contacts.numberHint")}
        error={error}
        defaultValue={contact?.phone_number}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Written name="name" label={t("contacts.name")} error={error} defaultValue={contact?.name ?? ""} />
        <Written name="email" label={t("contacts.email")} error={error} defaultValue={contact?.email ?? ""} />
        <Written name="company" label={t("contacts.company")} error={error} defaultValue={contact?.company ?? ""} />
        <Written
          name="timezone"
          label={t("contacts.zone")}
          hint={t("contacts.zoneHint")}
          error={error}
          defaultValue={contact?.timezone ?? ""}
        />
      </div>
      <Written
        name="tags"
        label={t("contacts.tags")}
        hint={t("contacts.tagsHint")}
        error={error}
        defaultValue={contact?.tags.join(", ")}
      />
      <Field label={t("contacts.notes")} error={error} pointer="/notes">
        {(worn) => <Textarea {...worn} name="notes" rows={2} defaultValue={contact?.notes ?? ""} />}
      </Field>
      <Variables known={contact?.variables ?? {}} error={error} />
    </FormDialog>
  )
}

function useSaving(onClose: () => void, contact?: Contact) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (given: FormData) => {
      const written = fieldsGiven(given)
      return contact ? changeContact(contact.id, changed(fieldsOf(contact), written)) : addContact(written)
    },
    onSuccess: ({ name, phone_number }) => {
      toast.success(t("contacts.saved", { name: name ?? phone_number }))
      onClose()
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["contacts"] }),
  })
}
