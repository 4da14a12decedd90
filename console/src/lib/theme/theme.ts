export const THEMES = ["system", "light", "dark"] as const
export type Theme = (typeof THEMES)[number]
const KEPT_AS = "theme"
const DARK = "(prefers-color-scheme: dark)"

export function isTheme(name: string | null): name is Theme {
  return THEMES.some((known) => known === name)
}

export function theme(): Theme {
  const kept = localStorage.getItem(KEPT_AS)
  return isTheme(kept) ? kept : "system"
}

const watchers = new Set<() => void>()

/** Calls back whenever another theme was chosen. */
export function watchTheme(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

export function wear(chosen: Theme): void {
  localStorage.setItem(KEPT_AS, chosen)
  const dark = chosen === "dark" || (chosen === "system" && matchMedia(DARK).matches)
  document.documentElement.classList.toggle("dark", dark)
  for (const watcher of watchers) watcher()
}

/** Wears the theme chosen last, and follows the system's while that is what was chosen. */
export function startTheme(): void {
  wear(theme())
  matchMedia(DARK).addEventListener("change", () => wear(theme()))
}
