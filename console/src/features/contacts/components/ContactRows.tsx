import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Pencil, PhoneOff, Trash2 } from "lucide-react"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { UsedIn } from "@/components/campaigns/used-in"
import { Confirm } from "@/components/forms/confirm"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table"

import { type Contact, removeContact } from "../api/contacts"
import { Choose, ChooseShown } from "./Choose"
import { ContactForm } from "./ContactForm"
import type { Selection } from "./use-selection"

interface RowsProps {
  contacts: readonly Contact[]
  selection: Selection
  onTag: (tag: string) => void
}

export function ContactRows({ contacts, selection, onTag }: RowsProps) {
  const { t } = useTranslation()
  const [chosen, choose] = useState<{ contact: Contact; action: "edit" | "remove" }>()
  const remove = useRemoval(({ id }) => selection.set([id], false))
  const close = () => choose(undefined)
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
            <TableRow key={contact.id} data-state={selection.has(contact.id) ? "selected" : undefined}>
              <TableCell>
                <Choose
                  label={t("contacts.choose", { name: named(contact) })}
                  chosen={selection.has(contact.id)}
                  fixed={selection.count === undefined}
                  onChoose={(chosen) => selection.set([contact.id], chosen)}
                />
              </TableCell>
              <TableCell className="whitespace-normal">
                <Who contact={contact} />
              </TableCell>
              <TableCell className="text-muted-foreground max-w-60 truncate max-lg:hidden">{contact.email}</TableCell>
              <TableCell className="text-muted-foreground max-w-60 truncate max-lg:hidden">{contact.company}</TableCell>
              <TableCell className="whitespace-normal max-md:hidden">
                <Tags tags={contact.tags} onTag={onTag} />
              </TableCell>
              <TableCell className="whitespace-normal max-md:hidden">
                <UsedIn campaigns={contact.used_in} count={contact.used_in_count} />
              </TableCell>
              <TableCell className="text-right">
                <Actions contact={contact} onAct={(action) => choose({ contact, action })} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {chosen?.action === "edit" && <ContactForm contact={chosen.contact} onClose={close} />}
      {chosen?.action === "remove" && (
        <Confirm
          title={t("contacts.removeAsk", { name: named(chosen.contact) })}
          hint={t("contacts.removeHint")}
          action={t("contacts.remove")}
          onConfirm={() => remove(chosen.contact)}
          onClose={close}
        />
      )}
    </>
  )
}

/** What a contact is called where it has no name. */
function named({ name, phone_number }: Contact): string {
  return name ?? phone_number
}

function Who({ contact }: { contact: Contact }) {
  const { t } = useTranslation()
  const { name, phone_number } = contact
  return (
    <>
      <p className={name === null ? "text-muted-foreground" : "font-medium break-words"}>
        {name ?? t("calls.nameless")}
      </p>
      <p className="text-muted-foreground tabular-nums">{phone_number}</p>
      {contact.do_not_call && (
        <Badge className="mt-1 bg-red-100 text-red-800">
          <PhoneOff aria-hidden />
          {t("contacts.doNotCall")}
        </Badge>
      )}
      {contact.used_in_count > 0 && (
        <div className="mt-1 text-xs md:hidden">
          <p className="text-muted-foreground">{t("usedIn.title")}</p>
          <UsedIn campaigns={contact.used_in} count={contact.used_in_count} />
        </div>
      )}
    </>
  )
}

function Tags({ tags, onTag }: { tags: readonly string[]; onTag: (tag: string) => void }) {
  const { t } = useTranslation()
  return (
    <ul className="flex max-w-80 flex-wrap gap-1">
      {tags.map((tag) => (
        <li key={tag} className="min-w-0">
          <button
            type="button"
            className="bg-secondary text-secondary-foreground focus-visible:ring-ring max-w-full rounded-md px-2 py-0.5 text-xs break-words hover:underline focus-visible:ring-2"
            aria-label={t("contacts.onlyTag", { tag })}
            onClick={() => onTag(tag)}
          >
            {tag}
          </button>
        </li>
      ))}
    </ul>
  )
}

function Actions({ contact, onAct }: { contact: Contact; onAct: (action: "edit" | "remove") => void }) {
  const { t } = useTranslation()
  const name = named(contact)
  return (
    <>
      <Button size="icon" variant="ghost" aria-label={t("contacts.editOne", { name })} onClick={() => onAct("edit")}>
        <Pencil aria-hidden />
      </Button>
      <Button
        size="icon"
        variant="ghost"
        aria-label={t("contacts.removeOne", { name })}
        onClick={() => onAct("remove")}
      >
        <Trash2 aria-hidden />
      </Button>
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
