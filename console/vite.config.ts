import { readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { brotliCompressSync, gzipSync } from "node:zlib"

import tailwindcss from "@tailwindcss/vite"
import react from "@vitejs/plugin-react"
import { type Plugin } from "vite"
import { defineConfig } from "vitest/config"

const API = process.env.CONSOLE_API ?? "http://127.0.0.1:8000"
const COMPRESSED = /\.(js|css|html|svg)$/

/** Writes `.br` and `.gz` beside every file that shrinks, for the service to send as they are. */
function compressed(): Plugin {
  let folder = "dist"
  return {
    name: "compressed",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir
    },
    async closeBundle() {
      const files = await readdir(folder, { recursive: true })
      for (const file of files.filter((name) => COMPRESSED.test(name))) {
        const path = join(folder, file)
        const content = await readFile(path)
        await writeFile(`${path}.br`, brotliCompressSync(content))
        await writeFile(`${path}.gz`, gzipSync(content, { level: 9 }))
      }
    },
  }
}

export default defineConfig({
  plugins: [react(), tailwindcss(), compressed()],
  resolve: { alias: { "@": join(import.meta.dirname, "src") } },
  build: { manifest: true, sourcemap: false, target: "es2022" },
  server: { proxy: { "/api": { target: API } } },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
  },
})
