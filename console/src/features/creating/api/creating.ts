import { queryOptions } from "@tanstack/react-query"

import { lines, numberOrNull, text } from "@/components/forms/given"
import { answer, client, idempotencyKey, type Schemas } from "@/lib/api/client"
import { Problem, problemOf } from "@/lib/api/problem"

export type DryRun = Schemas["DryRun"]
export type Preview = Schemas["Preview"]
export type Uploaded = Schemas["Uploaded"]
export type Mapping = Record<string, string>

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const satisfies Schemas["Weekday"][]
export const KNOWN_COLUMNS = ["phone_number", "name", "email", "company", "notes", "timezone"] as const

/** The agents that a campaign may be given, asked for anew when a dialog opens. */
export const agentsQuery = queryOptions({
  queryKey: ["agents", "to-create"],
  queryFn: async () => {
    const page = await answer(client.GET("/api/agents", { params: { query: { limit: 200 } } }))
    return page.items
  },
})

/** Takes the first agent of the account at Bolna that is nobody's as the caller's own; false where there is none. */
export async function takeAgent(): Promise<boolean> {
  const header = { "Idempotency-Key": idempotencyKey() }
  const { items } = await answer(client.POST("/api/agents/sync", { params: { header } }))
  const free = items.find((agent) => agent.at_bolna && agent.owner === null)
  if (free === undefined) return false
  const body = { name: free.name ?? free.bolna_agent_id, bolna_agent_id: free.bolna_agent_id, from_phone_numbers: [] }
  await answer(client.POST("/api/agents", { body, params: { header: { "Idempotency-Key": idempotencyKey() } } }))
  return true
}

/** What a file seems to hold; `mapping` names columns otherwise than was guessed. */
export function preview(file: File, mapping: Mapping): Promise<Preview> {
  const form = new FormData()
  form.set("file", file)
  if (Object.keys(mapping).length > 0) form.set("column_mapping", JSON.stringify(mapping))
  // The browser writes a form as what it is, whatever the type says.
  return answer(client.POST("/api/imports/preview", { body: form as unknown as Schemas["PreviewFields"] }))
}

/** The form of `upload-csv`: what was written into the dialog, the file, and what its columns are. */
export function uploadForm(given: FormData, file: File, mapping: Mapping): FormData {
  const form = new FormData()
  const fields = [
    "campaign_name",
    "agent_id",
    "next_action",
    "first_call_time",
    "last_call_time",
    "start_date",
    "timezone",
  ]
  for (const name of fields) form.set(name, text(given, name))
  form.set("days", JSON.stringify(WEEKDAYS.filter((day) => given.getAll("days").includes(day))))
  const attempts = numberOrNull(given, "max_attempts") ?? 1
  form.set(
    "retry",
    JSON.stringify({ max_attempts: attempts, delays_minutes: lines(given, "delays_minutes").map(Number) }),
  )
  if (Object.keys(mapping).length > 0) form.set("column_mapping", JSON.stringify(mapping))
  form.set("file", file)
  return form
}

export function dryRun(form: FormData): Promise<DryRun> {
  return answer(client.POST("/api/campaigns/dry-run", { body: form as unknown as Schemas["UploadFields"] }))
}

/**
 * Makes the campaign of a file; `onProgress` is told the share of it that was sent, 0 to 1. The same `key` said again makes
 * none twice. By XMLHttpRequest, since fetch does not say how much was sent.
 */
export function upload(form: FormData, key: string, onProgress: (share: number) => void): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open("POST", "/api/campaigns/upload-csv")
    request.responseType = "json"
    request.setRequestHeader("Idempotency-Key", key)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onerror = () => reject(new Problem(0, "offline", ""))
    request.onload = () => {
      if (request.status >= 400) reject(problemOf(request.status, request.response))
      else resolve(request.response as Uploaded)
    }
    request.send(form)
  })
}
