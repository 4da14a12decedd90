import { useState } from "react"
import { useTranslation } from "react-i18next"

import {
  AlertDialog,
  AlertDialogAction,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogHeader,
  AlertDialogTitle,
} from "@/components/ui/alert-dialog"
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
      <AlertDialog open={asking !== undefined} onOpenChange={(open) => !open && ask(undefined)}>
        {asking && (
          <AlertDialogContent>
            <AlertDialogHeader>
              <AlertDialogTitle>{t(`campaigns.confirm.${asking}`, { name: campaign.name })}</AlertDialogTitle>
              <AlertDialogDescription>{t(`campaigns.confirm.${asking}Hint`)}</AlertDialogDescription>
            </AlertDialogHeader>
            <AlertDialogFooter>
              <AlertDialogCancel>{t("campaigns.confirm.keep")}</AlertDialogCancel>
              <AlertDialogAction onClick={() => say(asking)}>{t(`campaigns.actions.${asking}`)}</AlertDialogAction>
            </AlertDialogFooter>
          </AlertDialogContent>
        )}
      </AlertDialog>
    </div>
  )
}
