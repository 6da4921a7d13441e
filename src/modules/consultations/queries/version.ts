import type { Db, Tx } from '#kernel/db'
import { type LegalText, layoutOf, type Provision, type Version, versionById } from '#parts/laws'

/** A published version made ready for reading: it never changes, so it is read and laid out once. */
export interface ReadVersion {
  readonly id: string
  readonly label: string
  readonly ordinal: number
  readonly text: LegalText
  /** Every provision by id, in reading order. */
  readonly provisions: ReadonlyMap<string, ReadProvision>
  /** The articles in reading order. */
  readonly articles: readonly ReadProvision[]
}

export interface ReadProvision {
  readonly provision: Provision
  /** The article it belongs to or is; null for parts, chapters and sections. */
  readonly article: Provision | null
  /** What stands above it: parts, chapters, sections. */
  readonly above: readonly Provision[]
}

const kept = new Map<string, ReadVersion>()
const mostKept = 200

/**
 * A version with its provisions by id. Published ones are kept in memory.
 * @returns null when the council has no such version
 */
export async function readVersion(db: Db | Tx, councilId: string, versionId: string): Promise<ReadVersion | null> {
  const key = `${councilId} ${versionId}`
  const before = kept.get(key)
  if (before) return before
  const version = await versionById(db, councilId, versionId)
  if (!version) return null
  const read = layOut(version)
  if (version.publishedAt) {
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '')
    kept.set(key, read)
  }
  return read
}

function layOut(version: Version): ReadVersion {
  const provisions = new Map<string, ReadProvision>()
  const walk = (children: readonly Provision[], article: Provision | null, above: readonly Provision[]) => {
    for (const provision of children) {
      const own = provision.kind === 'article' ? provision : article
      provisions.set(provision.id, { provision, article: own, above })
      walk(provision.children, own, own ? above : [...above, provision])
    }
  }
  walk(version.text.provisions, null, [])
  const articles = [...provisions.values()].filter(({ provision }) => provision.kind === 'article')
  return { id: version.id, label: version.label, ordinal: version.ordinal, text: version.text, provisions, articles }
}

/** The printed words of a provision with everything under it. */
export function wordsOf(provision: Provision): string {
  return layoutOf(provision).words
}

export interface FoundQuote {
  readonly quote: string
  readonly prefix: string
  readonly suffix: string
  readonly start: number
}

const around = 32

/**
 * Where words stand in a provision, however they were copied: spaces and line ends do not count. Of several places the
 * one nearest to `near`.
 * @returns null when they do not stand there
 */
export function findQuote(provision: Provision, typed: string, near = 0): FoundQuote | null {
  const words = wordsOf(provision)
  const places = placesOf(words)
  const wanted = typed.replace(/\s/gu, '')
  if (wanted === '') return null
  let best: number | null = null
  for (let at = places.text.indexOf(wanted); at !== -1; at = places.text.indexOf(wanted, at + 1)) {
    if (best === null || Math.abs(places.at[at]! - near) < Math.abs(places.at[best]! - near)) best = at
  }
  if (best === null) return null
  const start = places.at[best]!
  const end = places.at[best + wanted.length - 1]! + 1
  return {
    quote: words.slice(start, end),
    prefix: words.slice(Math.max(0, start - around), start),
    suffix: words.slice(end, end + around),
    start,
  }
}

/** The words without spaces, and where each unit of them stood. */
function placesOf(words: string): { readonly text: string; readonly at: readonly number[] } {
  const at: number[] = []
  let text = ''
  for (let i = 0; i < words.length; i += 1) {
    if (/\s/u.test(words[i]!)) continue
    at.push(i)
    text += words[i]
  }
  return { text, at }
}
