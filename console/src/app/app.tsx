import { QueryClientProvider } from "@tanstack/react-query"
import { RouterProvider } from "@tanstack/react-router"
import type { CSSProperties } from "react"
import { Toaster } from "sonner"

import { queries } from "./queries"
import { router } from "./router"

/** Messages wear the theme that was chosen, whatever the system's is. */
const OF_THE_THEME = {
  "--normal-bg": "var(--popover)",
  "--normal-text": "var(--popover-foreground)",
  "--normal-border": "var(--border)",
} as CSSProperties

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
      <Toaster closeButton position="bottom-right" style={OF_THE_THEME} />
    </QueryClientProvider>
  )
}
