import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { useTranslation } from "react-i18next"

import { CSVUploadForm } from "@/components/contact-files/CSVUploadForm"
import { ImportSummary } from "@/components/contact-files/ImportSummary"
import { useFile } from "@/components/contact-files/use-file"
import { FormProblem } from "@/components/forms/form-problem"
import { WideDialog } from "@/components/forms/wide-dialog"
import { Button } from "@/components/ui/button"
import { DialogFooter } from "@/components/ui/dialog"
import { Progress } from "@/components/ui/progress"
import type { Schemas } from "@/lib/api/client"
import { OF_A_FILE } from "@/lib/contact-files/contact-files"

import { importFile } from "../api/contacts"

/** Takes a file's contacts into the address book, and says what became of its rows. */
export function ImportContacts({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [report, setReport] = useState<Schemas["Import"]>()
  return (
    <WideDialog
      title={report ? t("contacts.imported") : t("contacts.import")}
      hint={report ? t("contacts.importedHint") : t("contacts.importHint")}
      onClose={onClose}
    >
      {report ? (
        <ImportSummary report={report} mendHint={t("contacts.mendHint")}>
          <Button onClick={onClose}>{t("forms.close")}</Button>
        </ImportSummary>
      ) : (
        <ImportForm onDone={setReport} onClose={onClose} />
      )}
    </WideDialog>
  )
}

function ImportForm({ onDone, onClose }: { onDone: (report: Schemas["Import"]) => void; onClose: () => void }) {
  const { t } = useTranslation()
  const { file, readable, mapping, key, look, map, seen } = useFile()
  const { taking, share } = useImport(onDone)
  return (
    <form
      className="grid min-w-0 gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (readable) taking.mutate({ file: readable, mapping, key })
      }}
    >
      <CSVUploadForm file={file} seen={seen.data} mapping={mapping} error={seen.error} onFile={look} onMapping={map} />
      <FormProblem error={taking.error} of={OF_A_FILE} />
      {taking.isPending && <Progress aria-label={t("contactFiles.sending")} value={share * 100} />}
      <DialogFooter>
        <Button type="button" variant="outline" onClick={onClose}>
          {t("forms.cancel")}
        </Button>
        <Button type="submit" disabled={!readable || taking.isPending}>
          {t("contacts.importSubmit")}
        </Button>
      </DialogFooter>
    </form>
  )
}

function useImport(onDone: (report: Schemas["Import"]) => void) {
  const queries = useQueryClient()
  const [share, setShare] = useState(0)
  const taking = useMutation({
    mutationFn: (given: Parameters<typeof importFile>[0]) => importFile(given, setShare),
    onSuccess: (report) => onDone(report),
    onSettled: () => queries.invalidateQueries({ queryKey: ["contacts"] }),
  })
  return { taking, share }
}
