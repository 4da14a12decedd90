import { useTranslation } from "react-i18next"

import { Button } from "@/components/ui/button"
import { DialogFooter } from "@/components/ui/dialog"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table"
import type { Schemas } from "@/lib/api/client"
import { number } from "@/lib/format/format"

const COUNTS = ["total_rows", "accepted", "duplicates", "rejected"] as const

/** What became of a file's rows; those that were not taken as a table, and all of them as a file to mend. */
export function ImportSummary({ report, onOpen }: { report: Schemas["Import"]; onOpen: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="grid min-w-0 gap-4">
      <dl className="grid grid-cols-[1fr_auto] gap-2 text-sm">
        {COUNTS.map((name) => (
          <div key={name} className="contents">
            <dt>{t(`creating.counts.${name}`)}</dt>
            <dd className="text-right font-medium tabular-nums">{number(report[name])}</dd>
          </div>
        ))}
      </dl>
      <Table aria-label={t("creating.rejectedRows")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("creating.row")}</TableHead>
            <TableHead>{t("creating.value")}</TableHead>
            <TableHead>{t("creating.why")}</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {report.errors.map(({ row, column, value, message }) => (
            <TableRow key={`${row} ${column}`}>
              <TableCell className="tabular-nums">{number(row)}</TableCell>
              <TableCell className="break-all whitespace-normal">{value}</TableCell>
              <TableCell className="whitespace-normal">{message}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <p className="text-muted-foreground text-sm">{t("creating.mendHint")}</p>
      <DialogFooter>
        {report.errors_csv_url && (
          <Button variant="outline" asChild>
            <a href={report.errors_csv_url} download>
              {t("today.rejectedFile")}
            </a>
          </Button>
        )}
        <Button onClick={onOpen}>{t("creating.open")}</Button>
      </DialogFooter>
    </div>
  )
}
