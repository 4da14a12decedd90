import { FileUp } from "lucide-react"
import { useId, useState } from "react"
import { useTranslation } from "react-i18next"

import { FormProblem } from "@/components/forms/form-problem"
import { NativeSelect, NativeSelectOption } from "@/components/ui/native-select"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table"
import { cn } from "@/lib/class-names"
import { KNOWN_COLUMNS, type Mapping, OF_A_FILE, type Preview, toldOfFirst } from "@/lib/contact-files/contact-files"

interface UploadProps {
  file: File | undefined
  seen: Preview | undefined
  mapping: Mapping
  error: unknown
  onFile: (file: File) => void
  onMapping: (mapping: Mapping) => void
}

/** Takes a file of contacts, dropped or chosen, and shows what each of its columns is read as. */
export function CSVUploadForm({ file, seen, mapping, error, onFile, onMapping }: UploadProps) {
  const { t } = useTranslation()
  return (
    <section className="grid min-w-0 gap-3" aria-label={t("contactFiles.file")}>
      <Dropzone file={file} onFile={onFile} />
      <p className="text-muted-foreground text-sm">
        {t("contactFiles.templates")}{" "}
        {(["basic", "advanced"] as const).map((kind) => (
          <a key={kind} className="mr-3 underline" href={`/api/campaigns/csv-template?kind=${kind}`} download>
            {t(`contactFiles.template.${kind}`)}
          </a>
        ))}
      </p>
      <FormProblem error={error} of={OF_A_FILE} />
      {seen && <Columns seen={seen} mapping={mapping} onMapping={onMapping} />}
      {seen && <Warnings seen={seen} />}
      {seen && seen.missing.length > 0 && (
        <p role="alert" className="text-destructive text-sm">
          {t("contactFiles.noPhone")}
        </p>
      )}
      {seen && <Told seen={seen} />}
    </section>
  )
}

function Dropzone({ file, onFile }: { file: File | undefined; onFile: (file: File) => void }) {
  const { t } = useTranslation()
  const id = useId()
  const [over, setOver] = useState(false)
  return (
    // What is dropped may be chosen too: the input within serves the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <label
      htmlFor={id}
      className={cn(
        "focus-within:ring-ring flex cursor-pointer flex-col items-center gap-2 rounded-xl border border-dashed p-6 text-center text-sm focus-within:ring-2",
        over && "bg-accent",
      )}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const dropped = event.dataTransfer.files[0]
        if (dropped) onFile(dropped)
      }}
    >
      <FileUp aria-hidden className="text-muted-foreground size-6" />
      <span className="max-w-full font-medium break-words">{file ? file.name : t("contactFiles.drop")}</span>
      <span className="text-muted-foreground">{file ? t("contactFiles.another") : t("contactFiles.dropHint")}</span>
      <input
        id={id}
        type="file"
        accept=".csv,.txt,text/csv"
        className="sr-only"
        onChange={({ target }) => {
          const chosen = target.files?.[0]
          if (chosen) onFile(chosen)
        }}
      />
    </label>
  )
}

function Columns({ seen, mapping, onMapping }: { seen: Preview; mapping: Mapping; onMapping: (to: Mapping) => void }) {
  const { t } = useTranslation()
  return (
    <div className="grid min-w-0 gap-2">
      <h3 className="text-sm font-semibold">{t("contactFiles.columns")}</h3>
      <Table>
        <TableHeader>
          <TableRow>
            {seen.headers.map((header, nth) => {
              const read = seen.mapping[nth] ?? ""
              const own = read !== "" && !KNOWN_COLUMNS.some((known) => known === read)
              return (
                <TableHead key={nth} className="h-auto py-2 align-top">
                  <span className="block pb-1">{header || "–"}</span>
                  <NativeSelect
                    className="w-40"
                    aria-label={t("contactFiles.columnIs", { header })}
                    value={read}
                    onChange={({ target }) => onMapping({ ...mapping, [header]: target.value })}
                  >
                    {KNOWN_COLUMNS.map((known) => (
                      <NativeSelectOption key={known} value={known}>
                        {t(`contactFiles.known.${known}`)}
                      </NativeSelectOption>
                    ))}
                    {own && (
                      <NativeSelectOption value={read}>{t("contactFiles.variable", { name: read })}</NativeSelectOption>
                    )}
                    <NativeSelectOption value="">{t("contactFiles.leaveOut")}</NativeSelectOption>
                  </NativeSelect>
                </TableHead>
              )
            })}
          </TableRow>
        </TableHeader>
        <TableBody>
          {seen.rows.map((row, nth) => (
            <TableRow key={nth}>
              {row.map((cell, column) => (
                <TableCell key={column} className="max-w-48 truncate">
                  {cell}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  )
}

/** What was noticed in the file that keeps nobody out. */
function Warnings({ seen }: { seen: Preview }) {
  const said = [...new Set(seen.warnings.map(({ message }) => message))]
  if (said.length === 0) return null
  return (
    <ul className="text-muted-foreground grid gap-1 text-sm">
      {said.map((message) => (
        <li key={message} className="break-words">
          {message}
        </li>
      ))}
    </ul>
  )
}

/** What the agent would be told of the first contact. */
function Told({ seen }: { seen: Preview }) {
  const { t } = useTranslation()
  const told = toldOfFirst(seen)
  if (told.length === 0) return null
  return (
    <div className="grid gap-2">
      <h3 className="text-sm font-semibold">{t("contactFiles.told")}</h3>
      <dl className="bg-muted grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 rounded-lg p-3 text-sm">
        {told.map(({ name, value }, nth) => (
          <div key={nth} className="contents">
            <dt className="text-muted-foreground">{name}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
