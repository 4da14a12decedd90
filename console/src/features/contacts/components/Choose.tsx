import { useTranslation } from "react-i18next"

import { Checkbox } from "@/components/ui/checkbox"

import { type Contact, idsOf } from "../api/contacts"
import type { Selection } from "./use-selection"

/** Chooses all that are shown, or leaves them out. */
export function ChooseShown({ contacts, selection }: { contacts: readonly Contact[]; selection: Selection }) {
  const { t } = useTranslation()
  const chosen = contacts.filter(({ id }) => selection.has(id)).length
  return (
    <Choose
      label={t("contacts.chooseShown")}
      chosen={chosen === contacts.length || (chosen > 0 && "indeterminate")}
      fixed={selection.count === undefined}
      onChoose={(wanted) => selection.set(idsOf(contacts), wanted)}
    />
  )
}

interface ChooseProps {
  label: string
  chosen: boolean | "indeterminate"
  /** Whether it is as it is for all. */
  fixed: boolean
  onChoose: (chosen: boolean) => void
}

/** The box that chooses a contact. */
export function Choose({ label, chosen, fixed, onChoose }: ChooseProps) {
  return (
    <Checkbox
      aria-label={label}
      checked={chosen}
      disabled={fixed}
      onCheckedChange={(wanted) => onChoose(wanted === true)}
    />
  )
}
