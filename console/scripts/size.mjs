// Adds up what a browser loads before it shows anything: the entry and all it imports, gzipped; fails beyond the budget.
import { readFileSync, statSync } from "node:fs"
import { fileURLToPath } from "node:url"

const MOST = 250_000
const dist = fileURLToPath(new URL("../dist", import.meta.url))
const manifest = JSON.parse(readFileSync(`${dist}/.vite/manifest.json`, "utf-8"))

const names = new Set()
const add = (name) => {
  if (names.has(name)) return
  names.add(name)
  for (const imported of manifest[name].imports ?? []) add(imported)
}
const entries = Object.entries(manifest).filter(([, chunk]) => chunk.isEntry)
for (const [name] of entries) add(name)
const bytes = [...names].reduce((sum, name) => sum + statSync(`${dist}/${manifest[name].file}.gz`).size, 0)

console.log(`initial JavaScript: ${bytes} bytes gzipped in ${names.size} files, at most ${MOST}`)
if (entries.length === 0 || bytes > MOST) {
  console.error("load more with the route that needs it (lazyRouteComponent), or do without it")
  process.exit(1)
}
