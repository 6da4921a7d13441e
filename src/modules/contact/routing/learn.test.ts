import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { dataFolder } from '#support/data'
import { featuresOf, loadSegmenter } from './features.ts'
import { type HandledMatter, learn, type Proposal } from './learn.ts'

const segment = await loadSegmenter()

const handled: readonly HandledMatter[] = [
  { title: '公交车太少', text: '二路公交早上要等四十分钟。', label: '交通' },
  { title: '路口没有红绿灯', text: '学校门口车多，孩子过马路危险。', label: '交通' },
  { title: '河水发臭', text: '工厂夜里往河里排污水。', label: '环保' },
  { title: '烧垃圾', text: '垃圾场天天冒黑烟，气味刺鼻。', label: '环保' },
]

test('a new matter goes to the label whose matters speak of the same things', () => {
  const router = learn(handled, segment)
  const [first, second] = router.propose({ title: '公交站太远', text: '老人走不动，希望公交车多停一站。' })
  assert.equal(first?.label, '交通')
  assert.equal(second?.label, '环保')
  assert.ok(first.score > second.score)
  assert.equal(Math.round((first.score + second.score) * 1e9), 1e9)
})

test('the same matters give the same router, whatever was learned before', () => {
  const asked = { title: '噪声', text: '工地半夜施工。' }
  assert.deepEqual(learn(handled, segment).propose(asked), learn(handled, segment).propose(asked))
})

test('one label only, empty words and unknown words still get a proposal', () => {
  const router = learn([handled[0]!], segment)
  assert.deepEqual(router.propose({ title: '', text: '' }), [{ label: '交通', score: 1 }])
  assert.equal(learn(handled, segment).propose({ title: 'xyz', text: '' }).length, 2)
  assert.throws(() => learn([], segment), RangeError)
})

test('place codes, numbers and marks are not read', () => {
  const features = [...featuresOf({ title: 'A市B3区 2020！', text: '' }, segment).keys()]
  assert.deepEqual(
    features.filter((feature) => /\d|word [a-z]/.test(feature)),
    [],
  )
  assert.ok(features.includes('市'))
})

const folder = dataFolder('appeals-zh')
describe.skipIf(!folder)('690 messages that were sorted by their receivers', () => {
  const rows: readonly HandledMatter[] = folder
    ? readFileSync(join(folder, 'classification.dev.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : []

  test('each fifth, learned from the others, is proposed well, and as surely as it says', { timeout: 240_000 }, () => {
    const judged = crossed(rows)
    const { macroF1, topThree } = measure(judged)
    assert.ok(macroF1 >= 0.86, `macro F1 ${macroF1}`)
    assert.ok(topThree >= 0.98, `top three ${topThree}`)
    const sure = judged.filter(({ proposals }) => proposals[0]!.score >= 0.9)
    const right = sure.filter(({ label, proposals }) => proposals[0]!.label === label).length
    assert.ok(sure.length >= 200 && right / sure.length >= 0.9, `${right} of ${sure.length} sure ones`)
  })

  test('labels dealt out at random cannot be learned, so the measure can fail', { timeout: 240_000 }, () => {
    const dealt = rows.map((row, index) => ({ ...row, label: rows[(index * 7 + 13) % rows.length]!.label }))
    assert.ok(measure(crossed(dealt)).macroF1 < 0.4)
  })
})

interface Judged {
  readonly label: string
  readonly proposals: readonly Proposal[]
}

/** Each matter proposed by a router that learned from the four other fifths. */
function crossed(rows: readonly HandledMatter[]): readonly Judged[] {
  return [0, 1, 2, 3, 4].flatMap((fold) => {
    const router = learn(
      rows.filter((_, index) => index % 5 !== fold),
      segment,
    )
    return rows
      .filter((_, index) => index % 5 === fold)
      .map((row) => ({ label: row.label, proposals: router.propose(row) }))
  })
}

function measure(judged: readonly Judged[]): { readonly macroF1: number; readonly topThree: number } {
  const labels = [...new Set(judged.map(({ label }) => label))]
  const scores = labels.map((name) => {
    const proposed = judged.filter(({ proposals }) => proposals[0]?.label === name)
    const hits = proposed.filter(({ label }) => label === name).length
    return (2 * hits) / (proposed.length + judged.filter(({ label }) => label === name).length)
  })
  const among = judged.filter(({ label, proposals }) => proposals.some((proposal) => proposal.label === label)).length
  return { macroF1: scores.reduce((sum, score) => sum + score, 0) / labels.length, topThree: among / judged.length }
}
