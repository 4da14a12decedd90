import { Plus } from "lucide-react"
import { useState } from "react"
import { useTranslation } from "react-i18next"

import { Button } from "@/components/ui/button"

import { CreateCampaignModal } from "./CreateCampaignModal"

/** The button that begins a campaign. */
export function NewCampaign({ onCreated }: { onCreated: (campaignId: string) => void }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {t("creating.new")}
      </Button>
      {open && <CreateCampaignModal onCreated={onCreated} onClose={() => setOpen(false)} />}
    </>
  )
}
