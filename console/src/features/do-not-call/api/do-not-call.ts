import { keepPreviousData } from "@tanstack/react-query"

import { answer, client, idempotencyKey, type Schemas } from "@/lib/api/client"
import { pagesQuery } from "@/lib/api/pages"

export type BlockedNumber = Schemas["BlockedNumber"]
export type BlockedNumbers = Schemas["BlockedNumbers"]
export type Scope = Schemas["BlockScope"]
type FileBody = Schemas["DoNotCallFields"]

/** A list, newest first; `number` finds one number, written in any form. */
export function blockedQuery(scope: Scope, number: string) {
  const wanted = { scope, ...(number === "" ? {} : { phone_number: number }) }
  return {
    ...pagesQuery(["do-not-call", wanted], (at) =>
      answer(client.GET("/api/do-not-call", { params: { query: { ...wanted, ...at } } })),
    ),
    placeholderData: keepPreviousData,
  }
}

const header = () => ({ "Idempotency-Key": idempotencyKey() })

export function block(body: Schemas["NewEntryBody"]): Promise<BlockedNumber> {
  return answer(client.POST("/api/do-not-call", { body, params: { header: header() } }))
}

export function unblock({ phone_number: e164, scope }: BlockedNumber) {
  return answer(client.DELETE("/api/do-not-call/{e164}", { params: { path: { e164 }, query: { scope } } }))
}

/** Sends a file; the browser writes a form as what it is, whatever the type says. */
export function blockFile(form: FormData): Promise<BlockedNumbers> {
  const body = form as unknown as FileBody
  return answer(client.POST("/api/do-not-call/upload-csv", { body, params: { header: header() } }))
}
