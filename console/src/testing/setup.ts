import "@testing-library/jest-dom/vitest"

import { cleanup } from "@testing-library/react"
import { afterEach, beforeAll } from "vitest"

import { startTexts } from "@/lib/i18n/i18n"

beforeAll(async () => startTexts())
afterEach(cleanup)
