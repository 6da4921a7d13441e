import { comparableArticles } from '../compare/articles.ts'
import type { ArticleKey, Comparison, LegalText } from '../tree.ts'
import { markWords } from '../words/marks.ts'
import { indexOf, termsOf } from './terms.ts'

/** A changed or new article that may answer an opinion: for a clerk to confirm, never a claim. */
export interface CandidateChange {
  /** Article of the new version. */
  readonly article: ArticleKey
  /** Articles of the old version it came from; empty when it is new. */
  readonly from: readonly ArticleKey[]
  /** Words of the new version that the old one did not have, each stretch apart. */
  readonly inserted: readonly string[]
  /** Words of the old version that are gone. */
  readonly deleted: readonly string[]
  /** Only to rank by; sums of unlike things. */
  readonly score: number
}

/** The change itself tells more than the words around it; the clause a person names tells most, but may be wrong. */
const weights = { inserted: 1, deleted: 0.25, article: 0.35, clause: 14, beside: 7 }

/**
 * Changed and added articles of the new version, those most likely to answer the opinion first.
 * @param clause article of the old version the person named, if any
 */
export function candidateChanges(
  opinionText: string,
  clause: ArticleKey | null,
  old: LegalText,
  fresh: LegalText,
  comparison: Comparison,
): readonly CandidateChange[] {
  const { changes, inserted, deleted, whole } = preparedOf(old, fresh, comparison)
  const query = termsOf(opinionText)
  const named = placesNamed(clause, fresh, comparison)
  return changes
    .map((change, i): CandidateChange => {
      const words =
        weights.inserted * inserted.score(query, i) +
        weights.deleted * deleted.score(query, i) +
        weights.article * whole.score(query, i)
      const near = nearness(change.at, named)
      const { article, from, inserted: put, deleted: gone } = change
      return { article, from, inserted: put, deleted: gone, score: words + near }
    })
    .toSorted((a, b) => b.score - a.score)
}

/** A comparison never changes, so its changes are looked up once for all opinions. */
const prepared = new WeakMap<Comparison, ReturnType<typeof prepare>>()

function preparedOf(old: LegalText, fresh: LegalText, comparison: Comparison) {
  const before = prepared.get(comparison) ?? prepare(old, fresh, comparison)
  prepared.set(comparison, before)
  return before
}

function prepare(old: LegalText, fresh: LegalText, comparison: Comparison) {
  const changes = changesOf(old, fresh, comparison)
  const background = comparableArticles(old).map(({ words }) => words)
  return {
    changes,
    inserted: indexOf(
      changes.map((change) => change.inserted.join('\n')),
      background,
    ),
    deleted: indexOf(
      changes.map((change) => change.deleted.join('\n')),
      background,
    ),
    whole: indexOf(
      changes.map((change) => change.words),
      background,
    ),
  }
}

function nearness(at: number, named: readonly number[]): number {
  if (named.includes(at)) return weights.clause
  return named.some((place) => Math.abs(place - at) === 1) ? weights.beside : 0
}

interface Change extends Omit<CandidateChange, 'score'> {
  readonly words: string
  /** Place in the new version. */
  readonly at: number
}

function changesOf(old: LegalText, fresh: LegalText, { links }: Comparison): readonly Change[] {
  const before = new Map(comparableArticles(old).map(({ key, words }) => [key, words]))
  return comparableArticles(fresh).flatMap(({ key, words }, at): Change[] => {
    const from = links.filter(({ to }) => to.includes(key)).flatMap((link) => link.from)
    const was = from.map((source) => before.get(source) ?? '').join('\n')
    if (was === words) return []
    const marks = markWords(was, words)
    const textsOf = (kind: 'ins' | 'del') => marks.filter((mark) => mark.kind === kind).map(({ text }) => text)
    return [{ article: key, from, inserted: textsOf('ins'), deleted: textsOf('del'), words, at }]
  })
}

/** Where the named article of the old version went. */
function placesNamed(clause: ArticleKey | null, fresh: LegalText, { links }: Comparison): readonly number[] {
  const keys = links.filter(({ from }) => clause !== null && from.includes(clause)).flatMap(({ to }) => to)
  return [...comparableArticles(fresh).entries()].filter(([, { key }]) => keys.includes(key)).map(([at]) => at)
}
