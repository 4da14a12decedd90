import { keepPreviousData } from "@tanstack/react-query"

import { lines, text, textOrNull, texts } from "@/components/forms/given"
import { answer, client, idempotencyKey, type Schemas } from "@/lib/api/client"
import { pagesQuery } from "@/lib/api/pages"
import { type Mapping, send, setFile } from "@/lib/contact-files/contact-files"

export type Contact = Schemas["Contact"]

/** So many contacts may be called at once, by their ids or by what finds them. */
export const MOST_CALLED = 10_000

/** What contacts are looked for by: `search` in name, number, e-mail and company, `tag` as it is written. */
export interface Filter {
  search?: string
  tag?: string
}

/** What of a contact may be written, as the form holds it. */
export interface ContactFields {
  phone_number: string
  name: string | null
  email: string | null
  company: string | null
  timezone: string | null
  notes: string | null
  tags: string[]
  variables: Record<string, string>
}

/** Contacts that a filter finds, newest first; the page before stays while one types. */
export function contactsQuery({ search, tag }: Filter) {
  const wanted = { ...(search ? { search } : {}), ...(tag ? { tag } : {}) }
  return {
    ...pagesQuery(["contacts", wanted], (at) =>
      answer(client.GET("/api/contacts", { params: { query: { ...wanted, ...at } } })),
    ),
    placeholderData: keepPreviousData,
  }
}

/** What a contact is called: by its number where it has no name. */
export function named({ name, phone_number }: Contact): string {
  return name ?? phone_number
}

export function idsOf(contacts: readonly Contact[]): string[] {
  return contacts.map(({ id }) => id)
}

export function fieldsOf(contact: Contact): ContactFields {
  const { phone_number, name, email, company, timezone, notes, tags, variables } = contact
  return { phone_number, name, email, company, timezone, notes, tags, variables }
}

/** What a form of a contact holds; of two variables of one name the last counts, one without a name is left out. */
export function fieldsGiven(given: FormData): ContactFields {
  const told = texts(given, "variable_value")
  const variables = texts(given, "variable_name").map((name, nth) => [name, told[nth] ?? ""] as const)
  return {
    phone_number: text(given, "phone_number"),
    name: textOrNull(given, "name"),
    email: textOrNull(given, "email"),
    company: textOrNull(given, "company"),
    timezone: textOrNull(given, "timezone"),
    notes: textOrNull(given, "notes"),
    tags: lines(given, "tags"),
    variables: Object.fromEntries(variables.filter(([name]) => name !== "")),
  }
}

export function addContact(body: ContactFields): Promise<Contact> {
  const header = { "Idempotency-Key": idempotencyKey() }
  return answer(client.POST("/api/contacts", { body, params: { header } }))
}

export function changeContact(contactId: string, change: Partial<ContactFields>): Promise<Contact> {
  const params = { path: { contact_id: contactId } }
  return answer(client.PATCH("/api/contacts/{contact_id}", { body: change, params }))
}

/** Removes a contact; answers `stopping` where a call to it may still start. */
export function removeContact(contactId: string): Promise<Schemas["Stopping"] | undefined> {
  return answer(client.DELETE("/api/contacts/{contact_id}", { params: { path: { contact_id: contactId } } }))
}

/** Takes a file's contacts into the address book; returns what became of its rows. */
export async function importFile(
  { file, mapping, key }: { file: File; mapping: Mapping; key: string },
  onProgress: (share: number) => void,
): Promise<Schemas["Import"]> {
  const form = new FormData()
  setFile(form, file, mapping)
  const { import: report } = await send("/api/contacts/import", form, key, onProgress)
  return report
}
