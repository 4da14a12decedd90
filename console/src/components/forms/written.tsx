import type { ComponentProps } from "react"

import { Field } from "@/components/forms/field"
import { Input } from "@/components/ui/input"

interface WrittenProps extends ComponentProps<typeof Input> {
  name: string
  label: string
  hint?: string
  error: unknown
  pointer?: string
}

/** An input with its label, its hint, and what the API said of it: of the field of its name, where `pointer` names no other. */
export function Written({ label, hint, error, pointer, ...input }: WrittenProps) {
  return (
    <Field label={label} error={error} pointer={pointer ?? `/${input.name}`} {...(hint === undefined ? {} : { hint })}>
      {(worn) => <Input {...worn} {...input} />}
    </Field>
  )
}
