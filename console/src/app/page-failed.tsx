import { type ErrorComponentProps, useRouter } from "@tanstack/react-router"
import { useCallback, useEffect } from "react"
import { useTranslation } from "react-i18next"

import { Failed } from "@/components/states/states"
import { feed } from "@/lib/feed/feed"

/** What stands in a page's place while it is not to be had; it comes by itself when the server answers again. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  const router = useRouter()
  const again = useCallback(() => void router.invalidate().then(reset), [router, reset])
  useEffect(() => feed.listen(({ kind }) => kind === "reset" && again()), [again])
  return (
    <>
      <h1 className="sr-only">{t("product")}</h1>
      <Failed error={error} again={again} />
    </>
  )
}
