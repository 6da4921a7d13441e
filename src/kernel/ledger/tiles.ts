import './tables.ts'
import type { Db } from '../db.ts'

/** The log as files that never change (c2sp.org/tlog-tiles): anyone can mirror it and compute any proof from them. */
export interface TileRef {
  readonly level: number | 'entries'
  readonly index: number
  /** Hashes or entries in it, 1 to 256. */
  readonly width: number
}

export const tileWidth = 256

/** `tile/0/x001/234` or `tile/entries/000.p/7`. */
export function tilePath({ level, index, width }: TileRef): string {
  const groups = [index % 1000]
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) groups.unshift(rest % 1000)
  const digits = groups.map((group) => String(group).padStart(3, '0'))
  const path = digits.map((group, place) => (place < digits.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${path}${width < tileWidth ? `.p/${width}` : ''}`
}

/** @returns undefined if no tile has that path */
export function parseTilePath(path: string): TileRef | undefined {
  const parts = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path)
  if (!parts?.[1] || !parts[2]) return undefined
  const level = parts[1] === 'entries' ? 'entries' : Number(parts[1])
  const ref: TileRef = { level, index: Number(parts[2].replace(/[x/]/g, '')), width: Number(parts[3] ?? tileWidth) }
  return tilePath(ref) === path ? ref : undefined
}

/** The tiles of a level of a tree of that size, the last of them perhaps partial. */
export function tilesOf(level: number | 'entries', size: number): TileRef[] {
  const count = level === 'entries' ? size : Math.floor(size / tileWidth ** level)
  const tiles: TileRef[] = []
  for (let at = 0; at < count; at += tileWidth) {
    tiles.push({ level, index: at / tileWidth, width: Math.min(tileWidth, count - at) })
  }
  return tiles
}

/**
 * The hashes of a tile, 32 bytes each.
 * @returns undefined if the tree does not reach that far
 */
export async function tile(
  db: Db,
  councilId: string,
  level: number,
  index: number,
  width: number,
): Promise<Uint8Array | undefined> {
  const from = index * tileWidth
  if (!isWidth(width) || level > 3 || from + width > 2 ** 31) return undefined
  const nodes = await db
    .selectFrom('ledger.node')
    .select('hash')
    .where('council_id', '=', councilId)
    .where('level', '=', 8 * level)
    .where('i', '>=', from)
    .where('i', '<', from + width)
    .orderBy('i')
    .execute()
  return nodes.length === width ? Buffer.concat(nodes.map(({ hash }) => hash)) : undefined
}

/**
 * The entries of a bundle, each after its length in two bytes.
 * @returns undefined if the log does not reach that far
 */
export async function entries(
  db: Db,
  councilId: string,
  index: number,
  width: number,
): Promise<Uint8Array | undefined> {
  const from = index * tileWidth
  if (!isWidth(width) || from + width > 2 ** 31) return undefined
  const leaves = await db
    .selectFrom('ledger.leaf')
    .select('entry')
    .where('council_id', '=', councilId)
    .where('idx', '>=', from)
    .where('idx', '<', from + width)
    .orderBy('idx')
    .execute()
  if (leaves.length !== width) return undefined
  return Buffer.concat(leaves.flatMap(({ entry }) => [Uint8Array.of(entry.length >> 8, entry.length & 255), entry]))
}

/** @returns undefined if the bytes are not a bundle of that many entries */
export function entriesOfBundle(bundle: Uint8Array, width: number): Uint8Array[] | undefined {
  const found: Uint8Array[] = []
  for (let at = 0; at < bundle.length; ) {
    const length = (bundle[at] ?? 0) * 256 + (bundle[at + 1] ?? 0)
    if (at + 2 + length > bundle.length) return undefined
    found.push(bundle.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  return found.length === width ? found : undefined
}

function isWidth(width: number): boolean {
  return Number.isInteger(width) && width >= 1 && width <= tileWidth
}
