import { useState } from "react"
import { useTranslation } from "react-i18next"

import { CSVUploadForm } from "@/components/contact-files/CSVUploadForm"
import { ImportSummary } from "@/components/contact-files/ImportSummary"
import { useFile } from "@/components/contact-files/use-file"
import { WideDialog } from "@/components/forms/wide-dialog"
import { Button } from "@/components/ui/button"
import { Progress } from "@/components/ui/progress"
import type { Schemas } from "@/lib/api/client"

import { foretellFile, upload, uploadForm } from "../api/creating"
import { useLaunch } from "../api/use-launch"
import { CampaignForm } from "./CampaignForm"

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
  const { file, readable, mapping, look, map, seen } = useFile()
  const [share, setShare] = useState(0)
  const launch = useLaunch({
    foretell: foretellFile,
    launch: (form: FormData, key) => upload(form, key, setShare),
    onLaunched: (made, { id }) => onDone(id, made.import),
  })
  const choose = (chosen: File) => {
    launch.reset()
    look(chosen)
  }
  return (
    <CampaignForm
      launch={launch}
      request={readable && ((given) => uploadForm(given, readable, mapping))}
      progress={<Progress aria-label={t("contactFiles.sending")} value={share * 100} />}
      onClose={onClose}
    >
      <CSVUploadForm
        file={file}
        seen={seen.data}
        mapping={mapping}
        error={seen.error}
        onFile={choose}
        onMapping={map}
      />
    </CampaignForm>
  )
}
