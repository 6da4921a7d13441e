import { comparableArticles } from '../compare/articles.ts'
import type { ArticleLink, Comparison, LegalText, Provision, ProvisionId } from '../tree.ts'
import { markWords } from '../words/marks.ts'
import type { Anchor } from './anchor.ts'
import { innermost, type Layout, layoutOf } from './layout.ts'

/** Some words of a provision of the new version; offsets into its printed words. */
export interface Place {
  readonly provisionId: ProvisionId
  readonly start: number
  readonly end: number
}

export type Placing =
  | ({ readonly state: 'placed'; readonly how: 'same' | 'moved' | 'changed-around' } & Place)
  | { readonly state: 'needs-a-person'; readonly why: WhyAPerson; readonly candidates: readonly Place[] }

export type WhyAPerson = 'anchor-does-not-fit' | 'article-deleted' | 'words-changed' | 'more-than-one-place'

/** Kept words this much longer than the quote, or a quote this long by itself, prove that it is the same place. */
const context = 6
const longQuote = 16
const mostCandidates = 3

/**
 * Finds the words of an anchor in the next version. It places them only where the same words stand in the same
 * surroundings; otherwise it says that a person must look, with places worth looking at.
 */
export function placeAnchor(anchor: Anchor, oldText: LegalText, newText: LegalText, comparison: Comparison): Placing {
  const spot = spotOf(anchor, oldText)
  if (!spot) return person('anchor-does-not-fit', anchor, newText)
  const links = comparison.links.filter(({ from }) => from.includes(spot.article.number))
  if (links.length === 0) return person('article-deleted', anchor, newText)
  const sources = articlesNumbered(oldText, links[0]!.from)
  const targets = articlesNumbered(newText, links[0]!.to)
  // A number given twice in a faulty text does not tell which article is meant.
  const doubtful = sources.length !== links[0]!.from.length || targets.length !== links[0]!.to.length
  if (links.length > 1 || doubtful) return person('more-than-one-place', anchor, newText, targets)
  return placeInLink(anchor, spot, links[0]!, sources, targets) ?? person('words-changed', anchor, newText, targets)
}

/** The old article and where the quote stands in its printed words. */
interface Spot {
  readonly article: Provision
  readonly from: number
}

function spotOf(anchor: Anchor, text: LegalText): Spot | undefined {
  const article = placesOf(text).holding.get(anchor.provisionId)
  const layout = article && layoutOf(article)
  const span = layout?.spans.find(({ id }) => id === anchor.provisionId)
  if (!article || !layout || !span || anchor.quote === '') return undefined
  const words = layout.words.slice(span.from, span.to)
  const start = words.startsWith(anchor.quote, anchor.start) ? anchor.start : onlyPlace(words, anchor)
  return start === undefined ? undefined : { article, from: span.from + start }
}

/** The one place where the quote stands between its prefix and suffix, when the position does not fit. */
function onlyPlace(words: string, { quote, prefix, suffix }: Anchor): number | undefined {
  const around = prefix + quote + suffix
  const at = words.indexOf(around)
  return at >= 0 && words.indexOf(around, at + 1) < 0 ? at + prefix.length : undefined
}

function placeInLink(
  anchor: Anchor,
  spot: Spot,
  link: ArticleLink,
  sources: readonly Provision[],
  targets: readonly Provision[],
): Placing | undefined {
  const before = joined(sources)
  const after = joined(targets)
  const offset = before.starts[sources.indexOf(spot.article)]!
  const from = mapped(before.words, after.words, offset + spot.from, anchor.quote.length)
  if (from === undefined) return undefined
  const index = after.starts.findLastIndex((start) => start <= from)
  const layout = after.layouts[index]!
  const start = from - after.starts[index]!
  const end = start + anchor.quote.length
  if (end > layout.words.length) return undefined
  const span = spanLike(anchor, spot, layout, start, end)
  const how = link.kind === 'moved' ? 'moved' : before.words === after.words ? 'same' : 'changed-around'
  return { state: 'placed', how, provisionId: span.id, start: start - span.from, end: end - span.from }
}

function joined(articles: readonly Provision[]) {
  const layouts = articles.map(layoutOf)
  const starts: number[] = []
  let words = ''
  for (const layout of layouts) {
    starts.push(words.length)
    words += layout.words
  }
  return { layouts, starts, words }
}

/**
 * Where a range of the old words stands in the new ones: only if it lies wholly within one stretch of kept words, and
 * that stretch holds enough of its surroundings.
 */
function mapped(old: string, fresh: string, from: number, length: number): number | undefined {
  if (old === fresh) return from
  let [oldAt, newAt] = [0, 0]
  for (const { kind, text } of markWords(old, fresh)) {
    if (kind === 'same' && oldAt <= from && from + length <= oldAt + text.length) {
      const wide = text.length >= length + context || (length >= longQuote && onlyOnce(old, fresh, text))
      return wide ? newAt + from - oldAt : undefined
    }
    if (kind !== 'ins') oldAt += text.length
    if (kind !== 'del') newAt += text.length
  }
  return undefined
}

function onlyOnce(old: string, fresh: string, words: string): boolean {
  return [old, fresh].every((text) => text.indexOf(words) === text.lastIndexOf(words))
}

/** An anchor on a whole article stays on the article; one on a paragraph or item goes to the innermost that holds it. */
function spanLike(anchor: Anchor, spot: Spot, layout: Layout, start: number, end: number) {
  return anchor.provisionId === spot.article.id ? layout.spans[0]! : innermost(layout, start, end)
}

function articlesNumbered(text: LegalText, keys: readonly string[]): readonly Provision[] {
  return keys.flatMap((key) => placesOf(text).numbered.get(key) ?? [])
}

interface Places {
  /** The article that holds a provision. */
  readonly holding: ReadonlyMap<ProvisionId, Provision>
  /** Articles by number; more than one only in a faulty text. */
  readonly numbered: ReadonlyMap<string, readonly Provision[]>
}

/** Published texts never change, so one look serves all opinions on a version. */
const known = new WeakMap<LegalText, Places>()

function placesOf(text: LegalText): Places {
  const before = known.get(text)
  if (before) return before
  const holding = new Map<ProvisionId, Provision>()
  for (const { provision } of comparableArticles(text))
    for (const { id } of layoutOf(provision).spans) holding.set(id, provision)
  const articles = comparableArticles(text).map(({ provision }) => provision)
  const places = { holding, numbered: Map.groupBy(articles, ({ number }) => number) }
  known.set(text, places)
  return places
}

function person(why: WhyAPerson, anchor: Anchor, newText: LegalText, likely: readonly Provision[] = []): Placing {
  const others = comparableArticles(newText).map(({ provision }) => provision)
  const candidates: Place[] = []
  for (const article of [...likely, ...others.filter((other) => !likely.includes(other))]) {
    if (candidates.length >= mostCandidates || anchor.quote === '') break
    const layout = layoutOf(article)
    const at = layout.words.indexOf(anchor.quote)
    if (at < 0) continue
    const span = innermost(layout, at, at + anchor.quote.length)
    candidates.push({ provisionId: span.id, start: at - span.from, end: at + anchor.quote.length - span.from })
  }
  // The words are gone: what is left of the article is the next best place to look.
  if (candidates.length === 0)
    for (const article of likely)
      candidates.push({ provisionId: article.id, start: 0, end: layoutOf(article).words.length })
  return { state: 'needs-a-person', why, candidates }
}
