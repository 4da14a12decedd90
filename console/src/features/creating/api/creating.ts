import { queryOptions } from "@tanstack/react-query"

import { lines, numberOrNull, text } from "@/components/forms/given"
import { answer, client, idempotencyKey, type Schemas } from "@/lib/api/client"
import { type Mapping, send, setFile, type Uploaded } from "@/lib/contact-files/contact-files"

export type DryRun = Schemas["DryRun"]

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const satisfies Schemas["Weekday"][]

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
  setFile(form, file, mapping)
  return form
}

export function dryRun(form: FormData): Promise<DryRun> {
  return answer(client.POST("/api/campaigns/dry-run", { body: form as unknown as Schemas["UploadFields"] }))
}

/** Makes the campaign of a file. */
export function upload(form: FormData, key: string, onProgress: (share: number) => void): Promise<Uploaded> {
  return send("/api/campaigns/upload-csv", form, key, onProgress)
}
