import { createHash } from 'node:crypto'
import { type AudioRefusal, cleanAudio } from '#kernel/documents/audio'
import { cleanImage, type ImageRefusal } from '#kernel/documents/images'
import { mediaOf } from '#kernel/documents/media-type'
import { type Scan, scannerInUse } from './clamd.ts'
import { checkDocument, type DocumentRefusal } from './document-check.ts'
import { shownName } from './names.ts'
import type { FileKind } from './tables.ts'

export const mostBytes = 10_000_000

export type UploadRefusal = 'empty' | 'too-large' | 'malware' | ImageRefusal | AudioRefusal | DocumentRefusal

/** What a form's file field, a request body or a test hands over. */
export type UploadContent = Uint8Array | Blob | ReadableStream<Uint8Array>

export type Upload = { readonly content: UploadContent; readonly nameShown: string; readonly kind: FileKind }

/** An upload that may be stored: cleaned, hashed, and perhaps not yet seen by the virus scanner. */
export type CheckedUpload = {
  readonly kind: FileKind
  readonly mediaType: string
  readonly nameShown: string
  readonly receivedSha256: string
  readonly body: Uint8Array
  readonly thumbnail: Uint8Array | null
  readonly state: 'clean' | 'quarantined'
}

export type UploadCheck =
  | { readonly ok: true; readonly upload: CheckedUpload }
  | { readonly ok: false; readonly reason: UploadRefusal }

/**
 * Cleans and judges an upload, outside any transaction: it takes up to some seconds in a confined process.
 * Pictures are drawn anew, voice notes lose their place of recording, documents must be of a known kind and hold
 * nothing that runs; then the virus scanner, where one is set, sees what was received.
 */
export async function checkUpload({ content, nameShown, kind }: Upload): Promise<UploadCheck> {
  const bytes = await bytesOf(content)
  if (bytes === null) return { ok: false, reason: 'too-large' }
  if (bytes.length === 0) return { ok: false, reason: 'empty' }
  const cleaned = await clean(bytes, kind)
  if (!cleaned.ok) return cleaned
  const scan: Scan = (await scannerInUse()?.(bytes)) ?? { verdict: 'clean' }
  if (scan.verdict === 'infected') return { ok: false, reason: 'malware' }
  const { mediaType, body, thumbnail } = cleaned
  return {
    ok: true,
    upload: {
      kind,
      mediaType,
      nameShown: shownName(nameShown, mediaType),
      receivedSha256: createHash('sha256').update(bytes).digest('hex'),
      body,
      thumbnail,
      state: scan.verdict === 'clean' ? 'clean' : 'quarantined',
    },
  }
}

/** The bytes, or null as soon as there are too many of them. */
async function bytesOf(content: UploadContent): Promise<Uint8Array | null> {
  if (content instanceof Uint8Array) return content.length > mostBytes ? null : content
  if (content instanceof Blob) return content.size > mostBytes ? null : new Uint8Array(await content.arrayBuffer())
  const pieces: Uint8Array[] = []
  let size = 0
  // Leaving the loop cancels the stream, so the rest is not received.
  for await (const piece of content) {
    size += piece.length
    if (size > mostBytes) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

type Cleaned =
  | { readonly ok: true; readonly mediaType: string; readonly body: Uint8Array; readonly thumbnail: Uint8Array | null }
  | { readonly ok: false; readonly reason: UploadRefusal }

/** A scanned page stays legible at the size of A4 in 300 dots to the inch. */
const longestEdges = { photo: 2_560, scan: 3_508 } as const

async function clean(bytes: Uint8Array, kind: FileKind): Promise<Cleaned> {
  if (kind === 'voice') {
    const audio = cleanAudio(bytes)
    return audio.ok ? { ...audio, body: audio.bytes, thumbnail: null } : audio
  }
  if (kind === 'document' || (kind === 'scan' && mediaOf(bytes) === 'application/pdf')) {
    const document = await checkDocument(bytes)
    return document.ok ? { ...document, body: bytes, thumbnail: null } : document
  }
  const image = await cleanImage(bytes, { longestEdge: longestEdges[kind] })
  if (!image.ok) return image
  return { ok: true, mediaType: image.mediaType, body: image.picture.bytes, thumbnail: image.thumbnail.bytes }
}
