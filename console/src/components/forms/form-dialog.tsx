import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"

import { Button } from "@/components/ui/button"
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog"

import { FormProblem } from "./form-problem"

interface FormDialogProps {
  title: string
  hint?: string
  submit: string
  pending: boolean
  error: unknown
  onSubmit: (given: FormData) => void
  onClose: () => void
  children: ReactNode
}

/** A form in a dialog: what was refused stands above its fields, and what was typed stays. */
export function FormDialog({ title, hint, submit, pending, error, onSubmit, onClose, children }: FormDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        className="max-h-[calc(100dvh-2rem)] overflow-y-auto"
        {...(hint ? {} : { "aria-describedby": undefined })}
      >
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          {hint && <DialogDescription>{hint}</DialogDescription>}
        </DialogHeader>
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            onSubmit(new FormData(event.currentTarget))
          }}
        >
          <FormProblem error={error} />
          {children}
          <DialogFooter>
            <Button type="button" variant="outline" onClick={onClose}>
              {t("forms.cancel")}
            </Button>
            <Button type="submit" disabled={pending}>
              {submit}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  )
}
