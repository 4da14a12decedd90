import { Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { useTranslation } from "react-i18next"

import { refusedOf } from "@/components/forms/field"
import { Button } from "@/components/ui/button"
import { Input } from "@/components/ui/input"
import { Textarea } from "@/components/ui/textarea"

interface VariablesProps {
  known: Record<string, string>
  error: unknown
}

/** What the agent is told of a contact beside its fields, by names. */
export function Variables({ known, error }: VariablesProps) {
  const { t } = useTranslation()
  const [rows, setRows] = useState(() => Object.entries(known).map(([name, value], id) => ({ id, name, value })))
  const wrong = refusedOf(error, "/variables")
  const add = () => setRows([...rows, { id: 1 + Math.max(-1, ...rows.map(({ id }) => id)), name: "", value: "" }])
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-sm font-medium">{t("contacts.variables")}</legend>
      {rows.map(({ id, name, value }, nth) => (
        <div key={id} className="flex items-start gap-2">
          <Input
            className="min-w-0 flex-1"
            name="variable_name"
            aria-label={t("contacts.variableName", { place: nth + 1 })}
            placeholder="lead_score"
            defaultValue={name}
            {...(wrong === undefined ? {} : { "aria-invalid": true })}
          />
          <Textarea
            className="min-h-9 min-w-0 flex-1"
            rows={1}
            name="variable_value"
            aria-label={t("contacts.variableValue", { place: nth + 1 })}
            defaultValue={value}
          />
          <Button
            type="button"
            size="icon"
            variant="ghost"
            aria-label={t("contacts.removeVariable", { place: nth + 1 })}
            onClick={() => setRows(rows.filter((row) => row.id !== id))}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      {wrong !== undefined && (
        <p role="alert" className="text-destructive text-sm">
          {wrong}
        </p>
      )}
      <Button type="button" size="sm" variant="outline" className="justify-self-start" onClick={add}>
        <Plus aria-hidden />
        {t("contacts.addVariable")}
      </Button>
    </fieldset>
  )
}
