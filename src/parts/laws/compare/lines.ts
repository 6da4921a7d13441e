import type { ArticleKey, Provision, ProvisionId } from '../tree.ts'
import { type Mark, markWords } from '../words/marks.ts'

/** One line of an article: the words of a 款, 项 or 目, or the article's own heading. */
export interface LineSide {
  readonly id: ProvisionId
  /** Number of the article it stands in. */
  readonly article: ArticleKey
  /** （一）; empty for a paragraph. */
  readonly label: string
  /** 0 for a paragraph, 1 for an item, 2 for a sub-item. */
  readonly depth: number
}

/** A line of the old version beside the one of the new version it became; one side is missing when put in or taken out. */
export interface AlignedLine {
  readonly old?: LineSide
  readonly fresh?: LineSide
  readonly marks: readonly Mark[]
}

interface Line extends LineSide {
  readonly words: string
}

/** Two lines less alike than this are not one line rewritten. */
const alike = 0.3

/** The lines of old articles beside those of the new ones, in the order of both. */
export function alignLines(olds: readonly Provision[], news: readonly Provision[]): readonly AlignedLine[] {
  const [old, fresh] = [olds.flatMap(linesOf), news.flatMap(linesOf)]
  let head = 0
  while (head < Math.min(old.length, fresh.length) && old[head]!.words === fresh[head]!.words) head++
  const most = Math.min(old.length, fresh.length) - head
  let tail = 0
  while (tail < most && old.at(-1 - tail)!.words === fresh.at(-1 - tail)!.words) tail++
  const whole = (from: number, to: number, shift: number) =>
    old.slice(from, to).map((line, i) => aligned(line, fresh[from + i + shift]))
  return [
    ...whole(0, head, 0),
    ...alignMiddle(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)),
    ...whole(old.length - tail, old.length, fresh.length - old.length),
  ]
}

function linesOf(article: Provision): readonly Line[] {
  const heading = article.heading === undefined ? '' : `【${article.heading}】`
  const lines: Line[] = []
  const add = (provision: Provision, depth: number, words: string) => {
    if (words !== '' || provision.label !== '')
      lines.push({ id: provision.id, article: article.number, label: depth === 0 ? '' : provision.label, depth, words })
    for (const child of provision.children) add(child, depth + 1, child.text)
  }
  if (heading + article.text !== '')
    lines.push({ id: article.id, article: article.number, label: '', depth: 0, words: heading + article.text })
  for (const child of article.children) add(child, 0, child.text)
  return lines
}

/** The alignment with the greatest sum of likeness in which no two pairs cross. */
function alignMiddle(old: readonly Line[], fresh: readonly Line[]): readonly AlignedLine[] {
  const width = fresh.length + 1
  const sums = new Float64Array((old.length + 1) * width)
  const likeness = new Float64Array(old.length * fresh.length)
  const grams = fresh.map(({ words }) => pairsIn(words))
  for (let i = old.length - 1; i >= 0; i--) {
    const own = pairsIn(old[i]!.words)
    for (let j = fresh.length - 1; j >= 0; j--) {
      const score = likenessOf(own, grams[j]!)
      likeness[i * fresh.length + j] = score
      const together = score < alike ? 0 : score + sums[(i + 1) * width + j + 1]!
      sums[i * width + j] = Math.max(together, sums[(i + 1) * width + j]!, sums[i * width + j + 1]!)
    }
  }
  const lines: AlignedLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < fresh.length) {
    const both = i < old.length && j < fresh.length
    const score = both ? likeness[i * fresh.length + j]! : 0
    if (both && score >= alike && sums[i * width + j] === score + sums[(i + 1) * width + j + 1]!)
      lines.push(aligned(old[i++], fresh[j++]))
    else if (i < old.length && (j === fresh.length || sums[i * width + j] === sums[(i + 1) * width + j]))
      lines.push(aligned(old[i++], undefined))
    else lines.push(aligned(undefined, fresh[j++]))
  }
  return lines
}

function aligned(old: Line | undefined, fresh: Line | undefined): AlignedLine {
  return {
    ...(old && { old: sideOf(old) }),
    ...(fresh && { fresh: sideOf(fresh) }),
    marks: markWords(old?.words ?? '', fresh?.words ?? ''),
  }
}

function sideOf({ id, article, label, depth }: Line): LineSide {
  return { id, article, label, depth }
}

function pairsIn(words: string): ReadonlySet<string> {
  const pairs = new Set<string>()
  for (let k = 0; k + 1 < words.length; k++) pairs.add(words.slice(k, k + 2))
  return pairs
}

function likenessOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  let common = 0
  for (const pair of small) if (large.has(pair)) common++
  return (2 * common) / (a.size + b.size || 1)
}
