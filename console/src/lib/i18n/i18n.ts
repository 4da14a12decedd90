import i18next from "i18next"
import { initReactI18next } from "react-i18next"

import en from "@/texts/en.json"

export const LANGUAGES = { en: "English", hi: "हिन्दी" } as const
export type Language = keyof typeof LANGUAGES
const KEPT_AS = "language"

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
  }
}

export function isLanguage(name: string | null | undefined): name is Language {
  return name === "en" || name === "hi"
}

function preferred(): Language {
  const kept = localStorage.getItem(KEPT_AS)
  if (isLanguage(kept)) return kept
  const asked = navigator.languages.map((name) => name.split("-")[0]).find(isLanguage)
  return asked ?? "en"
}

/** Speaks the language chosen last, else the browser's first that there is. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en } },
    lng: "en",
    fallbackLng: "en",
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  })
  await speak(preferred())
}

export async function speak(language: Language): Promise<void> {
  if (language === "hi" && !i18next.hasResourceBundle("hi", "translation")) {
    i18next.addResourceBundle("hi", "translation", (await import("@/texts/hi.json")).default)
  }
  localStorage.setItem(KEPT_AS, language)
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
}
