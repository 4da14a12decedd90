import type { Stack } from "./stack"

export interface Person {
  id: string
  name: string
  email: string
  password: string
  key: string
}

/** Calls of half a second to a second and a half, so that a campaign ends while one looks on. */
const SHORT_CALLS = {
  fixed_numbers: false,
  ring_seconds: [0.1, 0.3],
  unanswered_ring_seconds: [0.5, 1.5],
  talk_seconds: [0.4, 1.2],
  completed_after_seconds: [0.05, 0.2],
}

export function stack(): Stack {
  return JSON.parse(process.env.STACK ?? "null") as Stack
}

/** Has calls go as is usual for stories, but for what is `otherwise`. */
export async function simulate(otherwise: object = {}): Promise<void> {
  const body = JSON.stringify({ ...SHORT_CALLS, ...otherwise })
  await sent(`${stack().simulator}/simulator/profile`, { method: "PUT", body })
}

/** Registers a user who may have `limit` calls at a time; the e-mail address is nobody else's. */
export async function person(name: string, limit = 5, role = "member"): Promise<Person> {
  const email = `${name.toLowerCase()}.${String(mine())}@example.com`
  const given = { name, email, password: "a long enough password" }
  const body = JSON.stringify({ ...given, role, concurrent_calls_limit: limit })
  const answer = await sent(`${stack().api}/api/users`, { method: "POST", body }, stack().admin_key)
  const { id, api_key } = answer as { id: string; api_key: string }
  return { ...given, id, key: api_key }
}

/** Launches a campaign of so many contacts, called around the clock unless `settings` say otherwise; returns its id. */
export async function campaign(
  who: Person,
  name: string,
  contacts: number,
  settings: Record<string, string> = {},
): Promise<string> {
  const { api } = stack()
  const agent = `agent-of-${who.email}`
  const agents = (await sent(`${api}/api/agents`, {}, who.key)) as { items: { id: string }[] }
  const known = agents.items[0]
  const wanted = JSON.stringify({ name: "Sales", bolna_agent_id: agent })
  const { id } =
    known ?? ((await sent(`${api}/api/agents`, { method: "POST", body: wanted }, who.key)) as { id: string })
  const first = 10_000_000 + firstNumber()
  const rows = Array.from({ length: contacts }, (_, row) => `+9198${String(first + row)},Contact ${row}`)
  const form = new FormData()
  form.set("file", new Blob([["phone_number,name", ...rows].join("\n")]), "contacts.csv")
  const fields = { campaign_name: name, agent_id: id, next_action: "Book a visit", start_date: "2025-10-09" }
  const hours = { first_call_time: "00:00", last_call_time: "24:00" }
  for (const [field, value] of Object.entries({ ...fields, ...hours, ...settings })) {
    form.set(field, value)
  }
  const created = await sent(`${api}/api/campaigns/upload-csv`, { method: "POST", body: form }, who.key)
  return (created as { campaign: { id: string } }).campaign.id
}

/** Returns the address of a page that signs somebody in once. */
export async function signInLink(who: Person): Promise<string> {
  const { api, admin_key } = stack()
  const link = await sent(`${api}/api/users/${who.id}/sign-in-links`, { method: "POST" }, admin_key)
  return `${api}/sign-in#token=${(link as { token: string }).token}`
}

/** What the API answers somebody. */
export function got(who: Person, path: string): Promise<unknown> {
  return sent(`${stack().api}${path}`, {}, who.key)
}

/** Has the API do something for somebody. */
export function done(who: Person, method: "POST" | "PATCH", path: string, body: object): Promise<unknown> {
  return sent(`${stack().api}${path}`, { method, body: JSON.stringify(body) }, who.key)
}

/** Makes an agent of the account at Bolna that is nobody's yet. */
export async function agentAtBolna(name: string): Promise<void> {
  const body = JSON.stringify({ agent_config: { agent_name: name } })
  await sent(`${stack().simulator}/v2/agent`, { method: "POST", body }, stack().bolna_key)
}

let used = 0
const APART = 20_000
/** So many at the most are used by one of the processes that tell stories; there is another after a story that failed. */
const EACH = 150

/** A number that no story has had. */
function mine(): number {
  used += 1
  return Number(process.env.TEST_WORKER_INDEX ?? 0) * EACH + used
}

function firstNumber(): number {
  return mine() * APART
}

async function sent(url: string, request: RequestInit, key?: string): Promise<unknown> {
  const headers = new Headers()
  if (typeof request.body === "string") headers.set("Content-Type", "application/json")
  if (key) headers.set("Authorization", `Bearer ${key}`)
  const answer = await fetch(url, { ...request, headers })
  if (!answer.ok) throw new Error(`${request.method ?? "GET"} ${url}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}
