/**
 * Alignment of two versions of a law. Two workloads on the real articles of the collection of laws:
 * - `seeded`: a tenth of the articles moved, changed or split (a third each), at 158 … 2,520 articles, to show growth;
 * - `edited`: 1,260 articles, 3 % deleted, 3 % new, 30 % edited, 2 % moved, with word marks measured apart.
 * Every figure is a median; the seeded truth gives the accuracy of each kind. The ceiling beside it, taken in the same
 * round, is one pass over all characters of both versions that numbers their pairs: no alignment can do with less.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { comparableArticles } from '../src/parts/laws/compare/articles.ts'
import { gramsOf } from '../src/parts/laws/compare/grams.ts'
import { lawOf } from '../src/parts/laws/compare/sample.ts'
import { compareTexts } from '../src/parts/laws/compare.ts'
import { parseLegalText } from '../src/parts/laws/parse.ts'
import type { Comparison, LegalText } from '../src/parts/laws/tree.ts'
import { markWords } from '../src/parts/laws/words/marks.ts'
import { bounded, type Figure, type Measure, median, NotMeasured } from './figure.ts'

const corpus = resolve(process.env.ZHITONG_DATA ?? resolve(import.meta.dirname, '../../shared/data'), 'laws/corpus')
const sizes = [158, 315, 630, 1260, 2520]
const rounds = 15
const phrases = [
  '国家规定的其他情形除外',
  '应当依法予以公布',
  '由县级以上人民政府规定',
  '自收到之日起十五日内',
  '并书面告知当事人',
]

/** What the seeding did to each article: old number to new numbers, by kind. */
interface Seeded {
  readonly old: LegalText
  readonly fresh: LegalText
  readonly truth: ReadonlyMap<string, string>
}

export const measure: Measure = async () => {
  if (!existsSync(corpus)) throw new NotMeasured(`the collection of laws is not at ${corpus}`)
  const words = distinctArticles()
  // Warm: a cold compiler would make the small sizes slow and the growth look better than it is.
  const warm = seedTenth(words.slice(0, 1260), 1)
  for (let i = 0; i < 5; i++) medianBeside(warm)
  const seeded = sizes.map((size) => seedTenth(words.slice(0, size), 20191102))
  const times = seeded.map(medianBeside)
  const characters = sizes.map((size) => words.slice(0, size).join('').length)
  const growth = slope(
    characters,
    times.map(({ fastest }) => fastest),
  )
  const code = sizes.indexOf(1260)
  const edited = seedEdits(words.slice(0, 1260), words.slice(1260, 1300), 20191102)
  const comparison = compareTexts(edited.old, edited.fresh)
  return [
    alignFigure('compare: 1,260 articles, a tenth moved, changed, split', times[code]!),
    atLeast('compare: the same, pairs found (F1)', accuracyOf(compareOf(seeded[code]!), seeded[code]!.truth), 0.99),
    growthFigure(growth),
    alignFigure('compare: 1,260 articles, a third edited', medianBeside(edited)),
    atLeast('compare: the same, pairs found (F1)', accuracyOf(comparison, edited.truth), 0.99),
    bounded(
      'compare: word marks of the edited third',
      medianMs(() => markAll(edited, comparison)),
      'ms',
      2000,
    ),
  ]
}

function compareOf({ old, fresh }: Seeded): Comparison {
  return compareTexts(old, fresh)
}

function alignFigure(name: string, { ms, ceiling }: Timed): Figure {
  return { name, value: ms, unit: 'ms', ceiling, ratio: ms / ceiling, goal: '≤ 2000 ms', holds: ms <= 2000 }
}

/** The slope of time over characters on two logarithmic scales, from 158 to 2,520 articles: 1 is linear. */
function growthFigure(growth: number): Figure {
  const goal = '≤ 1.2 (1 is linear)'
  return {
    name: 'compare: growth',
    value: growth,
    unit: 'slope',
    ceiling: 1,
    ratio: growth,
    goal,
    holds: growth <= 1.2,
  }
}

function atLeast(name: string, value: number, least: number): Figure {
  return { name, value, unit: 'F1', ceiling: 1, ratio: value, goal: `≥ ${least}`, holds: value >= least }
}

/** Articles of at least twenty characters, the Civil Code first: it alone has 1,260. */
function distinctArticles(): readonly string[] {
  const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
  const civilFirst = files.toSorted(
    (a, b) => Number(b.startsWith('民法典')) - Number(a.startsWith('民法典')) || (a < b ? -1 : 1),
  )
  const found = new Set<string>()
  for (const name of civilFirst)
    for (const { words } of comparableArticles(parseLegalText(readFileSync(join(corpus, name), 'utf8')).text))
      if (words.length >= 20) found.add(words)
  return [...found]
}

function seedTenth(words: readonly string[], seed: number): Seeded {
  const random = mulberry32(seed)
  const order = shuffled([...words.keys()], random)
  const each = Math.round(words.length / 30)
  const moved = new Set(order.slice(0, each))
  const changed = new Set(order.slice(each, 2 * each))
  const halves = (i: number) => cut(words[i]!)
  const split = new Set(
    order
      .slice(2 * each)
      .filter((i) => halves(i))
      .slice(0, each),
  )
  const kept = [...words.keys()].filter((i) => !moved.has(i))
  for (const i of moved) kept.splice(farPlace(kept, i, random), 0, i)
  const fresh = kept.flatMap((i) => {
    if (changed.has(i)) return [{ i, words: edit(words[i]!, random) }]
    if (split.has(i)) return halves(i)!.map((half) => ({ i, words: half }))
    return [{ i, words: words[i]! }]
  })
  const kindOf = (i: number) => (moved.has(i) ? 'moved' : changed.has(i) ? 'changed' : split.has(i) ? 'split' : 'same')
  return seededFrom(words, fresh, kindOf)
}

