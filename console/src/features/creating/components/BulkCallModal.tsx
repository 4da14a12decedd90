import { useTranslation } from "react-i18next"

import { refusedOf } from "@/components/forms/field"
import { WideDialog } from "@/components/forms/wide-dialog"
import { number } from "@/lib/format/format"

import { bulkBody, bulkCall, type ContactSelection, foretellContacts } from "../api/creating"
import { useLaunch } from "../api/use-launch"
import { CampaignForm } from "./CampaignForm"

interface ModalProps {
  contacts: ContactSelection
  onCreated: (campaignId: string) => void
  onClose: () => void
}

/** Makes a campaign of contacts that are chosen: says what would come of it, then launches it. */
export function BulkCallModal({ contacts, onCreated, onClose }: ModalProps) {
  const { t } = useTranslation()
  const launch = useLaunch({
    foretell: foretellContacts,
    launch: bulkCall,
    onLaunched: (_, { id }) => onCreated(id),
  })
  return (
    <WideDialog title={t("creating.bulkCall")} hint={t("creating.bulkHint")} onClose={onClose}>
      <CampaignForm launch={launch} request={(given) => bulkBody(given, contacts)} onClose={onClose}>
        <Whom contacts={contacts} error={launch.error} />
      </CampaignForm>
    </WideDialog>
  )
}

/** How many are chosen, and what was wrong with the choice. */
function Whom({ contacts, error }: { contacts: ContactSelection; error: unknown }) {
  const { t } = useTranslation()
  const wrong = refusedOf(error, "/contact_filter") ?? refusedOf(error, "/contact_ids")
  const ids = contacts.contact_ids
  return (
    <div className="grid gap-1 text-sm">
      <p className="font-medium">
        {ids ? t("creating.chosen", { count: ids.length, shown: number(ids.length) }) : t("creating.allChosen")}
      </p>
      {wrong !== undefined && (
        <p role="alert" className="text-destructive">
          {wrong}
        </p>
      )}
    </div>
  )
}
