export type Speaker = "agent" | "contact"

export interface Saying {
  by: Speaker | null
  text: string
}

const SPEAKERS: Record<string, Speaker> = { assistant: "agent", agent: "agent", bot: "agent", user: "contact" }

/** Reads `assistant: …` and `user: …` line by line; a line without a speaker goes on with what was said before it. */
export function sayings(transcript: string): Saying[] {
  const said: Saying[] = []
  for (const line of transcript.split("\n").filter((one) => one.trim() !== "")) {
    const [, name = "", text = ""] = /^\s*(\w+):\s*(.*)$/.exec(line) ?? []
    const by = SPEAKERS[name.toLowerCase()]
    const last = said.at(-1)
    if (by) said.push({ by, text })
    else if (last) last.text += `\n${line.trim()}`
    else said.push({ by: null, text: line.trim() })
  }
  return said
}
