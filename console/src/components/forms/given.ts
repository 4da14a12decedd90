/** What was written into a text field, without the blanks around it. */
export function text(given: FormData, name: string): string {
  const value = given.get(name)
  return typeof value === "string" ? value.trim() : ""
}

/** The same, or null where nothing was written. */
export function textOrNull(given: FormData, name: string): string | null {
  return text(given, name) || null
}

export function numberOrNull(given: FormData, name: string): number | null {
  const written = text(given, name)
  return written === "" ? null : Number(written)
}

/** What was written on one line each, or between commas. */
export function lines(given: FormData, name: string): string[] {
  return text(given, name)
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter(Boolean)
}