function seedEdits(words: readonly string[], extra: readonly string[], seed: number): Seeded {
  const random = mulberry32(seed)
  const order = shuffled([...words.keys()], random)
  const take = (share: number) => new Set(order.splice(0, Math.round(words.length * share)))
  const [deleted, changed, moved] = [take(0.03), take(0.3), take(0.02)]
  const kept = [...words.keys()].filter((i) => !moved.has(i) && !deleted.has(i))
  for (const i of moved) kept.splice(farPlace(kept, i, random), 0, i)
  const fresh = kept.map((i) => ({ i, words: changed.has(i) ? edit(words[i]!, random) : words[i]! }))
  for (const text of extra.slice(0, Math.round(words.length * 0.03)))
    fresh.splice(Math.floor(random() * fresh.length), 0, { i: -1, words: text })
  return seededFrom(words, fresh, (i) => (moved.has(i) ? 'moved' : changed.has(i) ? 'changed' : 'same'))
}

function seededFrom(
  words: readonly string[],
  fresh: readonly { readonly i: number; readonly words: string }[],
  kindOf: (i: number) => string,
): Seeded {
  const truth = new Map<string, string>()
  fresh.forEach(({ i }, at) => {
    if (i >= 0) truth.set(`${i + 1}>${at + 1}`, kindOf(i))
  })
  return {
    old: lawOf(words.map((text, i) => [String(i + 1), text])),
    fresh: lawOf(fresh.map((entry, at) => [String(at + 1), entry.words])),
    truth,
  }
}

/** A place at least five articles away from where article `i` stood. */
function farPlace(kept: readonly number[], i: number, random: () => number): number {
  const home = kept.findIndex((other) => other > i)
  for (;;) {
    const place = Math.floor(random() * (kept.length + 1))
    if (Math.abs(place - (home < 0 ? kept.length : home)) >= 5) return place
  }
}

/** Two halves at a sentence's end, when both are long enough to stand alone. */
function cut(words: string): readonly [string, string] | undefined {
  const ends = [...words.matchAll(/[。；]/gu)].map(({ index }) => index + 1)
  const end = ends.find((at) => at >= 20 && words.length - at >= 20)
  return end === undefined ? undefined : [words.slice(0, end), words.slice(end)]
}

/** One clause put in, one word taken out, or a number changed: what amendments do. */
function edit(words: string, random: () => number): string {
  const commas = [...words.matchAll(/[，；。]/gu)].map(({ index }) => index)
  const at = commas[Math.floor(random() * commas.length)] ?? words.length - 1
  const phrase = phrases[Math.floor(random() * phrases.length)]!
  const added = `${words.slice(0, at)}，${phrase}${words.slice(at)}`
  const from = Math.floor(random() * Math.max(1, words.length - 6))
  return random() < 0.5 ? added : words.slice(0, from) + words.slice(from + 4)
}

/** F1 over the pairs of articles: the harmonic mean of what was found and what was right. */
function accuracyOf({ links }: Comparison, truth: ReadonlyMap<string, string>): number {
  const found = new Set(links.flatMap(({ from, to }) => from.flatMap((a) => to.map((b) => `${a}>${b}`))))
  const right = [...found].filter((link) => truth.has(link)).length
  return (2 * right) / (found.size + truth.size)
}

function markAll({ old, fresh }: Seeded, { links }: Comparison) {
  const [before, after] = [old, fresh].map(
    (text) => new Map(comparableArticles(text).map(({ key, words }) => [key, words])),
  )
  for (const { from, to, kind } of links) if (kind === 'changed') markWords(before!.get(from[0]!)!, after!.get(to[0]!)!)
}

interface Timed {
  readonly ms: number
  readonly fastest: number
  /** One pass over all characters of both versions that numbers their pairs, taken in the same rounds. */
  readonly ceiling: number
}

function medianBeside({ old, fresh }: Seeded): Timed {
  const words = [...comparableArticles(old), ...comparableArticles(fresh)].map((article) => article.words)
  const times = Array.from({ length: rounds }, () => [msOf(() => gramsOf(words)), msOf(() => compareTexts(old, fresh))])
  const ours = times.map(([, ms]) => ms!)
  return { ms: median(ours), fastest: Math.min(...ours), ceiling: median(times.map(([ms]) => ms!)) }
}

function medianMs(work: () => void): number {
  return median(Array.from({ length: rounds }, () => msOf(work)))
}

function msOf(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

function slope(xs: readonly number[], ys: readonly number[]): number {
  const [lx, ly] = [xs.map(Math.log), ys.map(Math.log)]
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [mx, my] = [mean(lx), mean(ly)]
  const top = lx.reduce((sum, x, i) => sum + (x - mx) * (ly[i]! - my), 0)
  return top / lx.reduce((sum, x) => sum + (x - mx) ** 2, 0)
}

function shuffled<T>(items: T[], random: () => number): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1))
    ;[items[i], items[k]] = [items[k]!, items[i]!]
  }
  return items
}

function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
