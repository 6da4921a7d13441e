import './tables.ts'
import type { Jieba } from '@node-rs/jieba'
import { type Db, sql } from '#kernel/db'
import type { Matter } from './arguments.ts'

/** An opinion without a place yet, as the machine reads it. */
export interface Loose {
  readonly id: string
  readonly body: string
  /** The article it speaks about; null for the whole text. */
  readonly article: string | null
  readonly sameText: string
  readonly simhash: number
  readonly supports: number
}

/** Why opinions may belong together: the same words, nearly the same words, or the same topic at the same clause. */
export type Likeness = 'same' | 'close' | 'topic'

export interface Suggestion {
  readonly why: Likeness
  readonly opinions: readonly Loose[]
  /** Words they share; empty where the texts are the same. */
  readonly terms: readonly string[]
  /** The argument that already holds this very text. */
  readonly argument: { readonly number: number; readonly title: string } | null
}

/** At most this many opinions are looked at together, the oldest first: the rest comes when these have a place. */
const mostLoose = 2000
/** Bits of 48 in which two fingerprints may differ. */
const closeBits = 7
/** Share of the rarer words two opinions on one clause must have in common. */
const topicShare = 0.34
/** Shorter texts have fingerprints that say too little. */
const leastCharacters = 12

/** Groups worth a look, the largest first. A suggestion only: a person confirms each. */
export async function suggestGroups(
  db: Db,
  councilId: string,
  matter: Matter,
  { limit = 20 }: { readonly limit?: number } = {},
): Promise<readonly Suggestion[]> {
  const loose = await looseOpinions(db, councilId, matter)
  const known = await argumentsByText(db, councilId, matter)
  const groups = groupsOf(loose, await wordsOf(loose.map((each) => each.body)))
  const joining = loose
    .filter((each) => known.has(each.sameText) && !groups.some((group) => group.opinions.includes(each)))
    .map((each) => ({ why: 'same' as const, opinions: [each], terms: [] }))
  return [...groups, ...joining]
    .map((group) => ({ ...group, argument: known.get(group.opinions[0]?.sameText ?? '') ?? null }))
    .sort((a, b) => b.opinions.length - a.opinions.length)
    .slice(0, limit)
}

/**
 * Puts opinions into groups. Pure, so that it can be tried with any words.
 * @param words the telling words of each opinion, in the same order
 */
export function groupsOf(
  loose: readonly Loose[],
  words: readonly ReadonlySet<string>[],
): readonly Omit<Suggestion, 'argument'>[] {
  const same = gather(loose, (a, b) => loose[a]!.sameText === loose[b]!.sameText)
  const taken = new Set(same.flat())
  const rest = loose.map((_, index) => index).filter((index) => !taken.has(index))
  const close = gather(rest, (a, b) => isClose(loose[rest[a]!]!, loose[rest[b]!]!)).map((group) =>
    group.map((at) => rest[at]!),
  )
  for (const index of close.flat()) taken.add(index)
  const left = rest.filter((index) => !taken.has(index))
  const weights = weightsOf(words)
  const topic = gather(left, (a, b) => {
    const [one, two] = [left[a]!, left[b]!]
    if (loose[one]!.article !== loose[two]!.article) return false
    return sharedWeight(words[one]!, words[two]!, weights) >= topicShare
  }).map((group) => group.map((at) => left[at]!))
  const described = (why: Likeness) => (group: readonly number[]) => ({
    why,
    opinions: group.map((index) => loose[index]!),
    terms: why === 'same' ? [] : sharedTerms(group.map((index) => words[index]!)),
  })
  return [...same.map(described('same')), ...close.map(described('close')), ...topic.map(described('topic'))]
}

/** Groups of at least two among `items`, each at most 50, each item in one. Leaders first come, so nothing chains. */
function gather(items: readonly unknown[], alike: (a: number, b: number) => boolean): number[][] {
  const groups: number[][] = []
  const done = new Set<number>()
  for (let leader = 0; leader < items.length; leader += 1) {
    if (done.has(leader)) continue
    const group = [leader]
    for (let other = leader + 1; other < items.length && group.length < 500; other += 1) {
      if (!done.has(other) && alike(leader, other)) group.push(other)
    }
    if (group.length < 2) continue
    for (const index of group) done.add(index)
    groups.push(group)
  }
  return groups
}

