import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { simulate } from "./people"

const callctl = fileURLToPath(new URL("../../.venv/bin/callctl", import.meta.url))
const FIRST_BASE = 28_000
const APART = 100
const BASES = 40

export interface Stack {
  api: string
  simulator: string
  admin_key: string
  /** What the simulator, in Bolna's place, takes. */
  bolna_key: string
}

function place(): { folder: string; base: number } {
  return JSON.parse(process.env.STACK_AT ?? "null") as { folder: string; base: number }
}

/** Brings the stack up, on data that may be there already. */
export async function up(): Promise<void> {
  const { folder, base } = place()
  const said = ["up", "--detach", "--json", "--data-dir", folder, "--port-base", String(base)]
  const printed = execFileSync(callctl, said, { encoding: "utf-8", stdio: ["ignore", "pipe", "inherit"] })
  const bolna_key = readFileSync(join(folder, "secrets", "BOLNA_API_KEY"), "utf-8").trim()
  process.env.STACK = JSON.stringify({ ...(JSON.parse(printed) as object), bolna_key })
  await simulate()
}

/** Stops every service; what was recorded stays. */
export function down(): void {
  execFileSync(callctl, ["down", "--data-dir", place().folder], { stdio: "inherit" })
}

/** Starts a stack of its own for all stories: its address stands in STACK. Returns what ends it. */
export default async function start(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "console-"))
  const stop = () => {
    execFileSync(callctl, ["down", "--data-dir", folder], { stdio: "inherit" })
    rmSync(folder, { recursive: true, force: true })
  }
  const base = FIRST_BASE + (process.pid % BASES) * APART
  process.env.STACK_AT = JSON.stringify({ folder, base })
  try {
    await up()
  } catch (error) {
    stop()
    throw error
  }
  return stop
}
