// Runs the stories in Chromium, or says in one line why they were skipped.
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"

const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
const chromium = places.find((place) => place !== undefined && existsSync(place))
if (chromium === undefined) {
  console.log("stories skipped: no Chromium found; install one (apt-get install chromium) or name it in CHROMIUM")
  process.exit(0)
}
const playwright = ["node_modules/@playwright/test/cli.js", "test", ...process.argv.slice(2)]
const run = spawnSync(process.execPath, playwright, { stdio: "inherit", env: { ...process.env, CHROMIUM: chromium } })
process.exit(run.status ?? 1)
