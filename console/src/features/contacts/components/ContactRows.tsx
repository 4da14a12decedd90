import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { Confirm } from "@/components/forms/confirm"
import { Table, TableBody, TableHead, TableHeader, TableRow } from "@/components/ui/table"

import { type Contact, named, removeContact } from "../api/contacts"
import { ChooseShown } from "./Choose"
import { ContactForm } from "./ContactForm"
import { type Act, ContactRow } from "./ContactRow"
import type { Selection } from "./use-selection"

interface RowsProps {
  contacts: readonly Contact[]
  selection: Selection
  onTag: (tag: string) => void
}

export function ContactRows({ contacts, selection, onTag }: RowsProps) {
  const { t } = useTranslation()
  const [wanted, act] = useState<Act>()
  const remove = useRemoval(({ id }) => selection.set([id], false))
  const close = () => act(undefined)
  return (
    <>
      <Table aria-label={t("contacts.title")}>
        <TableHeader>
          <TableRow>
            <TableHead>
              <ChooseShown contacts={contacts} selection={selection} />
            </TableHead>
            <TableHead>{t("contacts.contact")}</TableHead>
            <TableHead className="max-lg:hidden">{t("contacts.email")}</TableHead>
            <TableHead className="max-lg:hidden">{t("contacts.company")}</TableHead>
            <TableHead className="max-md:hidden">{t("contacts.tags")}</TableHead>
            <TableHead className="max-md:hidden">{t("usedIn.title")}</TableHead>
            <TableHead>
              <span className="sr-only">{t("contacts.actions")}</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {contacts.map((contact) => (
            <ContactRow
              key={contact.id}
              contact={contact}
              chosen={selection.has(contact.id)}
              fixed={selection.count === undefined}
              onChoose={selection.set}
              onTag={onTag}
              onAct={act}
            />
          ))}
        </TableBody>
      </Table>
      {wanted?.action === "edit" && <ContactForm contact={wanted.contact} onClose={close} />}
      {wanted?.action === "remove" && (
        <Confirm
          title={t("contacts.removeAsk", { name: named(wanted.contact) })}
          hint={t("contacts.removeHint")}
          action={t("contacts.remove")}
          onConfirm={() => remove(wanted.contact)}
          onClose={close}
        />
      )}
    </>
  )
}

function useRemoval(onRemoved: (contact: Contact) => void) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: (contact: Contact) => removeContact(contact.id),
    onSuccess: (stopping, contact) => {
      onRemoved(contact)
      if (stopping) toast.warning(t("contacts.stopping", { name: named(contact) }))
      else toast.success(t("contacts.removed", { name: named(contact) }))
    },
    onError: (error) => toast.error(error.message || t("states.failedHint")),
    onSettled: () => queries.invalidateQueries({ queryKey: ["contacts"] }),
  })
  return mutate
}
