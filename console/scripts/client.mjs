// Writes the typed client of the HTTP API anew, out of its OpenAPI document; with --check says whether it is fresh.
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

import openapiTS, { astToString } from "openapi-typescript"

const root = fileURLToPath(new URL("../..", import.meta.url))
const target = fileURLToPath(new URL("../src/lib/api/schema.ts", import.meta.url))
const own = `${root}.venv/bin/python`
const python = process.env.PYTHON ?? (existsSync(own) ? own : "python3")

const document = execFileSync(python, ["-m", "services.campaigns.interface", "--openapi"], {
  cwd: root,
  encoding: "utf-8",
  maxBuffer: 64 * 1024 * 1024,
})
const head = "// Generated from the OpenAPI document by `npm run generate`; do not edit.\n\n"
const written = head + astToString(await openapiTS(JSON.parse(document), { alphabetize: true }))

if (!process.argv.includes("--check")) {
  writeFileSync(target, written)
} else if (!existsSync(target) || readFileSync(target, "utf-8") !== written) {
  console.error("stale: console/src/lib/api/schema.ts; write it anew with `npm run generate` and commit it")
  process.exit(1)
}
