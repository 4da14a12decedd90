import { QueryClientProvider } from "@tanstack/react-query"
import { RouterProvider } from "@tanstack/react-router"
import { Toaster } from "sonner"

import { queries } from "./queries"
import { router } from "./router"

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
      <Toaster closeButton position="bottom-right" />
    </QueryClientProvider>
  )
}
