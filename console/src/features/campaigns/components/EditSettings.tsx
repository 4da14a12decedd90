import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { Settings2 } from "lucide-react"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { changed } from "@/components/forms/changed"
import { FormDialog } from "@/components/forms/form-dialog"
import { Button } from "@/components/ui/button"
import { agentChoiceQuery } from "@/lib/campaigns/agents"

import { changeCampaign, settingsGiven, settingsOf } from "../api/settings"
import type { Campaign } from "../api/campaigns"
import { SettingsFields } from "./SettingsFields"

/** Opens the settings of an unfinished campaign; what is changed holds for every call that is not yet out. */
export function EditSettings({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" variant="outline" onClick={() => setOpen(true)}>
        <Settings2 aria-hidden />
        {t("campaignSettings.edit")}
      </Button>
      {open && <SettingsDialog campaign={campaign} onClose={() => setOpen(false)} />}
    </>
  )
}

function SettingsDialog({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const agents = useQuery(agentChoiceQuery)
  const [before] = useState(() => settingsOf(campaign))
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (given: FormData) => {
      const change = changed(before, settingsGiven(given))
      if (Object.keys(change).length > 0) await changeCampaign(campaign.id, change)
    },
    onSuccess: () => {
      toast.success(t("campaignSettings.saved"))
      onClose()
    },
    onSettled: () => {
      for (const key of ["campaigns", "why", "figures"]) void queries.invalidateQueries({ queryKey: [key] })
    },
  })
  return (
    <FormDialog
      title={t("campaignSettings.title", { name: campaign.name })}
      hint={t("campaignSettings.hint")}
      submit={t("forms.save")}
      pending={isPending}
      error={error ?? agents.error}
      onSubmit={mutate}
      onClose={onClose}
    >
      <SettingsFields known={before} agents={agents.data ?? []} error={error} />
    </FormDialog>
  )
}
