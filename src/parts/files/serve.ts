import type { OpenedFile } from './store.ts'

type Opened = Extract<OpenedFile, { ok: true }>

/** Shown in the page; anything else is only ever saved. */
const shownInline = /^(?:image\/(?:webp|jpeg)|audio\/)/

/**
 * The answer that gives out a file, for a page that has already decided that this person may have it. The browser must
 * not guess its type, must not run anything in it, and must ask again before using a copy it kept. Answers a request
 * for one range, which phones make for every sound.
 */
export function fileResponse({ file, mediaType, body }: Opened, request: Request): Response {
  const etag = `"${file.storage_key}${mediaType === file.media_type ? '' : '-t'}"`
  const headers = new Headers({
    'content-type': mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType,
    'content-disposition': disposition(file.name_shown, shownInline.test(mediaType) ? 'inline' : 'attachment'),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    etag,
  })
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  const range = rangeOf(request.headers.get('range'), body.length)
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${body.length}`)
    return new Response(null, { status: 416, headers })
  }
  const part = range ? body.subarray(range.from, range.to + 1) : body
  headers.set('content-length', String(part.length))
  if (range) headers.set('content-range', `bytes ${range.from}-${range.to}/${body.length}`)
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(part), { status: range ? 206 : 200, headers })
}

/** Source: RFC 6266, with the name twice: plain for the oldest programs, in UTF-8 for all others. */
function disposition(name: string, type: 'inline' | 'attachment'): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${type}; filename="${plain}"; filename*=UTF-8''${encoded}`
}

/** One range of bytes, both ends included; null for the whole. Several ranges are answered by the whole. Source: RFC 9110, 14.2. */
function rangeOf(header: string | null, size: number): { from: number; to: number } | 'unsatisfiable' | null {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!asked || (asked[1] === '' && asked[2] === '')) return null
  const from = asked[1] === '' ? Math.max(0, size - Number(asked[2])) : Number(asked[1])
  const to = asked[1] === '' || asked[2] === '' ? size - 1 : Math.min(size - 1, Number(asked[2]))
  return from > to || from >= size ? 'unsatisfiable' : { from, to }
}
