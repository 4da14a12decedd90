import { Link } from "@tanstack/react-router"
import { Download } from "lucide-react"
import { useTranslation } from "react-i18next"

import { Button } from "@/components/ui/button"
import { number } from "@/lib/format/format"

import type { Need } from "../api/today"

/** What goes on only once its owner has seen to it, each with the way there. */
export function Needs({ needed }: { needed: readonly Need[] }) {
  return (
    <ul className="grid gap-4">
      {needed.map((need) => (
        <li
          key={"campaign" in need ? need.campaign.id : need.file.id}
          className="flex flex-wrap items-center justify-between gap-3 border-t pt-4 first:border-t-0 first:pt-0"
        >
          {"campaign" in need ? <OfCampaign {...need} /> : <OfFile {...need} />}
        </li>
      ))}
    </ul>
  )
}

function OfCampaign({ kind, campaign }: Extract<Need, { campaign: unknown }>) {
  const { t } = useTranslation()
  return (
    <>
      <div className="min-w-0">
        <p className="font-medium break-words">{campaign.name}</p>
        <p className="text-muted-foreground break-words">{campaign.status_reason ?? t(`today.kinds.${kind}`)}</p>
      </div>
      <Button asChild size="sm" variant="outline">
        <Link
          to="/campaigns/$id"
          params={{ id: campaign.id }}
          search={{}}
          aria-label={t("today.openOne", { name: campaign.name })}
        >
          {t("today.open")}
        </Link>
      </Button>
    </>
  )
}

function OfFile({ kind, file }: Extract<Need, { file: unknown }>) {
  const { t } = useTranslation()
  return (
    <>
      <div className="min-w-0">
        <p className="font-medium">{t(`today.kinds.${kind}`)}</p>
        <p className="text-muted-foreground">
          {t("today.rejectedRows", { rejected: number(file.rejected), total: number(file.total_rows) })}
        </p>
      </div>
      {file.errors_csv_url && (
        <Button asChild size="sm" variant="outline">
          <a href={file.errors_csv_url} download>
            <Download aria-hidden />
            {t("contactFiles.toMend")}
          </a>
        </Button>
      )}
    </>
  )
}
