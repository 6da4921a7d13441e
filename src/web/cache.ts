import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { App } from '#kernel/app'
import { sql } from '#kernel/db'

/** A page that is the same for every guest who asks in the same manner. */
export interface Kept {
  readonly plain: Buffer
  readonly br: Buffer
  readonly gzip: Buffer
  readonly etag: string
  readonly headers: Readonly<Record<string, string>>
  readonly councilId: string
  readonly stamp: string
  readonly madeAt: number
  checkedAt: number
  /** Whether its stamp is being asked for ahead of time. */
  asking?: boolean
}

const largest = 2000
const freshMs = 1000
const askAgainMs = 500
/** What a page says of the clock (days left, a box that has closed) is true to the minute though nothing was recorded. */
const longestMs = 60_000
const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)

/**
 * Public pages, rendered and compressed once per change. A page is served as long as nothing was recorded in its
 * council since it was made, and that is asked at most once a second: so it is never staler than a second.
 */
export class PageCache {
  readonly #app: App
  readonly #kept = new Map<string, Kept>()
  readonly #checks = new Map<string, Promise<string>>()

  constructor(app: App) {
    this.#app = app
  }

  /** Answers from memory without touching the database. @returns false when the page must be asked for properly */
  serve(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false
    const kept = this.#kept.get(keyOf(request.headers.host ?? '', request.url ?? '/', request.headers))
    if (!kept) return false
    const age = Date.now() - kept.checkedAt
    if (age >= freshMs) return false
    // Asked again before it is due, so that a busy page never sends all its readers to the database at once.
    if (age >= askAgainMs) this.#askAgain(kept)
    send(request, response, kept)
    return true
  }

  #askAgain(kept: Kept): void {
    if (kept.asking || Date.now() - kept.madeAt >= longestMs) return
    kept.asking = true
    const asked = Date.now()
    this.stampOf(kept.councilId)
      .then((stamp) => {
        if (stamp === kept.stamp) kept.checkedAt = asked
      })
      // A database that does not answer lets the page grow old; the request that then asks properly tells.
      .catch(() => {})
      .finally(() => {
        kept.asking = false
      })
  }

  /** The kept page, if nothing happened in its council since it was made. */
  async lookUp(key: string): Promise<Kept | null> {
    const kept = this.#kept.get(key)
    if (!kept) return null
    if (Date.now() - kept.checkedAt < freshMs) return kept
    const asked = Date.now()
    if (asked - kept.madeAt >= longestMs || (await this.stampOf(kept.councilId)) !== kept.stamp) {
      this.#kept.delete(key)
      return null
    }
    kept.checkedAt = asked
    return kept
  }

  /** Keeps a page made from what the database held at `stamp`, taken before the first query of the page. */
  async keep(
    key: string,
    made: {
      readonly councilId: string
      readonly stamp: string
      readonly at: number
      readonly html: string
      readonly headers: Readonly<Record<string, string>>
    },
  ): Promise<Kept> {
    const plain = Buffer.from(made.html)
    const [br, gz] = await Promise.all([
      brotli(plain, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
      }),
      gzipped(plain, { level: 6 }),
    ])
    const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
    const { councilId, stamp, headers, at: checkedAt } = made
    const kept = { plain, br, gzip: gz, etag, headers, councilId, stamp, madeAt: checkedAt, checkedAt }
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    // The oldest leaves: a Map keeps the order of insertion.
    if (this.#kept.size > largest) this.#kept.delete(this.#kept.keys().next().value ?? '')
    return kept
  }

  /**
   * What was last recorded in a council. Both figures are needed: transactions do not commit in the order of their
   * numbers, so a late one may carry a smaller number than the largest seen, but it still changes the recent count.
   */
  stampOf(councilId: string): Promise<string> {
    const running = this.#checks.get(councilId)
    if (running) return running
    const since = new Date(this.#app.clock.now().getTime() - 60_000)
    const check = sql<{ last: number | null; recent: number }>`
      select (select max(seq) from kernel.event where council_id = ${councilId}) as last,
             (select count(*) from kernel.event where council_id = ${councilId} and at > ${since}) as recent`
      .execute(this.#app.database.db)
      .then(({ rows }) => `${rows[0]?.last ?? 0}:${rows[0]?.recent ?? 0}`)
      .finally(() => this.#checks.delete(councilId))
    this.#checks.set(councilId, check)
    return check
  }
}

/** The same page may differ by host, address, language and letter size; whoever is signed in is never served from here. */
export function keyOf(
  host: string,
  url: string,
  headers: { readonly cookie?: string | undefined; readonly 'accept-language'?: string | undefined },
): string {
  const cookie = headers.cookie ?? ''
  if (/zt_session=|zt_council=/.test(cookie)) return ''
  const lang =
    /zt_lang=(zh-CN|en)/.exec(cookie)?.[1] ??
    (headers['accept-language']?.toLowerCase().startsWith('en') ? 'en' : 'zh-CN')
  const elder = /zt_elder=1/.test(cookie) ? 'elder' : ''
  return `${host} ${url} ${lang} ${elder}`
}

/** A kept page as an answer to what a browser said it holds and understands. */
export function answerOf(
  kept: Kept,
  asked: { readonly 'if-none-match'?: string | undefined; readonly 'accept-encoding'?: string | string[] | undefined },
): { readonly status: 200 | 304; readonly headers: Record<string, string>; readonly body: Buffer | null } {
  const [body, encoding] = bodyFor(kept, asked['accept-encoding'])
  const headers: Record<string, string> = {
    ...kept.headers,
    'content-type': 'text/html; charset=UTF-8',
    'cache-control': 'no-cache',
    vary: 'Accept-Encoding, Accept-Language, Cookie',
    etag: kept.etag,
  }
  if (asked['if-none-match'] === kept.etag) return { status: 304, headers, body: null }
  if (encoding) headers['content-encoding'] = encoding
  headers['content-length'] = String(body.length)
  return { status: 200, headers, body }
}

function bodyFor(kept: Kept, accepted: string | string[] | undefined): readonly [Buffer, 'br' | 'gzip' | null] {
  const accepts = String(accepted ?? '')
  if (accepts.includes('br')) return [kept.br, 'br']
  return accepts.includes('gzip') ? [kept.gzip, 'gzip'] : [kept.plain, null]
}

/** The headers of each body as the flat list that Node writes without looking at every header again. */
const headerLists = new WeakMap<Buffer, string[]>()

function send(request: IncomingMessage, response: ServerResponse, kept: Kept): void {
  const [body] = bodyFor(kept, request.headers['accept-encoding'])
  const list = request.headers['if-none-match'] ? undefined : headerLists.get(body)
  if (list) {
    response.writeHead(200, list)
    response.end(request.method === 'HEAD' ? undefined : body)
    return
  }
  const answer = answerOf(kept, request.headers)
  if (answer.body) headerLists.set(answer.body, Object.entries(answer.headers).flat())
  response.writeHead(answer.status, answer.headers)
  response.end(request.method === 'HEAD' || !answer.body ? undefined : answer.body)
}
