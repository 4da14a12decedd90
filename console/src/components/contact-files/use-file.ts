import { useMutation } from "@tanstack/react-query"
import { useState } from "react"

import { idempotencyKey } from "@/lib/api/client"
import { type Mapping, preview } from "@/lib/contact-files/contact-files"

/** The file that was chosen, what its columns are to be, what the API reads in it, and a key under which it is taken once. */
export function useFile() {
  const [file, setFile] = useState<File>()
  const [mapping, setMapping] = useState<Mapping>({})
  const [key, setKey] = useState("")
  const seen = useMutation({
    mutationFn: ({ file, mapping }: { file: File; mapping: Mapping }) => preview(file, mapping),
  })
  const read = (file: File, mapping: Mapping) => {
    setFile(file)
    setMapping(mapping)
    setKey(idempotencyKey())
    seen.mutate({ file, mapping })
  }
  const map = (changed: Mapping) => file && read(file, changed)
  /** The file once a phone number is found in it. */
  const readable = seen.data?.missing.length === 0 ? file : undefined
  return { file, readable, mapping, key, seen, look: (chosen: File) => read(chosen, {}), map }
}
