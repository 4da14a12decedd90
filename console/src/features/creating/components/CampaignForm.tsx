import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"

import { FormProblem } from "@/components/forms/form-problem"
import { Button } from "@/components/ui/button"
import { DialogFooter } from "@/components/ui/dialog"
import { OF_A_FILE } from "@/lib/contact-files/contact-files"
import { viewersZone } from "@/lib/format/format"
import { meQuery } from "@/lib/session/session"

import type { Launch } from "../api/use-launch"
import { CampaignFields } from "./CampaignFields"
import { Outlook } from "./Outlook"

interface CampaignFormProps<Request> {
  launch: Launch<Request>
  /** The request of what is written; nothing while whom to call is not yet known. */
  request: ((given: FormData) => Request) | undefined
  /** How far what is sent has come. */
  progress?: ReactNode
  onClose: () => void
  /** Whom to call. */
  children: ReactNode
}

/** Whom to call, the campaign's fields, and what would come of it before it is launched. */
export function CampaignForm<Request>({ launch, request, progress, onClose, children }: CampaignFormProps<Request>) {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const zone = me?.timezone ?? viewersZone()
  const { told, error } = launch
  return (
    <form
      className="grid min-w-0 gap-4"
      onChange={launch.reset}
      onSubmit={(event) => {
        event.preventDefault()
        if (request) launch.go(request(new FormData(event.currentTarget)))
      }}
    >
      {children}
      <CampaignFields zone={zone} error={error} />
      <FormProblem error={error} of={OF_A_FILE} />
      {told && <Outlook told={told} zone={zone} />}
      {launch.isLaunching && progress}
      <DialogFooter>
        <Button type="button" variant="outline" onClick={onClose}>
          {t("forms.cancel")}
        </Button>
        <Button type="submit" disabled={!request || launch.isPending}>
          {told ? t("creating.launch") : t("creating.check")}
        </Button>
      </DialogFooter>
    </form>
  )
}
