import { useState } from "react"
import { useTranslation } from "react-i18next"

import { Confirm } from "@/components/forms/confirm"
import { Button } from "@/components/ui/button"

import { ACTIONS, isConfirmed } from "../api/actions"
import type { Campaign } from "../api/campaigns"
import { useAction } from "../api/use-action"

interface ActionsProps {
  campaign: Campaign
  onDeleted?: () => void
}

/** The buttons of a campaign; what cannot be taken back is asked about first. */
export function CampaignActions({ campaign, onDeleted }: ActionsProps) {
  const { t } = useTranslation()
  const { say, isPending } = useAction(campaign, onDeleted)
  const [asking, ask] = useState<"cancel" | "delete">()
  return (
    <div className="flex flex-wrap gap-2">
      {ACTIONS[campaign.status].map((action) => (
        <Button
          key={action}
          size="sm"
          variant={isConfirmed(action) ? "outline" : "default"}
          disabled={isPending}
          onClick={() => (isConfirmed(action) ? ask(action) : say(action))}
        >
          {t(`campaigns.actions.${action}`)}
        </Button>
      ))}
      {asking && (
        <Confirm
          title={t(`campaigns.confirm.${asking}`, { name: campaign.name })}
          hint={t(`campaigns.confirm.${asking}Hint`)}
          action={t(`campaigns.actions.${asking}`)}
          keep={t("campaigns.confirm.keep")}
          onConfirm={() => say(asking)}
          onClose={() => ask(undefined)}
        />
      )}
    </div>
  )
}
