import { Link } from "@tanstack/react-router"
import { useTranslation } from "react-i18next"

import { number } from "@/lib/format/format"

interface UsedInProps {
  campaigns: readonly { id: string; name: string }[]
  /** How many there are in all. */
  count: number
}

/** The campaigns that something is used in, as links; those beyond `campaigns` by their number. */
export function UsedIn({ campaigns, count }: UsedInProps) {
  const { t } = useTranslation()
  if (count === 0) return <span className="text-muted-foreground">{t("usedIn.unused")}</span>
  const more = count - campaigns.length
  return (
    <ul>
      {campaigns.map(({ id, name }) => (
        <li key={id}>
          <Link
            to="/campaigns/$id"
            params={{ id }}
            search={{}}
            className="break-words underline-offset-4 hover:underline"
          >
            {name}
          </Link>
        </li>
      ))}
      {more > 0 && <li className="text-muted-foreground">{t("usedIn.more", { count: more, shown: number(more) })}</li>}
    </ul>
  )
}
