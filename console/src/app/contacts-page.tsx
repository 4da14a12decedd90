import { getRouteApi } from "@tanstack/react-router"

import { Contacts } from "@/features/contacts/components/Contacts"

const route = getRouteApi("/shell/contacts")

/** The address book; what it is filtered by stands in the address. */
export function ContactsPage() {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  return <Contacts filter={filter} onFilter={(changed) => void navigate({ search: changed, replace: true })} />
}
