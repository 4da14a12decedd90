import { type ReactNode, useId } from "react"

import { Label } from "@/components/ui/label"
import { Problem } from "@/lib/api/problem"

/** What a control of a field wears, so that its label, hint and error are read with it. */
export interface Worn {
  id: string
  "aria-invalid"?: true
  "aria-describedby"?: string
}

interface FieldProps {
  label: string
  hint?: string
  /** What was refused, and the field of the request that this control fills, such as `/phone_number`. */
  error?: unknown
  pointer?: string
  children: (worn: Worn) => ReactNode
}

/** A labelled control; below it what was wrong with it, else a hint. */
export function Field({ label, hint, error, pointer, children }: FieldProps) {
  const id = useId()
  const wrong = pointer === undefined ? undefined : refusedOf(error, pointer)
  const said = wrong ?? hint
  return (
    <div className="grid content-start gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      {children({
        id,
        ...(wrong === undefined ? {} : { "aria-invalid": true as const }),
        ...(said === undefined ? {} : { "aria-describedby": `${id}-said` }),
      })}
      {said !== undefined && (
        <p
          id={`${id}-said`}
          className={wrong === undefined ? "text-muted-foreground text-sm" : "text-destructive text-sm"}
        >
          {said}
        </p>
      )}
    </div>
  )
}

/** What is said about a field, or about what lies within it. */
export function refusedOf(error: unknown, pointer: string): string | undefined {
  if (!(error instanceof Problem)) return undefined
  const found = error.errors.filter(({ field }) => field === pointer || field.startsWith(`${pointer}/`))
  return found.length > 0 ? found.map(({ message }) => message).join("; ") : undefined
}