function isClose(a: Loose, b: Loose): boolean {
  if (a.body.length < leastCharacters || b.body.length < leastCharacters) return false
  return bitsApart(a.simhash, b.simhash) <= closeBits
}

function bitsApart(a: number, b: number): number {
  const half = 2 ** 24
  return ones((Math.floor(a / half) ^ Math.floor(b / half)) >>> 0) + ones(((a % half) ^ (b % half)) >>> 0)
}

function ones(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1
  return count
}

/** Rare words tell more: the inverse of how many opinions have them. */
function weightsOf(words: readonly ReadonlySet<string>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const set of words) for (const word of set) counts.set(word, (counts.get(word) ?? 0) + 1)
  return new Map([...counts].map(([word, count]) => [word, Math.log(1 + words.length / count)]))
}

function sharedWeight(a: ReadonlySet<string>, b: ReadonlySet<string>, weights: ReadonlyMap<string, number>): number {
  let shared = 0
  let all = 0
  for (const word of new Set([...a, ...b])) {
    const weight = weights.get(word) ?? 0
    all += weight
    if (a.has(word) && b.has(word)) shared += weight
  }
  return all === 0 ? 0 : shared / all
}

function sharedTerms(sets: readonly ReadonlySet<string>[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const set of sets) for (const word of set) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5)
    .map(([word]) => word)
}

let segmenter: Promise<Jieba> | undefined

/** The words of each text that say what it is about: two characters or more, without those everyone uses. */
export async function wordsOf(texts: readonly string[]): Promise<readonly ReadonlySet<string>[]> {
  // Loaded when first needed: the dictionary takes 50 MB and a third of a second.
  segmenter ??= Promise.all([import('@node-rs/jieba'), import('@node-rs/jieba/dict.js')]).then(
    ([{ Jieba }, { dict }]) => Jieba.withDict(dict),
  )
  const jieba = await segmenter
  return texts.map(
    (text) =>
      new Set(
        jieba
          .cut(text.normalize('NFKC').toLowerCase())
          .filter((word) => [...word].length > 1 && /\p{L}/u.test(word) && !emptyWords.has(word)),
      ),
  )
}

const emptyWords = new Set(
  '我们 你们 他们 这个 那个 这样 那样 应该 应当 可以 能够 建议 希望 觉得 认为 意见 规定 条例 本条 进行 一个 一些 没有 不能 不要 就是 如果 因为 所以 但是 还是 或者 以及 以后 现在 已经 问题 什么 怎么 the and that this with for should must not are was have has from they them their'.split(
    ' ',
  ),
)

async function looseOpinions(db: Db, councilId: string, matter: Matter): Promise<Loose[]> {
  const { rows } = await sql<Loose>`
    select o.id, o.body, nullif(split_part(o.provision_id, '__', 1), '') as article, o.same_text as "sameText",
           o.simhash, o.supports
      from opinions.opinion o
     where o.council_id = ${councilId} and o.subject_type = ${matter.type} and o.subject_id = ${matter.id}
       and o.stage = 'received'
       and not exists (select from opinions.argument_member m where m.council_id = o.council_id and m.opinion_id = o.id)
       and not exists (select from opinions.alone s where s.council_id = o.council_id and s.opinion_id = o.id)
     order by o.received_at, o.id limit ${mostLoose}`.execute(db)
  return rows
}

async function argumentsByText(db: Db, councilId: string, matter: Matter) {
  const { rows } = await sql<{ text: string; number: number; title: string }>`
    select distinct on (o.same_text) o.same_text as text, a.number, a.title
      from opinions.argument a
      join opinions.argument_member m on m.council_id = a.council_id and m.argument_id = a.id
      join opinions.opinion o on o.council_id = m.council_id and o.id = m.opinion_id
     where a.council_id = ${councilId} and a.subject_type = ${matter.type} and a.subject_id = ${matter.id}
       and a.stage = 'open' order by o.same_text, a.number limit 5000`.execute(db)
  return new Map(rows.map(({ text, number, title }) => [text, { number, title }]))
}
