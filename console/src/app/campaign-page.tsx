import { getRouteApi } from "@tanstack/react-router"

import { Calls } from "@/features/calls/components/Calls"
import { CallSheet } from "@/features/calls/components/CallSheet"
import { CampaignDashboard } from "@/features/campaigns/components/CampaignDashboard"

const route = getRouteApi("/shell/campaigns/$id")

/** One campaign with its calls; the filter and the call that is looked at stand in the address. */
export function CampaignPage() {
  const { id } = route.useParams()
  const { call, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const gone = () => void navigate({ to: "/campaigns", search: {} })
  const look = (callId?: string) =>
    void navigate({ search: { ...filter, ...(callId ? { call: callId } : {}) }, resetScroll: false })
  return (
    <CampaignDashboard campaignId={id} onDeleted={gone}>
      {({ timezone, counters }) => (
        <>
          <Calls
            campaignId={id}
            zone={timezone}
            total={counters.total ?? 0}
            filter={filter}
            onFilter={(changed) => void navigate({ search: changed, replace: true, resetScroll: false })}
            onOpen={look}
          />
          {call !== undefined && <CallSheet callId={call} zone={timezone} onClose={() => look()} />}
        </>
      )}
    </CampaignDashboard>
  )
}
