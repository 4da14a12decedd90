import { useInfiniteQuery } from "@tanstack/react-query"
import { Plus, Search as SearchIcon, Upload, Users } from "lucide-react"
import { type ReactNode, useCallback, useState } from "react"
import { useTranslation } from "react-i18next"

import { Listed } from "@/components/states/listed"
import { Empty } from "@/components/states/states"
import { Button } from "@/components/ui/button"
import { Card, CardContent } from "@/components/ui/card"
import { Input } from "@/components/ui/input"
import type { Schemas } from "@/lib/api/client"

import { contactsQuery, type Filter, idsOf } from "../api/contacts"
import { ContactForm } from "./ContactForm"
import { ContactRows } from "./ContactRows"
import { ImportContacts } from "./ImportContacts"
import { SelectionBar } from "./SelectionBar"
import { useSelection } from "./use-selection"

interface ContactsProps {
  filter: Filter
  onFilter: (filter: Filter) => void
  /** What calls the contacts that are chosen, until it is closed. */
  bulkCall: (chosen: Schemas["ContactSelection"], close: () => void) => ReactNode
}

/** The address book of whoever is signed in: searched, added to, changed, called. */
export function Contacts({ filter, onFilter, bulkCall }: ContactsProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(contactsQuery(filter))
  const [open, setOpen] = useState<"add" | "import">()
  const close = () => setOpen(undefined)
  const searched = Boolean(filter.search ?? filter.tag)
  const found = query.data?.pages.flatMap(({ items }) => items)
  const nobody = !found?.length
  const none = !searched && found?.length === 0
  const more = <More onOpen={setOpen} />
  const selection = useSelection(filter)
  const [calling, call] = useState(false)
  // What stands there while one types is what was looked for before.
  const whole = !query.hasNextPage && !query.isPlaceholderData
  const all = () => (whole ? selection.set(idsOf(found ?? []), true) : selection.all())
  const onTag = useCallback((tag: string) => onFilter({ ...filter, tag }), [filter, onFilter])
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-2xl font-semibold">{t("contacts.title")}</h1>
        {!none && more}
      </div>
      <Search filter={filter} onFilter={onFilter} />
      {!(nobody && selection.count === 0) && (
        <SelectionBar selection={selection} onAll={all} onCall={() => call(true)} />
      )}
      <Listed
        query={query}
        empty={
          <Empty icon={Users} title={searched ? t("contacts.noneFound") : t("contacts.none")} action={none && more}>
            {searched ? t("contacts.noneFoundHint") : t("contacts.noneHint")}
          </Empty>
        }
      >
        {(contacts) => (
          <Card>
            <CardContent>
              <ContactRows contacts={contacts} selection={selection} onTag={onTag} />
            </CardContent>
          </Card>
        )}
      </Listed>
      {calling && bulkCall(selection.told, () => call(false))}
      {open === "add" && <ContactForm onClose={close} />}
      {open === "import" && <ImportContacts onClose={close} />}
    </div>
  )
}

/** What brings further contacts. */
function More({ onOpen }: { onOpen: (way: "add" | "import") => void }) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-wrap gap-2">
      <Button variant="outline" onClick={() => onOpen("import")}>
        <Upload aria-hidden />
        {t("contacts.import")}
      </Button>
      <Button onClick={() => onOpen("add")}>
        <Plus aria-hidden />
        {t("contacts.add")}
      </Button>
    </div>
  )
}

function Search({ filter, onFilter }: Pick<ContactsProps, "filter" | "onFilter">) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-wrap gap-3">
      <div className="relative min-w-48 flex-1">
        <SearchIcon aria-hidden className="text-muted-foreground absolute top-2.5 left-3 size-4" />
        <Input
          type="search"
          className="pl-9"
          aria-label={t("contacts.search")}
          placeholder={t("contacts.search")}
          value={filter.search ?? ""}
          onChange={({ target }) => onFilter({ ...filter, search: target.value })}
        />
      </div>
      <Input
        type="search"
        className="w-48"
        aria-label={t("contacts.withTag")}
        placeholder={t("contacts.withTag")}
        value={filter.tag ?? ""}
        onChange={({ target }) => onFilter({ ...filter, tag: target.value })}
      />
    </div>
  )
}
