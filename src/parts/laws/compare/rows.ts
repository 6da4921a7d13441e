import { type ArticleEntry, articlesOf } from '../provisions.ts'
import type { ArticleKey, ArticleLink, Comparison, LegalText, Provision, ProvisionId } from '../tree.ts'
import { type AlignedLine, alignLines } from './lines.ts'
import { heaviestChain } from './order.ts'

export interface ArticleSide {
  readonly id: ProvisionId
  readonly key: ArticleKey
  /** 第十二条之一 */
  readonly label: string
}

/** 编, 章 or 节 of the new version before the first article in it. */
export interface HeadingRow {
  readonly kind: 'heading'
  readonly id: ProvisionId
  readonly words: string
  /** 0 for the outermost. */
  readonly depth: number
}

export interface ArticleRow {
  readonly kind: ArticleLink['kind'] | 'added' | 'deleted'
  readonly old: readonly ArticleSide[]
  readonly fresh: readonly ArticleSide[]
  /** Its order against its neighbours has changed, whether its words have or not. */
  readonly elsewhere: boolean
  readonly lines: readonly AlignedLine[]
}

/** Stands where an article stood in the old version, or would be looked for in the new one, and points to its row. */
export interface PointerRow {
  readonly kind: 'see'
  readonly side: 'old' | 'new'
  readonly article: ArticleSide
  /** The articles of the other side that it became, or came from. */
  readonly others: readonly ArticleSide[]
}

export type ComparisonRow = HeadingRow | ArticleRow | PointerRow

type Place = ArticleEntry

/**
 * Two versions side by side, in the reading order of the new one. A deleted article stands where it stood; one whose
 * order changed leaves a pointer there. Every line carries its marks.
 */
export function comparisonRows(
  oldText: LegalText,
  newText: LegalText,
  comparison: Comparison,
): readonly ComparisonRow[] {
  const state = startOf(articlesOf(oldText), articlesOf(newText), comparison)
  state.news.forEach((place, to) => {
    const entry = state.linkOfNew.get(to)
    const section = entry && isNext(state, entry) ? sectionOf(state.olds[entry.froms[0]!]!) : undefined
    // What stood at the end of an earlier section stays above the new heading.
    if (section !== undefined) leaveBehind(state, (old) => sectionOf(old) !== section)
    openHeadings(state, place)
    if (section !== undefined) leaveBehind(state, () => true)
    writeNew(state, place, to)
    if (section !== undefined) leaveBehind(state, (old) => sectionOf(old) === section)
  })
  leaveBehind(state, () => true)
  return state.rows
}

/** A link with the places of its articles; of two articles with one number the first not yet taken. */
interface PlacedLink {
  readonly link: ArticleLink
  readonly froms: readonly number[]
  readonly tos: readonly number[]
}

interface State {
  readonly olds: readonly Place[]
  readonly news: readonly Place[]
  readonly linkOfOld: ReadonlyMap<number, PlacedLink>
  readonly linkOfNew: ReadonlyMap<number, PlacedLink>
  /** Links that kept the common order. */
  readonly inOrder: ReadonlySet<PlacedLink>
  readonly rows: ComparisonRow[]
  readonly written: Set<PlacedLink>
  /** Old articles before this one have their row or pointer. */
  oldDone: number
  headings: readonly Provision[]
}

function startOf(olds: readonly Place[], news: readonly Place[], { links }: Comparison): State {
  const [takeOld, takeNew] = [taker(olds), taker(news)]
  const placed = links
    .map((link): PlacedLink => ({ link, froms: takeOld(link.from), tos: takeNew(link.to) }))
    .filter(({ froms, tos }) => froms.length > 0 && tos.length > 0)
  const steps = placed.map(({ froms, tos }) => ({ from: froms[0]!, to: tos[0]!, weight: 1 }))
  return {
    olds,
    news,
    linkOfOld: new Map(placed.flatMap((entry) => entry.froms.map((from) => [from, entry] as const))),
    linkOfNew: new Map(placed.flatMap((entry) => entry.tos.map((to) => [to, entry] as const))),
    inOrder: new Set(heaviestChain(steps).map((index) => placed[index]!)),
    rows: [],
    written: new Set(),
    oldDone: 0,
    headings: [],
  }
}

function isNext({ inOrder, written }: State, entry: PlacedLink): boolean {
  return inOrder.has(entry) && !written.has(entry)
}

/** Writes the old articles that have no row in the new order, up to the next one that has: deleted ones and pointers. */
function leaveBehind(state: State, here: (old: Place) => boolean) {
  for (; state.oldDone < state.olds.length; state.oldDone++) {
    const old = state.olds[state.oldDone]!
    const entry = state.linkOfOld.get(state.oldDone)
    if (entry && isNext(state, entry)) return
    if (entry && state.inOrder.has(entry)) continue
    if (!here(old)) return
    if (entry)
      state.rows.push({ kind: 'see', side: 'old', article: sideOf(old), others: sidesOf(state.news, entry.tos) })
    else state.rows.push(rowOf('deleted', [old], []))
  }
}

function writeNew(state: State, place: Place, to: number) {
  const entry = state.linkOfNew.get(to)
  if (!entry) state.rows.push(rowOf('added', [], [place]))
  else if (!state.written.has(entry)) {
    state.written.add(entry)
    const olds = entry.froms.map((from) => state.olds[from]!)
    const news = entry.tos.map((index) => state.news[index]!)
    state.rows.push({ ...rowOf(entry.link.kind, olds, news), elsewhere: !state.inOrder.has(entry) })
  } else if (!entry.tos.includes(to - 1))
    state.rows.push({ kind: 'see', side: 'new', article: sideOf(place), others: sidesOf(state.olds, entry.froms) })
}

function openHeadings(state: State, place: Place) {
  place.under.forEach((heading, depth) => {
    if (state.headings[depth]?.id === heading.id) return
    const words = [heading.label, heading.heading].filter(Boolean).join('　')
    state.rows.push({ kind: 'heading', id: heading.id, words, depth })
  })
  state.headings = place.under
}

function sectionOf(place: Place): ProvisionId {
  return place.under.at(-1)?.id ?? ''
}

function sidesOf(places: readonly Place[], indexes: readonly number[]): readonly ArticleSide[] {
  return indexes.map((index) => sideOf(places[index]!))
}

/** Finds articles by number, each place once. */
function taker(places: readonly Place[]): (keys: readonly ArticleKey[]) => readonly number[] {
  const free = Map.groupBy([...places.keys()], (index) => places[index]!.provision.number)
  return (keys) => keys.flatMap((key) => free.get(key)?.shift() ?? [])
}

function rowOf(kind: ArticleRow['kind'], olds: readonly Place[], news: readonly Place[]): ArticleRow {
  const lines = alignLines(
    olds.map(({ provision }) => provision),
    news.map(({ provision }) => provision),
  )
  return { kind, old: olds.map(sideOf), fresh: news.map(sideOf), elsewhere: false, lines }
}

function sideOf({ provision }: Place): ArticleSide {
  return { id: provision.id, key: provision.number, label: provision.label }
}
