import i18next from "i18next"

/** Numbers as the viewer's country writes them, in the language that is spoken. */
function locale(): string {
  const spoken = i18next.language || "en"
  return navigator.languages.find((name) => name.startsWith(spoken)) ?? (spoken === "hi" ? "hi-IN" : spoken)
}

const kept = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

/** Making a format takes longer than using it a hundred times: thousands of rows share one. */
function shared<T extends Intl.NumberFormat | Intl.DateTimeFormat>(name: string, make: () => T): T {
  const found = kept.get(name) as T | undefined
  if (found) return found
  const made = make()
  kept.set(name, made)
  return made
}

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const spoken = locale()
  return shared(`${spoken} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(spoken, options))
}

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const spoken = locale()
  return shared(`${spoken} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(spoken, options))
}

export function number(value: number): string {
  return numbers({}).format(value)
}

export function percent(share: number): string {
  return numbers({ style: "percent", maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 }).format(share)
}

export function money({ amount, currency }: { amount: string; currency: string }): string {
  return numbers({ style: "currency", currency, minimumFractionDigits: 2, maximumFractionDigits: 3 }).format(
    Number(amount),
  )
}

const MINUTE = 60
const HOUR = 3600

/** A length of time in its two weightiest units: `42 sec`, `3 min 20 sec`, `2 hr 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  const parts = [
    unit(Math.floor(whole / HOUR), "hour"),
    unit(Math.floor((whole % HOUR) / MINUTE), "minute"),
    whole >= HOUR ? "" : unit(whole % MINUTE, "second"),
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(" ") : numbers({ style: "unit", unit: "second" }).format(0)
}

function unit(count: number, name: "hour" | "minute" | "second"): string {
  return count === 0 ? "" : numbers({ style: "unit", unit: name, unitDisplay: "short" }).format(count)
}

export function viewersZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

function written(at: Date, timeZone: string): string {
  return dates({ dateStyle: "medium", timeStyle: "short", timeZone }).format(at)
}

/** A time in the viewer's zone, with the campaign's own beside it where the two clocks differ then. */
export function time(rfc3339: string, zone?: string | null): string {
  const at = new Date(rfc3339)
  const here = written(at, viewersZone())
  const there = zone ? written(at, zone) : here
  return here === there ? here : `${here} (${there} ${zone ?? ""})`
}

/** The clock to the second in the viewer's zone, for what follows close upon another. */
export function clock(rfc3339: string): string {
  return dates({ timeStyle: "medium", timeZone: viewersZone() }).format(new Date(rfc3339))
}
