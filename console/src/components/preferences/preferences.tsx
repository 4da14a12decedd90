import { useSyncExternalStore } from "react"
import { useTranslation } from "react-i18next"

import { NativeSelect, NativeSelectOption } from "@/components/ui/native-select"
import { isLanguage, LANGUAGES, speak } from "@/lib/i18n/i18n"
import { isTheme, theme, THEMES, watchTheme, wear } from "@/lib/theme/theme"

/** In which language this browser shows the console. */
export function LanguageChoice({ id }: { id?: string }) {
  const { t, i18n } = useTranslation()
  return (
    <NativeSelect
      {...(id === undefined ? { "aria-label": t("shell.language") } : { id })}
      value={i18n.language}
      onChange={({ target }) => {
        if (isLanguage(target.value)) void speak(target.value)
      }}
    >
      {Object.entries(LANGUAGES).map(([language, name]) => (
        <NativeSelectOption key={language} value={language}>
          {name}
        </NativeSelectOption>
      ))}
    </NativeSelect>
  )
}

/** In light or dark, or as the system is. */
export function ThemeChoice({ id }: { id?: string }) {
  const { t } = useTranslation()
  const worn = useSyncExternalStore(watchTheme, theme)
  return (
    <NativeSelect
      {...(id === undefined ? { "aria-label": t("shell.theme") } : { id })}
      value={worn}
      onChange={({ target }) => {
        if (isTheme(target.value)) wear(target.value)
      }}
    >
      {THEMES.map((name) => (
        <NativeSelectOption key={name} value={name}>
          {t(`shell.themes.${name}`)}
        </NativeSelectOption>
      ))}
    </NativeSelect>
  )
}
