import { campaignGiven } from "@/components/campaign-fields/given"
import { text } from "@/components/forms/given"
import { answer, client, idempotencyKey, type Schemas } from "@/lib/api/client"
import { type Mapping, send, setFile, type Uploaded } from "@/lib/contact-files/contact-files"

export type DryRun = Schemas["DryRun"]
/** Contacts by their ids, or by what finds them. */
export type ContactSelection = Schemas["ContactSelection"]
type BulkCallBody = Schemas["BulkCallBody"]

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

/** What was written of a campaign, but whom it calls. */
function newCampaignGiven(given: FormData) {
  return { campaign_name: text(given, "campaign_name"), ...campaignGiven(given) }
}

/** The form of `upload-csv`: what was written into the dialog, the file, and what its columns are. */
export function uploadForm(given: FormData, file: File, mapping: Mapping): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(newCampaignGiven(given)))
    form.set(name, typeof value === "string" ? value : JSON.stringify(value))
  setFile(form, file, mapping)
  return form
}

/** The body of `bulk-call`: what was written into the dialog, and the contacts. */
export function bulkBody(given: FormData, contacts: ContactSelection): BulkCallBody {
  return { ...newCampaignGiven(given), ...contacts } as BulkCallBody
}

export function foretellFile(form: FormData): Promise<DryRun> {
  return answer(client.POST("/api/campaigns/dry-run", { body: form as unknown as Schemas["UploadFields"] }))
}

export function foretellContacts(body: BulkCallBody): Promise<DryRun> {
  return answer(client.POST("/api/campaigns/dry-run", { body }))
}

/** Makes the campaign of a file. */
export function upload(form: FormData, key: string, onProgress: (share: number) => void): Promise<Uploaded> {
  return send("/api/campaigns/upload-csv", form, key, onProgress)
}

/** Makes the campaign of contacts that are known. */
export async function bulkCall(body: BulkCallBody, key: string): Promise<{ campaign: Schemas["Campaign"] }> {
  const header = { "Idempotency-Key": key }
  return { campaign: await answer(client.POST("/api/campaigns/bulk-call", { body, params: { header } })) }
}
