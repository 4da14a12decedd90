import { useNavigate } from "@tanstack/react-router"

import { NewCampaign } from "@/features/creating/components/NewCampaign"
import { Today } from "@/features/today/components/Today"

/** What the console opens with; a campaign begun here is gone to. */
export function DashboardPage() {
  const navigate = useNavigate()
  const created = (id: string) => void navigate({ to: "/campaigns/$id", params: { id }, search: {} })
  return <Today begin={<NewCampaign onCreated={created} />} />
}
