/** What a file is by its content. The name and what the sender claims count for nothing. */
export type Media =
  | 'image/jpeg'
  | 'image/png'
  | 'image/gif'
  | 'image/webp'
  | 'image/avif'
  | 'image/heic'
  | 'image/tiff'
  | 'image/svg+xml'
  | 'audio/webm'
  | 'audio/ogg'
  | 'audio/mp4'
  | 'audio/mpeg'
  | 'audio/wav'
  | 'application/pdf'
  | 'application/zip'
  | 'application/x-ole-storage'
  | 'text/html'
  | 'text/plain'

/** The media type told by the first bytes, null when they tell none. */
export function mediaOf(bytes: Uint8Array): Media | null {
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1')
  const signed = signatures.find(({ start, later }) => head.startsWith(start) && (!later || head.includes(later)))
  if (signed) return signed.media
  const box = boxMedia(head)
  if (box) return box
  // An MPEG audio frame: eleven set bits, a layer and bit rate that exist.
  if (bytes[0] === 0xff && (bytes[1]! & 0xe6) === 0xe2 && (bytes[2]! & 0xf0) !== 0xf0) return 'audio/mpeg'
  return textMedia(bytes)
}

/** `later` must follow within the first 64 bytes. */
const signatures: readonly { readonly media: Media; readonly start: string; readonly later?: string }[] = [
  { media: 'image/jpeg', start: '\xff\xd8\xff' },
  { media: 'image/png', start: '\x89PNG\r\n\x1a\n' },
  { media: 'image/gif', start: 'GIF87a' },
  { media: 'image/gif', start: 'GIF89a' },
  { media: 'image/webp', start: 'RIFF', later: 'WEBP' },
  { media: 'image/tiff', start: 'II\x2a\0' },
  { media: 'image/tiff', start: 'MM\0\x2a' },
  { media: 'audio/wav', start: 'RIFF', later: 'WAVE' },
  { media: 'audio/ogg', start: 'OggS' },
  { media: 'audio/webm', start: '\x1a\x45\xdf\xa3', later: 'webm' },
  { media: 'audio/mpeg', start: 'ID3' },
  { media: 'application/pdf', start: '%PDF-' },
  { media: 'application/zip', start: 'PK\x03\x04' },
  { media: 'application/zip', start: 'PK\x05\x06' },
  { media: 'application/x-ole-storage', start: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
]

/** Files made of boxes say what they are in the first, `ftyp`: its main brand, then the compatible ones. */
function boxMedia(head: string): Media | null {
  if (head.slice(4, 8) !== 'ftyp') return null
  const main = head.slice(8, 12)
  const all = main + head.slice(16)
  if (/avi[fs]/.test(all)) return 'image/avif'
  if (/hei[cxms]|hev[cx]|mif1|msf1/.test(main)) return 'image/heic'
  return /M4A|M4B|mp4|isom|iso\d|qt {2}|dash|3gp/.test(all) ? 'audio/mp4' : null
}

const looked = 4_096

function textMedia(bytes: Uint8Array): Media | null {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, looked), { stream: true })
  } catch {
    return null
  }
  if (/(?![\t\n\f\r])\p{Cc}/u.test(text) || bytes.length === 0) return null
  if (/<svg[\s>]/i.test(text)) return 'image/svg+xml'
  return /<(?:!doctype|html|head|body|script|iframe)[\s>]/i.test(text) ? 'text/html' : 'text/plain'
}

/**
 * Whether a picture is at the same time something else: a web page, a script, an archive or a PDF that other programs
 * would find in the same bytes. Phones do append film clips to photographs, so mere trailing data is not refused.
 */
export function hidesAnother(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = buffer.toString('latin1')
  if (/<script[\s>]|<html[\s>]|<!doctype |<\?php\s|<iframe[\s>]/i.test(text)) return true
  return text.lastIndexOf('PK\x05\x06') >= Math.max(0, text.length - 65_557) || text.slice(0, 1_024).includes('%PDF-')
}
