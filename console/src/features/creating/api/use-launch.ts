import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { idempotencyKey, type Schemas } from "@/lib/api/client"

interface Steps<Request, Made> {
  /** Says what would come of a request. */
  foretell: (request: Request) => Promise<Schemas["DryRun"]>
  /** Makes the campaign; the same `key` said again makes none twice. */
  launch: (request: Request, key: string) => Promise<Made>
  onLaunched: (made: Made, campaign: Schemas["Campaign"]) => void
}

export interface Launch<Request> {
  told: Schemas["DryRun"] | undefined
  error: Error | null
  isPending: boolean
  isLaunching: boolean
  /** Foretells a request; said again, what was foretold is launched as it was then. */
  go: (request: Request) => void
  /** Forgets what was foretold: it held for what was written before. */
  reset: () => void
}

/** Two steps to a campaign: what would come of it, then the launch. Launched twice, what was foretold once is made once. */
export function useLaunch<Request, Made extends { campaign: Schemas["Campaign"] | null }>(
  steps: Steps<Request, Made>,
): Launch<Request> {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const asked = useMutation({
    mutationFn: async (request: Request) => ({ request, told: await steps.foretell(request), key: idempotencyKey() }),
  })
  const launched = useMutation({
    mutationFn: ({ request, key }: { request: Request; key: string }) => steps.launch(request, key),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ["campaigns"] })
      if (!made.campaign) return
      toast.success(t("campaigns.done.start", { name: made.campaign.name }))
      steps.onLaunched(made, made.campaign)
    },
  })
  return {
    told: asked.data?.told,
    error: launched.error ?? asked.error,
    isPending: asked.isPending || launched.isPending,
    isLaunching: launched.isPending,
    go: (request) => (asked.data ? launched.mutate(asked.data) : asked.mutate(request)),
    reset: () => {
      asked.reset()
      launched.reset()
    },
  }
}
