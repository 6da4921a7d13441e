import { type Article, comparableArticles } from './compare/articles.ts'
import { heaviestChain } from './compare/order.ts'
import { type Pairing, pairArticles } from './compare/pairing.ts'
import { type Share, sharesOf } from './compare/shares.ts'
import type { ArticleLink, Comparison, LegalText } from './tree.ts'

/**
 * Which article of the old version became which of the new one. Numbers are never trusted: identical words are paired
 * first, then likeness and common order, then what was split or merged. Time grows linearly with the text.
 * @returns links in the order of the old text; articles without any link are added or deleted
 */
export function compareTexts(old: LegalText, fresh: LegalText): Comparison {
  const olds = comparableArticles(old)
  const news = comparableArticles(fresh)
  const pairing = pairArticles(olds, news)
  const shares = sharesOf(pairing)
  const [linkedOld, linkedNew] = [new Set<number>(), new Set<number>()]
  for (const { froms, tos } of shares) {
    for (const from of froms) linkedOld.add(from)
    for (const to of tos) linkedNew.add(to)
  }
  const links = shares.map((share) => ({ at: share.froms[0]!, link: shareLink(share, olds, news, pairing) }))
  const moved = movedOf(pairing.newOf)
  pairing.newOf.forEach((to, from) => {
    if (to < 0 || linkedOld.has(from) || linkedNew.has(to)) return
    linkedOld.add(from)
    linkedNew.add(to)
    const identical = olds[from]!.words === news[to]!.words
    const kind = !identical ? 'changed' : moved.has(from) ? 'moved' : 'same'
    const score = identical ? 1 : rounded(pairing.score[from]!)
    links.push({ at: from, link: { from: [olds[from]!.key], to: [news[to]!.key], kind, score } })
  })
  return {
    links: links.sort((a, b) => a.at - b.at).map(({ link }) => link),
    added: news.filter((_, to) => !linkedNew.has(to)).map(({ key }) => key),
    deleted: olds.filter((_, from) => !linkedOld.has(from)).map(({ key }) => key),
  }
}

function shareLink(
  { froms, tos }: Share,
  olds: readonly Article[],
  news: readonly Article[],
  pairing: Pairing,
): ArticleLink {
  const kind = froms.length > 1 ? 'merged' : tos.length > 1 ? 'split' : 'changed'
  const score = rounded(
    unionLikeness(
      froms,
      tos.map((to) => to + olds.length),
      pairing,
    ),
  )
  return { from: froms.map((from) => olds[from]!.key), to: tos.map((to) => news[to]!.key), kind, score }
}

/** Likeness of all old articles of a link together with all its new ones. */
function unionLikeness(froms: readonly number[], tos: readonly number[], { grams }: Pairing): number {
  const pairsOf = (rows: readonly number[]) =>
    new Set(rows.flatMap((row) => [...grams.ids.subarray(grams.starts[row]!, grams.starts[row + 1]!)]))
  const weigh = (ids: Iterable<number>) => {
    let sum = 0
    for (const id of ids) sum += grams.weights[id]!
    return sum
  }
  const [old, fresh] = [pairsOf(froms), pairsOf(tos)]
  return (2 * weigh([...old].filter((id) => fresh.has(id)))) / (weigh(old) + weigh(fresh) || 1)
}

/** Old articles whose order against the other pairs has changed: all outside the longest common order. */
function movedOf(newOf: Int32Array): ReadonlySet<number> {
  const steps = [...newOf.entries()].filter(([, to]) => to >= 0).map(([from, to]) => ({ from, to, weight: 1 }))
  const inOrder = new Set(heaviestChain(steps).map((index) => steps[index]!.from))
  return new Set(steps.map(({ from }) => from).filter((from) => !inOrder.has(from)))
}

function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000
}
