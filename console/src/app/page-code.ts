import { lazyRouteComponent } from "@tanstack/react-router"

import { Problem } from "@/lib/api/problem"

/**
 * The code of a page, loaded when it is gone to. Where it is not to be had because a newer build took its place, the router loads
 * the whole console anew; where nobody answers that would leave the browser's own error on the screen, and a Problem is thrown.
 */
export function pageCode<T extends Record<string, unknown>, K extends keyof T & string>(
  load: () => Promise<T>,
  name: K,
) {
  return lazyRouteComponent(() => load().catch(unlessNobodyAnswers), name)
}

async function unlessNobodyAnswers(error: unknown): Promise<never> {
  const answers = await fetch("/", { method: "HEAD", cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  )
  throw answers ? error : new Problem(0, "offline", "")
}
