import i18next from "i18next"

/** Numbers as the viewer's country writes them, in the language that is spoken. */
function locale(): string {
  const spoken = i18next.language || "en"
  return navigator.languages.find((name) => name.startsWith(spoken)) ?? (spoken === "hi" ? "hi-IN" : spoken)
}

export function number(value: number): string {
  return new Intl.NumberFormat(locale()).format(value)
}

export function percent(share: number): string {
  return new Intl.NumberFormat(locale(), {
    style: "percent",
    maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0,
  }).format(share)
}

export function viewersZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

function written(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short", timeZone }).format(at)
}

/** A time in the viewer's zone, with the campaign's own beside it where the two clocks differ then. */
export function time(rfc3339: string, zone?: string | null): string {
  const at = new Date(rfc3339)
  const here = written(at, viewersZone())
  const there = zone ? written(at, zone) : here
  return here === there ? here : `${here} (${there} ${zone ?? ""})`
}
