import type { Instant } from '#kernel/db'

export const fileKinds = ['photo', 'voice', 'document', 'scan'] as const
export type FileKind = (typeof fileKinds)[number]

/** `quarantined` is stored but not given out until the virus scanner has seen it; of a `refused` file no content is kept. */
export type FileState = 'quarantined' | 'clean' | 'refused'

export type FileTable = {
  council_id: string
  id: string
  kind: FileKind
  /** Of what is stored, told by its content. */
  media_type: string
  size_bytes: number
  /** Of what was received, which for a picture is not what is stored. */
  sha256: string
  name_shown: string
  state: FileState
  refusal: string | null
  /** Person who handed it in; null for a guest. */
  made_by: string | null
  made_at: Instant
  storage_key: string | null
  thumbnail_key: string | null
}

export type BlobTable = { council_id: string; sha256: string; body: Uint8Array }

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'files.file': FileTable
    'files.blob': BlobTable
  }
}
