import { useTranslation } from "react-i18next"

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

/** The box that chooses a contact: the browser's own, since a thousand of them are ticked at once. */
export function Choose({ label, chosen, fixed, onChoose }: ChooseProps) {
  return (
    <input
      type="checkbox"
      className="accent-primary block size-4 shrink-0"
      aria-label={label}
      ref={(box) => {
        if (box) box.indeterminate = chosen === "indeterminate"
      }}
      checked={chosen === true}
      disabled={fixed}
      onChange={({ target }) => onChoose(target.checked)}
    />
  )
}
