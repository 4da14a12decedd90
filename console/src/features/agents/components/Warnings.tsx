import { TriangleAlert } from "lucide-react"

import type { AgentWarning } from "../api/agents"

/** What about an agent is to be seen to at Bolna. */
export function Warnings({ warnings }: { warnings: readonly AgentWarning[] }) {
  return (
    <ul className="grid gap-1">
      {warnings.map(({ code, message }) => (
        <li key={code} className="flex gap-2">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-yellow-600 dark:text-yellow-400" />
          <span className="min-w-0 break-words">{message}</span>
        </li>
      ))}
    </ul>
  )
}
