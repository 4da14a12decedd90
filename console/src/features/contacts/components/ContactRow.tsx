import { Pencil, PhoneOff, Trash2 } from "lucide-react"
import { memo } from "react"
import { useTranslation } from "react-i18next"

import { UsedIn } from "@/components/campaigns/used-in"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { TableCell, TableRow } from "@/components/ui/table"

import { type Contact, named } from "../api/contacts"
import { Choose } from "./Choose"
import type { Selection } from "./use-selection"

/** What is to be done with a contact. */
export interface Act {
  contact: Contact
  action: "edit" | "remove"
}

interface CellsProps {
  contact: Contact
  onTag: (tag: string) => void
  onAct: (act: Act) => void
}

interface RowProps extends CellsProps {
  chosen: boolean
  fixed: boolean
  onChoose: Selection["set"]
}

/** A contact in the table. Thousands may stand beside it: it is drawn anew only where something of its own has changed. */
export const ContactRow = memo(function ContactRow({ contact, chosen, fixed, onChoose, onTag, onAct }: RowProps) {
  const { t } = useTranslation()
  return (
    <TableRow data-state={chosen ? "selected" : undefined}>
      <TableCell>
        <Choose
          label={t("contacts.choose", { name: named(contact) })}
          chosen={chosen}
          fixed={fixed}
          onChoose={(wanted) => onChoose([contact.id], wanted)}
        />
      </TableCell>
      <Cells contact={contact} onTag={onTag} onAct={onAct} />
    </TableRow>
  )
})

const Cells = memo(function Cells({ contact, onTag, onAct }: CellsProps) {
  return (
    <>
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
        <Actions contact={contact} onAct={onAct} />
      </TableCell>
    </>
  )
})

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

function Actions({ contact, onAct }: { contact: Contact; onAct: (act: Act) => void }) {
  const { t } = useTranslation()
  const name = named(contact)
  return (
    <>
      <Button
        size="icon"
        variant="ghost"
        aria-label={t("contacts.editOne", { name })}
        onClick={() => onAct({ contact, action: "edit" })}
      >
        <Pencil aria-hidden />
      </Button>
      <Button
        size="icon"
        variant="ghost"
        aria-label={t("contacts.removeOne", { name })}
        onClick={() => onAct({ contact, action: "remove" })}
      >
        <Trash2 aria-hidden />
      </Button>
    </>
  )
}
