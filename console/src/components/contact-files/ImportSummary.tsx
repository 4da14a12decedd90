import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"

import { Button } from "@/components/ui/button"
import { DialogFooter } from "@/components/ui/dialog"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table"
import type { Schemas } from "@/lib/api/client"
import { number } from "@/lib/format/format"

const COUNTS = ["total_rows", "accepted", "duplicates", "rejected"] as const

interface SummaryProps {
  report: Schemas["Import"]
  /** What to do with the rows that were not taken. */
  mendHint: string
  /** What leads on from here. */
  children: ReactNode
}

/** What became of a file's rows; those that were not taken as a table, and all of them as a file to mend. */
export function ImportSummary({ report, mendHint, children }: SummaryProps) {
  const { t } = useTranslation()
  return (
    <div className="grid min-w-0 gap-4">
      <dl className="grid grid-cols-[1fr_auto] gap-2 text-sm">
        {COUNTS.map((name) => (
          <div key={name} className="contents">
            <dt>{t(`contactFiles.counts.${name}`)}</dt>
            <dd className="text-right font-medium tabular-nums">{number(report[name])}</dd>
          </div>
        ))}
      </dl>
      {report.errors.length > 0 && (
        <>
          <RejectedRows rows={report.errors} />
          <p className="text-muted-foreground text-sm">{mendHint}</p>
        </>
      )}
      <DialogFooter>
        {report.errors_csv_url && (
          <Button variant="outline" asChild>
            <a href={report.errors_csv_url} download>
              {t("contactFiles.toMend")}
            </a>
          </Button>
        )}
        {children}
      </DialogFooter>
    </div>
  )
}

function RejectedRows({ rows }: { rows: readonly Schemas["RowProblem"][] }) {
  const { t } = useTranslation()
  return (
    <Table aria-label={t("contactFiles.rejectedRows")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("contactFiles.row")}</TableHead>
          <TableHead>{t("contactFiles.value")}</TableHead>
          <TableHead>{t("contactFiles.why")}</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map(({ row, column, value, message }) => (
          <TableRow key={`${row} ${column}`}>
            <TableCell className="tabular-nums">{number(row)}</TableCell>
            <TableCell className="break-all whitespace-normal">{value}</TableCell>
            <TableCell className="whitespace-normal">{message}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
