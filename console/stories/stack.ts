import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
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
}

/** Starts a stack of its own for all stories: its address stands in STACK. Returns what ends it. */
export default async function start(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "console-"))
  const stop = () => {
    execFileSync(callctl, ["down", "--data-dir", folder], { stdio: "inherit" })
    rmSync(folder, { recursive: true, force: true })
  }
  const base = FIRST_BASE + (process.pid % BASES) * APART
  const up = ["up", "--detach", "--json", "--data-dir", folder, "--port-base", String(base)]
  try {
    process.env.STACK = execFileSync(callctl, up, { encoding: "utf-8", stdio: ["ignore", "pipe", "inherit"] })
    await simulate()
  } catch (error) {
    stop()
    throw error
  }
  return stop
}
