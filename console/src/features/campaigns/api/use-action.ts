import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { UNDO } from "./actions"
import { act, type Action, type Campaign } from "./campaigns"

const UNDO_MILLISECONDS = 10_000

/** Carries out an action on a campaign, says so, and offers to take back what can be taken back. */
export function useAction(campaign: Campaign, onDeleted?: () => void) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { mutate, isPending } = useMutation({
    mutationFn: (action: Action) => act(campaign.id, action),
    onSuccess: (_, action) => {
      const undo = UNDO[action]
      if (action === "delete") onDeleted?.()
      toast.success(
        t(`campaigns.done.${action}`, { name: campaign.name }),
        undo && { action: { label: t("campaigns.undo"), onClick: () => mutate(undo) }, duration: UNDO_MILLISECONDS },
      )
    },
    onError: (error) => toast.error(error.message || t("states.failedHint")),
    onSettled: () => queries.invalidateQueries({ queryKey: ["campaigns"] }),
  })
  return { say: mutate, isPending }
}
