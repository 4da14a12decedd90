import { answer, client, type Schemas } from "@/lib/api/client"
import { Problem, problemOf } from "@/lib/api/problem"

export type Preview = Schemas["Preview"]
export type Uploaded = Schemas["Uploaded"]
export type Mapping = Record<string, string>

const NAME_PARTS = ["first_name", "middle_name", "last_name"] as const
export const KNOWN_COLUMNS = ["phone_number", "name", ...NAME_PARTS, "email", "company", "notes", "timezone"] as const
/** Columns by which a contact is called, and which the agent is not told. */
const FOR_CALLING = ["phone_number", "timezone"]

/** The fields of a request that stand for a file as a whole. */
export const OF_A_FILE = ["/file", "/column_mapping"] as const

/** What a file seems to hold; `mapping` names columns otherwise than was guessed. */
export function preview(file: File, mapping: Mapping): Promise<Preview> {
  const form = new FormData()
  setFile(form, file, mapping)
  // The browser writes a form as what it is, whatever the type says.
  return answer(client.POST("/api/imports/preview", { body: form as unknown as Schemas["PreviewFields"] }))
}

/** What the agent would be told of the first contact of a file, by the names under which it is told; empty cells are not. */
export function toldOfFirst({ mapping, rows: [first = []] }: Preview): { name: string; value: string }[] {
  const cells = mapping.map((name, nth) => ({ name, value: first[nth]?.trim() ?? "" }))
  const written = cells.filter(({ name, value }) => name !== "" && value !== "")
  const parts = NAME_PARTS.flatMap((part) => written.filter(({ name }) => name === part).map(({ value }) => value))
  const isPart = (name: string) => NAME_PARTS.some((part) => part === name)
  return [
    ...(parts.length > 0 ? [{ name: "name", value: parts.join(" ") }] : []),
    ...written.filter(({ name }) => !FOR_CALLING.includes(name) && !isPart(name)),
  ]
}

/** Puts a file, and what its columns are, into a form that is to be sent. */
export function setFile(form: FormData, file: File, mapping: Mapping): void {
  if (Object.keys(mapping).length > 0) form.set("column_mapping", JSON.stringify(mapping))
  form.set("file", file)
}

/**
 * Sends a form with a file; `onProgress` is told the share of it that was sent, 0 to 1. The same `key` said again makes
 * nothing twice. By XMLHttpRequest, since fetch does not say how much was sent.
 */
export function send(
  path: "/api/campaigns/upload-csv" | "/api/contacts/import",
  form: FormData,
  key: string,
  onProgress: (share: number) => void,
): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open("POST", path)
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
