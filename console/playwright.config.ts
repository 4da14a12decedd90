import { defineConfig } from "@playwright/test"

/** The stories run in Chromium against one real stack, which `stories/stack.ts` starts and ends. */
export default defineConfig({
  testDir: "stories",
  globalSetup: "./stories/stack.ts",
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  forbidOnly: true,
  use: {
    locale: "en-IN",
    timezoneId: "Asia/Kolkata",
    colorScheme: "light",
    trace: "retain-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] },
  },
})
