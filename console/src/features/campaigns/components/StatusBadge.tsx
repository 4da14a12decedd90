import { useTranslation } from "react-i18next"

import { Badge } from "@/components/ui/badge"
import { cn } from "@/lib/class-names"

import type { Campaign, Status } from "../api/campaigns"

export const STATUS_COLOURS: Record<Status, string> = {
  draft: "bg-gray-100 text-gray-700",
  scheduled: "bg-blue-100 text-blue-700",
  active: "bg-green-100 text-green-700",
  paused: "bg-yellow-100 text-yellow-700",
  completed: "bg-gray-100 text-gray-500",
  cancelled: "bg-red-100 text-red-700",
}

export function StatusBadge({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation()
  return (
    <Badge className={cn("transition-none", STATUS_COLOURS[campaign.status])}>
      {campaign.stopping ? t("campaigns.stopping") : t(`campaigns.statuses.${campaign.status}`)}
    </Badge>
  )
}
