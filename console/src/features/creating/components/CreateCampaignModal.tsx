import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { CSVUploadForm } from "@/components/contact-files/CSVUploadForm"
import { ImportSummary } from "@/components/contact-files/ImportSummary"
import { useFile } from "@/components/contact-files/use-file"
import { FormProblem } from "@/components/forms/form-problem"
import { WideDialog } from "@/components/forms/wide-dialog"
import { Button } from "@/components/ui/button"
import { DialogFooter } from "@/components/ui/dialog"
import { Progress } from "@/components/ui/progress"
import { idempotencyKey, type Schemas } from "@/lib/api/client"
import { viewersZone } from "@/lib/format/format"
import { meQuery } from "@/lib/session/session"

import { dryRun, upload, uploadForm } from "../api/creating"
import { CampaignFields } from "./CampaignFields"
import { Outlook } from "./Outlook"

interface ModalProps {
  onCreated: (campaignId: string) => void
  onClose: () => void
}

/** Makes a campaign of a file: says what would come of it, then launches it, then what became of the file. */
export function CreateCampaignModal({ onCreated, onClose }: ModalProps) {
  const { t } = useTranslation()
  const [made, setMade] = useState<{ id: string; report: Schemas["Import"] }>()
  const done = (id: string, report: Schemas["Import"]) => {
    if (report.rejected > 0) setMade({ id, report })
    else onCreated(id)
  }
  return (
    <WideDialog
      title={made ? t("creating.imported") : t("creating.new")}
      hint={made ? t("creating.importedHint") : t("creating.hint")}
      onClose={onClose}
    >
      {made ? (
        <ImportSummary report={made.report} mendHint={t("creating.mendHint")}>
          <Button onClick={() => onCreated(made.id)}>{t("creating.open")}</Button>
        </ImportSummary>
      ) : (
        <CreateForm onDone={done} onClose={onClose} />
      )}
    </WideDialog>
  )
}

interface FormProps {
  onDone: (campaignId: string, report: Schemas["Import"]) => void
  onClose: () => void
}

function CreateForm({ onDone, onClose }: FormProps) {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const zone = me?.timezone ?? viewersZone()
  const { file, readable, mapping, look, map, seen } = useFile()
  // Launched twice, what was foretold once is made once.
  const asked = useMutation({
    mutationFn: async (form: FormData) => ({ told: await dryRun(form), key: idempotencyKey() }),
  })
  const { launch, share } = useLaunch(onDone)
  const error = launch.error ?? asked.error
  const submit = (given: FormData) => {
    if (readable === undefined) return
    const form = uploadForm(given, readable, mapping)
    if (asked.data) launch.mutate({ form, key: asked.data.key })
    else asked.mutate(form)
  }
  return (
    <form
      className="grid min-w-0 gap-4"
      onChange={asked.reset} // what was foretold held for what was written before
      onSubmit={(event) => {
        event.preventDefault()
        submit(new FormData(event.currentTarget))
      }}
    >
      <CSVUploadForm
        file={file}
        seen={seen.data}
        mapping={mapping}
        error={seen.error}
        onFile={(chosen) => {
          asked.reset()
          look(chosen)
        }}
        onMapping={map}
      />
      <CampaignFields zone={zone} error={error} />
      <FormProblem error={error} />
      {asked.data && <Outlook told={asked.data.told} zone={zone} />}
      {launch.isPending && <Progress aria-label={t("contactFiles.sending")} value={share * 100} />}
      <DialogFooter>
        <Button type="button" variant="outline" onClick={onClose}>
          {t("forms.cancel")}
        </Button>
        <Button type="submit" disabled={!readable || asked.isPending || launch.isPending}>
          {asked.data ? t("creating.launch") : t("creating.check")}
        </Button>
      </DialogFooter>
    </form>
  )
}

function useLaunch(onDone: FormProps["onDone"]) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [share, setShare] = useState(0)
  const launch = useMutation({
    mutationFn: ({ form, key }: { form: FormData; key: string }) => upload(form, key, setShare),
    onSuccess: ({ campaign, import: report }) => {
      void queries.invalidateQueries({ queryKey: ["campaigns"] })
      if (!campaign) return
      toast.success(t("campaigns.done.start", { name: campaign.name }))
      onDone(campaign.id, report)
    },
  })
  return { launch, share }
}
