import { Copy } from "lucide-react"
import { useId } from "react"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { Button } from "@/components/ui/button"
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog"
import { Input } from "@/components/ui/input"
import { Label } from "@/components/ui/label"

interface SecretProps {
  title: string
  hint: string
  label: string
  secret: string
  onClose: () => void
}

/** Shows what is shown once, to be copied. */
export function Secret({ title, hint, label, secret, onClose }: SecretProps) {
  const { t } = useTranslation()
  const id = useId()
  const copy = () => navigator.clipboard.writeText(secret).then(() => toast.success(t("settings.copied")))
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{hint}</DialogDescription>
        </DialogHeader>
        <div className="grid gap-1.5">
          <Label htmlFor={id}>{label}</Label>
          <div className="flex gap-2">
            <Input id={id} readOnly value={secret} className="font-mono" onFocus={({ target }) => target.select()} />
            <Button
              type="button"
              variant="outline"
              size="icon"
              aria-label={t("settings.copy")}
              onClick={() => void copy()}
            >
              <Copy aria-hidden />
            </Button>
          </div>
        </div>
        <DialogFooter>
          <Button onClick={onClose}>{t("forms.close")}</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}
