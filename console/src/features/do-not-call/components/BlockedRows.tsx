import { Trash2 } from "lucide-react"
import { useTranslation } from "react-i18next"

import { Button } from "@/components/ui/button"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table"
import { time } from "@/lib/format/format"

import type { BlockedNumber } from "../api/do-not-call"

interface RowsProps {
  numbers: readonly BlockedNumber[]
  onRemove: (number: BlockedNumber) => void
}

export function BlockedRows({ numbers, onRemove }: RowsProps) {
  const { t } = useTranslation()
  return (
    <Table>
      <TableHeader>
        <TableRow>
          <TableHead>{t("doNotCall.number")}</TableHead>
          <TableHead>{t("doNotCall.reason")}</TableHead>
          <TableHead className="max-md:hidden">{t("doNotCall.since")}</TableHead>
          <TableHead>
            <span className="sr-only">{t("doNotCall.remove")}</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {numbers.map((blocked) => (
          <TableRow key={blocked.phone_number}>
            <TableCell className="font-medium tabular-nums">{blocked.phone_number}</TableCell>
            <TableCell className="break-words whitespace-normal">{blocked.reason}</TableCell>
            <TableCell className="text-muted-foreground max-md:hidden">{time(blocked.created_at)}</TableCell>
            <TableCell className="text-right">
              <Button
                size="icon"
                variant="ghost"
                aria-label={t("doNotCall.removeOne", { number: blocked.phone_number })}
                onClick={() => onRemove(blocked)}
              >
                <Trash2 aria-hidden />
              </Button>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
