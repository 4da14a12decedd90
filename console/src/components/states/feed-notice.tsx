import { WifiOff } from "lucide-react"
import { useSyncExternalStore } from "react"
import { useTranslation } from "react-i18next"

import { feed } from "@/lib/feed/feed"

/** Says that what is shown may be old, while the live feed is lost. */
export function FeedNotice() {
  const { t } = useTranslation()
  const state = useSyncExternalStore(feed.watch, () => feed.state)
  return (
    <div role="status">
      {state === "lost" && (
        <p className="flex items-center gap-2 bg-yellow-100 px-4 py-2 text-sm text-yellow-900">
          <WifiOff aria-hidden className="size-4 shrink-0" />
          {t("states.feedLost")}
        </p>
      )}
    </div>
  )
}
