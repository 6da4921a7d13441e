import type { Db } from '#kernel/db'
import { entries, heartbeat, originOf, parseTilePath, policyOf, publishedCheckpoint, tile } from '#kernel/ledger'
import { councilBySlug } from '#parts/councils'
import { notFoundPage } from '#web/errors'
import type { Ctx } from '#web/routes'

/** Whoever watches may do it from anywhere, also from a page of another site. */
const open = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }
const text = { ...open, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' }
// A tile of a given width never changes, full or not (c2sp.org/tlog-tiles).
const bytes = {
  ...open,
  'content-type': 'application/octet-stream',
  'cache-control': 'public, max-age=31536000, immutable',
}

/**
 * The log of the council being viewed under `/log/`, and that of any council under `/log/<slug>/`, which is the name
 * its checkpoints carry (or `/log/<slug>/2/` if a successor had to be opened): `checkpoint`, `tile/…` (c2sp.org/tlog-tiles), `heartbeat`, `policy` (c2sp.org/tlog-policy),
 * `key`.
 */
export async function logFile(c: Ctx, path: string): Promise<Response> {
  const { db } = c.get('app').database
  const own = await resource(c, c.get('viewer').council.id, path)
  if (own) return c.body(own.body, 200, own.headers)
  const [slug = '', ...rest] = path.split('/')
  const council = rest.length > 0 ? await councilBySlug(db, slug) : undefined
  if (!council) return notFoundPage(c)
  const present = generationIn(await originOf(db, council.id))
  const asked = /^[1-9]\d*$/.test(rest[0] ?? '') ? Number(rest.shift()) : 1
  if (asked < present) {
    return c.text(`This log has ended. It is continued at ${await logUrl(c, council)}\n`, 410, open)
  }
  const other = asked === present ? await resource(c, council.id, rest.join('/')) : null
  return other ? c.body(other.body, 200, other.headers) : notFoundPage(c)
}

/** The address of a council's log as it is now. */
export async function logUrl(c: Ctx, { id, slug }: { readonly id: string; readonly slug: string }): Promise<string> {
  const { database, baseUrl } = c.get('app')
  const present = generationIn(await originOf(database.db, id))
  return `${baseUrl}/log/${slug}${present > 1 ? `/${present}` : ''}`
}

/** The first log of a council is under its slug, the one that had to take its place under `slug/2`. */
function generationIn(origin: string): number {
  return Number(/\/log\/[^/]+\/(\d+)$/.exec(origin)?.[1] ?? 1)
}

interface Resource {
  readonly body: string | Uint8Array<ArrayBuffer>
  readonly headers: Record<string, string>
}

async function resource(c: Ctx, councilId: string, path: string): Promise<Resource | null> {
  const { database, witnesses } = c.get('app')
  const { db } = database
  switch (path) {
    case 'checkpoint':
      return { body: await publishedCheckpoint(db, councilId), headers: text }
    case 'heartbeat':
      return { body: await heartbeat(db, councilId), headers: text }
    case 'policy':
      return { body: await policyOf(db, councilId, witnesses?.lines), headers: text }
    case 'key':
      return { body: await keysOf(db, councilId), headers: text }
    default:
      return tileAt(db, councilId, path)
  }
}

/** The keys alone, one verifier key (c2sp.org/signed-note) a line, the present one last. */
export async function keysOf(db: Db, councilId: string): Promise<string> {
  const lines = (await policyOf(db, councilId)).split('\n').filter((line) => line.startsWith('log '))
  return lines.map((line) => `${line.slice('log '.length)}\n`).join('')
}

async function tileAt(db: Db, councilId: string, path: string): Promise<Resource | null> {
  const ref = parseTilePath(path)
  if (!ref) return null
  const { level, index, width } = ref
  const found =
    level === 'entries' ? await entries(db, councilId, index, width) : await tile(db, councilId, level, index, width)
  return found ? { body: new Uint8Array(found), headers: bytes } : null
}
