import { getRouteApi } from "@tanstack/react-router"

import { Campaigns } from "@/features/campaigns/components/Campaigns"
import { NewCampaign } from "@/features/creating/components/NewCampaign"

const route = getRouteApi("/shell/campaigns")

/** The list of campaigns; what it is filtered by stands in the address. */
export function CampaignsPage() {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const created = (id: string) => void navigate({ to: "/campaigns/$id", params: { id }, search: {} })
  return (
    <Campaigns
      filter={filter}
      onFilter={(changed) => void navigate({ search: changed, replace: true })}
      begin={<NewCampaign onCreated={created} />}
    />
  )
}
