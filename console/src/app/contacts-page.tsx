import { getRouteApi } from "@tanstack/react-router"

import { Contacts } from "@/features/contacts/components/Contacts"
import { BulkCallModal } from "@/features/creating/components/BulkCallModal"

const route = getRouteApi("/shell/contacts")

/** The address book, and calls to those who are chosen there; what it is filtered by stands in the address. */
export function ContactsPage() {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const created = (id: string) => void navigate({ to: "/campaigns/$id", params: { id }, search: {} })
  return (
    <Contacts
      filter={filter}
      onFilter={(changed) => void navigate({ search: changed, replace: true })}
      bulkCall={(chosen, close) => <BulkCallModal contacts={chosen} onCreated={created} onClose={close} />}
    />
  )
}
