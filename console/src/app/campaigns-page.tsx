import { getRouteApi } from "@tanstack/react-router"

import { Campaigns } from "@/features/campaigns/components/Campaigns"

const route = getRouteApi("/shell/campaigns")

/** The list of campaigns; what it is filtered by stands in the address. */
export function CampaignsPage() {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  return <Campaigns filter={filter} onFilter={(changed) => void navigate({ search: changed, replace: true })} />
}
