import { availableParallelism } from "node:os"

import { defineConfig } from "@playwright/test"

/** They stop the stack, have other calls made, or measure how quick the console is. */
const ALONE = /(pictures|restart|speed)\.spec\.ts/

/** So many processors serve two browsers beside the stack. */
const ENOUGH = 4

/** The stories run in Chromium against one real stack, which `stories/stack.ts` starts and ends: two at a time where they can, then those alone. */
export default defineConfig({
  testDir: "stories",
  globalSetup: "./stories/stack.ts",
  workers: availableParallelism() < ENOUGH ? 1 : 2,
  fullyParallel: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  forbidOnly: true,
  projects: [
    { name: "stories", testIgnore: ALONE },
    { name: "alone", testMatch: ALONE, dependencies: ["stories"], workers: 1, fullyParallel: false },
  ],
  use: {
    locale: "en-IN",
    timezoneId: "Asia/Kolkata",
    colorScheme: "light",
    trace: "retain-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] },
  },
})
