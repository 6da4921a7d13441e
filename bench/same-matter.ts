/**
 * Which of two messages are about one matter: real messages of a city, some of them told a second time with about half
 * of their sentences, in another order, with characters missing. Whoever else said the same is not marked in the data,
 * so that true doubles count as mistakes: precision, and with it F1, is a lower bound. Beside it, in the same run, equal
 * text alone, and the same answers held against the wrong partners.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pairsOf, sameTextOf } from '#parts/opinions'
import { dataFolder } from '#support/data'
import { sharedWeight, weightsOf, worthALook } from '../src/modules/contact/exchange/likeness.ts'
import { type Figure, type Measure, NotMeasured } from './figure.ts'

const messages = 500
const retold = 200

interface Told {
  readonly id: string
  readonly words: string
}

export const measure: Measure = async () => {
  const folder = dataFolder('appeals-zh')
  if (!folder) throw new NotMeasured('the messages are absent')
  const lines = (await readFile(join(folder, 'hot_issues.jsonl'), 'utf8')).trim().split('\n')
  const all = lines.map((line) => JSON.parse(line) as { id: string; title: string; text: string })
  const { groups } = JSON.parse(await readFile(join(folder, 'hot_issues.exact_dups.json'), 'utf8')) as {
    groups: string[][]
  }
  const doubled = new Set(groups.flat())
  const base = all.filter(({ id }) => !doubled.has(id)).slice(0, messages)
  const once: Told[] = base.map(({ id, title, text }) => ({ id, words: `${title} ${text}` }))
  const random = seeded(7)
  const twice: Told[] = base
    .slice(0, retold)
    .map(({ id, text }) => ({ id: `again ${id}`, words: retell(text, random) }))
  const truth = new Set(twice.map(({ id }) => `${id.slice(6)} ${id}`))
  const wrong = new Set(twice.map(({ id }, index) => `${base[(index + 1) % retold]?.id} ${id}`))
  const told = [...once, ...twice]
  const found = alike(told)
  const equal = sameTexts(told)
  const byId = new Map(all.map(({ id, text }) => [id, sameTextOf(text)]))
  const whole = groups.filter((group) => new Set(group.map((id) => byId.get(id))).size === 1).length
  return [
    figure('same matter, pair F1 (lower bound)', f1(found, truth), 0.9),
    figure('the same, recall', hits(found, truth) / truth.size, 0.95),
    figure('groups of equal text found as one', whole / groups.length, 0.95),
    control('control: equal text alone, F1 on retold messages', f1(equal, truth)),
    control('control: the answers against wrong partners, F1', f1(found, wrong)),
  ]
}

/** Pairs that would be shown to a person. */
function alike(told: readonly Told[]): ReadonlySet<string> {
  const pairs = told.map(({ words }) => pairsOf(words))
  const weights = weightsOf(pairs)
  const found = new Set<string>()
  for (const [i, one] of told.entries()) {
    for (let j = i + 1; j < told.length; j += 1) {
      const score = sharedWeight(pairs[i] as ReadonlySet<string>, pairs[j] as ReadonlySet<string>, weights)
      if (score >= worthALook) found.add(`${one.id} ${told[j]?.id}`)
    }
  }
  return found
}

function sameTexts(told: readonly Told[]): ReadonlySet<string> {
  const first = new Map<string, string>()
  const found = new Set<string>()
  for (const { id, words } of told) {
    const text = sameTextOf(words)
    const before = first.get(text)
    if (before === undefined) first.set(text, id)
    else found.add(`${before} ${id}`)
  }
  return found
}

function hits(found: ReadonlySet<string>, truth: ReadonlySet<string>): number {
  return [...found].filter((pair) => truth.has(pair)).length
}

function f1(found: ReadonlySet<string>, truth: ReadonlySet<string>): number {
  return (2 * hits(found, truth)) / (found.size + truth.size)
}

/** About half of the sentences in another order, one character in seventeen gone. */
function retell(text: string, random: () => number): string {
  const sentences = text.split(/(?<=[。！？!?；;，,])/).filter(Boolean)
  const kept = sentences.filter(() => random() < 0.55)
  const ordered = (kept.length > 0 ? kept : sentences.slice(0, 1))
    .map((sentence) => ({ sentence, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ sentence }) => sentence)
  return [...ordered.join('')].filter(() => random() > 0.06).join('')
}

/** The same numbers in every run. */
function seeded(start: number): () => number {
  let seed = start
  return () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return seed / 0x8000_0000
  }
}

function figure(name: string, value: number, atLeast: number): Figure {
  return { name, value, unit: '', ceiling: 1, ratio: value, goal: `≥ ${atLeast}`, holds: value >= atLeast }
}

function control(name: string, value: number): Figure {
  return { name, value, unit: '', ceiling: 1, ratio: value, goal: '≤ 0.1', holds: value <= 0.1 }
}
