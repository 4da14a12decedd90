// Says which texts a language lacks, has too many, or fills in differently from English.
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const folder = fileURLToPath(new URL("../src/texts", import.meta.url))
const read = (language) => JSON.parse(readFileSync(`${folder}/${language}.json`, "utf-8"))
const flat = (tree, path = "") =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value]] : flat(value, `${path}${key}.`),
  )
const blanks = (text) =>
  [...text.matchAll(/\{\{\s*(\w+)/g)]
    .map((found) => found[1])
    .sort()
    .join()

const english = new Map(flat(read("en")))
const languages = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "en.json")
const problems = languages.flatMap((name) => {
  const language = name.replace(".json", "")
  const other = new Map(flat(read(language)))
  return [
    ...[...english.keys()].filter((key) => !other.get(key)?.trim()).map((key) => `${language}: ${key} is missing`),
    ...[...other.keys()].filter((key) => !english.has(key)).map((key) => `${language}: ${key} is not in English`),
    ...[...other]
      .filter(([key, text]) => english.has(key) && blanks(english.get(key)) !== blanks(text))
      .map(([key]) => `${language}: ${key} fills in other values than English`),
  ]
})
for (const problem of problems) console.error(problem)
process.exit(problems.length > 0 ? 1 : 0)
