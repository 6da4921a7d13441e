import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { anOpenConsultation, anOpinion } from '#support/consultations'
import { aCouncil } from '#support/councils'
import { house } from '#support/house'
import { countsByClause, shownOpinions } from './read.ts'
import { markFound, mostFound, searchOpinions } from './search.ts'
import { similarOpinions } from './similar.ts'

const bodies = [
  '听证会应当公开举行，让大家旁听。',
  '希望开一次听证，别走过场。',
  '预算要公开，公共收益每季度公布一次。',
  '楼道里的灯坏了半年没人修。',
  '加装电梯费用怎么分摊？一楼不出钱。',
  'The lift should be paid by those who use it.',
]

async function corpus() {
  const { app } = await house()
  const council = await aCouncil(app)
  const consultation = await anOpenConsultation(app, council)
  for (const body of bodies) await anOpinion(app, council, consultation, { body })
  const find = async (typed: string, clause?: string | null) => {
    const found = await searchOpinions(app.database.db, {
      councilId: council.id,
      subjectId: consultation.id,
      typed,
      page: 1,
      pageSize: 50,
      ...(clause !== undefined && { clause }),
    })
    return found.opinions.map(({ body }) => bodies.indexOf(body)).sort()
  }
  return { app, council, consultation, find }
}

describe('searching opinions', () => {
  test('finds exactly the opinions in which the words stand, whatever their length', async () => {
    const { find } = await corpus()
    for (const typed of [
      '会',
      '灯',
      '听证',
      '听证会',
      '公共收益',
      '加装电梯费用怎么分摊',
      'lift',
      'should be',
      '飞机场',
    ]) {
      const words = typed.split(' ')
      const there = bodies.flatMap((body, i) => (words.every((word) => body.includes(word)) ? [i] : []))
      assert.deepEqual(await find(typed), there, typed)
    }
  })

  test('finds words in another width or case, and several words in any order', async () => {
    const { find } = await corpus()
    assert.deepEqual(await find('ＬＩＦＴ'), [5])
    assert.deepEqual(await find('公布 预算'), [2])
  })

  test('what is not for everyone is not found', async () => {
    const { app, council, consultation, find } = await corpus()
    await anOpinion(app, council, consultation, { body: '听证不公开', public: false })
    await anOpinion(app, council, consultation, { body: '听证广告', held: { code: 'advert', reason: 'advert' } })
    assert.deepEqual(await find('听证'), [0, 1])
  })

  test('an opinion on a paragraph is found and counted with its article', async () => {
    const { app, council, consultation, find } = await corpus()
    await anOpinion(app, council, consultation, { anchor: { provisionId: 'art_2__para_1__item_1' }, body: bodies[3]! })
    await anOpinion(app, council, consultation, { anchor: null, body: bodies[2]! })
    assert.deepEqual(await find('灯', 'art_2'), [3])
    assert.deepEqual(await find('预算', null), [2])
    const counts = await countsByClause(app.database.db, council.id, consultation.id)
    assert.deepEqual(
      counts.map(({ clause, opinions }) => [clause, opinions]).sort(),
      [
        ['art_2', 1],
        ['art_3', 6],
        [null, 1],
      ].sort(),
    )
  })

  test('words that stand almost everywhere are found from the newest backwards, and the page says there are more', async () => {
    const { app, council, consultation } = await corpus()
    const { db } = app.database
    for (let i = 0; i < mostFound; i += 1) await anOpinion(app, council, consultation, { body: `物业费太高${i}` })
    const ask = (page: number) =>
      searchOpinions(db, {
        councilId: council.id,
        subjectId: consultation.id,
        typed: '物业费',
        page,
        pageSize: 50,
      })
    assert.deepEqual([(await ask(1)).total, (await ask(1)).more], [mostFound, false])
    await anOpinion(app, council, consultation, { body: '物业费再说一次' })
    assert.deepEqual([(await ask(1)).total, (await ask(1)).more], [mostFound, true])
    assert.equal((await ask(2)).opinions.length, 50)
  })

  test('found words are marked where they stand, however they were typed', () => {
    const marked = (text: string, typed: string) =>
      markFound(text, typed)
        .map(({ text: piece, found }) => (found ? `[${piece}]` : piece))
        .join('')
    assert.equal(marked('听证会公开', '听证 公开'), '[听证]会[公开]')
    assert.equal(marked('Lift LIFT', 'lift'), '[Lift] [LIFT]')
    assert.equal(marked('a.b', '.'), 'a.b')
  })
})

describe('reading opinions', () => {
  test('the name is shown only to whom she allows, and nothing else of her ever', async () => {
    const { app } = await house()
    const council = await aCouncil(app)
    const consultation = await anOpenConsultation(app, council)
    const who = { name: '李四', displayName: '临江居民', contact: '+8613800000000', contactKind: 'phone' as const }
    await anOpinion(app, council, consultation, { contributor: { ...who, nameVisibleTo: 'everyone' } })
    await anOpinion(app, council, consultation, { contributor: { ...who, nameVisibleTo: 'office' } })
    const shown = await shownOpinions(app.database.db, {
      councilId: council.id,
      subjectId: consultation.id,
      order: 'newest',
      page: 1,
      pageSize: 50,
    })
    assert.deepEqual(shown.map(({ name }) => name).sort(), ['临江居民', null].sort())
    assert.ok(!JSON.stringify(shown).includes('李四') && !JSON.stringify(shown).includes('138'))
  })

  test('what others said like this is offered, most alike first; something else is not', async () => {
    const { app, council, consultation } = await corpus()
    const near = await similarOpinions(app.database.db, {
      councilId: council.id,
      subjectId: consultation.id,
      clause: 'art_3',
      body: '加装电梯的费用怎么分摊，一楼能不能不出钱？',
    })
    assert.deepEqual(
      near.opinions.map(({ body }) => body),
      [bodies[4]],
    )
    assert.equal(near.people, 1)
    const far = await similarOpinions(app.database.db, {
      councilId: council.id,
      subjectId: consultation.id,
      clause: 'art_3',
      body: '请在河边种树，夏天好乘凉。',
    })
    assert.deepEqual(far.opinions, [])
  })
})
