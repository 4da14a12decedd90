import { readFileSync } from "node:fs"

/** The languages that stories are told in, each with the locale of a browser that asks for it. */
export const LANGUAGES = { en: "en-IN", hi: "hi-IN" } as const
export type Language = keyof typeof LANGUAGES

/** What the console says: `say("campaigns.undo")`; of a text with plurals the key names the form, as in `contacts_other`. */
export type Say = (key: string, filled?: Record<string, string | number>) => string

interface Texts {
  [name: string]: string | Texts
}

export function words(language: Language): Say {
  const file = new URL(`../src/texts/${language}.json`, import.meta.url)
  const texts = JSON.parse(readFileSync(file, "utf-8")) as Texts
  return (key, filled = {}) => {
    const found = key.split(".").reduce<string | Texts | undefined>((at, name) => (at as Texts)[name], texts)
    if (typeof found !== "string") throw new Error(`there is no text ${key}`)
    return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(filled[name]))
  }
}
