import { mediaOf } from '#kernel/documents/media-type'
import { openZip, ZipRefused } from '#kernel/documents/zip-guard'

export type DocumentRefusal =
  | 'wrong-type'
  | 'web-page'
  | 'old-office'
  | 'macros'
  | 'active-content'
  | 'password'
  | 'archive'
  | 'broken'

export type CheckedDocument =
  | { readonly ok: true; readonly mediaType: string }
  | { readonly ok: false; readonly reason: DocumentRefusal }

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Whether a document is one we keep: PDF, docx, xlsx or plain text, by content and without anything that runs. */
export async function checkDocument(bytes: Uint8Array): Promise<CheckedDocument> {
  switch (mediaOf(bytes)) {
    case 'application/pdf':
      return checkPdf(bytes)
    case 'application/zip':
      return checkOffice(bytes)
    case 'application/x-ole-storage':
      return { ok: false, reason: 'old-office' }
    case 'text/html':
    case 'image/svg+xml':
      return { ok: false, reason: 'web-page' }
    case 'text/plain':
      return { ok: true, mediaType: 'text/plain' }
    default:
      return { ok: false, reason: 'wrong-type' }
  }
}

/** What a PDF hides in compressed objects is left to the virus scanner and to the reader's own sandbox. */
function checkPdf(bytes: Uint8Array): CheckedDocument {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  if (!text.slice(-4_096).includes('%%EOF')) return { ok: false, reason: 'broken' }
  if (/\/(?:JavaScript|JS|Launch|RichMedia)\b/.test(text)) return { ok: false, reason: 'active-content' }
  return { ok: true, mediaType: 'application/pdf' }
}

async function checkOffice(bytes: Uint8Array): Promise<CheckedDocument> {
  try {
    const zip = await openZip(bytes)
    const mediaType = zip.names.includes('word/document.xml')
      ? word
      : zip.names.includes('xl/workbook.xml')
        ? excel
        : null
    if (!mediaType) return { ok: false, reason: 'archive' }
    if (zip.names.some((name) => /vbaProject|activeX|macrosheets/i.test(name))) return { ok: false, reason: 'macros' }
    // Unpacked once and thrown away: a size that lies shows only here.
    for (const name of zip.names) for await (const _ of zip.stream(name));
    return { ok: true, mediaType }
  } catch (error) {
    if (!(error instanceof ZipRefused)) throw error
    return { ok: false, reason: error.code === 'encrypted' ? 'password' : 'broken' }
  }
}
