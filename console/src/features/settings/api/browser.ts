const BROWSERS = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
] as const
const SYSTEMS = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
] as const

/** Which browser on which system a user agent names, for people; undefined where it is none that is known. */
export function browserOf(userAgent: string | null): string | undefined {
  if (userAgent === null) return undefined
  const named = (known: readonly (readonly [RegExp, string])[]) => known.find(([sign]) => sign.test(userAgent))?.[1]
  const found = [named(BROWSERS), named(SYSTEMS)].filter(Boolean)
  return found.length > 0 ? found.join(", ") : undefined
}
