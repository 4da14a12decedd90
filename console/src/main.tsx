import "./index.css"

import { StrictMode } from "react"
import { createRoot } from "react-dom/client"

import { App } from "@/app/app"
import { startTexts } from "@/lib/i18n/i18n"
import { startTheme } from "@/lib/theme/theme"

startTheme()
await startTexts()

const root = document.getElementById("root")
if (!root) throw new Error("index.html has no element named root")
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
