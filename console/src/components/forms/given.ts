/** What was written into a text field, without the blanks around it; a form ends lines as HTTP does, we as everywhere else. */
export function text(given: FormData, name: string): string {
  return asText(given.get(name))
}

/** What was written into every text field of one name, in their order. */
export function texts(given: FormData, name: string): string[] {
  return given.getAll(name).map(asText)
}

function asText(value: FormDataEntryValue | null): string {
  return typeof value === "string" ? value.replaceAll("\r\n", "\n").trim() : ""
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
