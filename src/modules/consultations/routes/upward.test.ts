import assert from 'node:assert/strict'
import { test } from 'vitest'
import { parseCsv, readSheet, readZip } from '#kernel/documents'
import { anOpinion } from '#support/consultations'
import { aGuestOf, someoneOf } from '#support/councils'
import { house } from '#support/house'
import { siteOf } from '#support/site'
import { aRefinedConsultation, inStage, nextDraft } from '#support/upward'
import { consultations } from '../index.ts'

async function place(locale: 'zh-CN' | 'en' = 'zh-CN') {
  const { app } = await house()
  const refined = await aRefinedConsultation(app)
  const { council, clerk, consultation } = refined
  const office = siteOf({ app, council, actor: clerk, modules: [consultations], locale })
  const public_ = siteOf({ app, council, actor: aGuestOf(council), modules: [consultations], locale })
  const base = `/consultations/${consultation.number}`
  return { app, ...refined, office, public_, base }
}

const html = async (response: Response) => {
  assert.equal(response.status, 200, await response.clone().text())
  return response.text()
}

/** Submits, reads the next version in, answers everything. */
async function answeredPlace(locale: 'zh-CN' | 'en' = 'zh-CN') {
  const made = await place(locale)
  const { office, base, argumentId, opinions } = made
  const go = async (path: string, fields: Record<string, string>) => {
    const response = await office.post(`${base}${path}`, fields)
    assert.equal(response.status, 303, await response.clone().text())
  }
  await go('/submission', { toName: '省人大常委会法工委' })
  await go('/answer/import', { label: '二次审议稿', source: nextDraft })
  await go('/answer/decide', {
    a: argumentId,
    decision: 'adopted',
    reason: '写入第三条第二款。',
    changes: 'art_3|art_3',
  })
  await go('/answer/decide', { o: opinions[3]!.opinionId, decision: 'not-adopted', reason: '多数意见不同。' })
  await go('/answer/decide', { o: opinions[4]!.opinionId, decision: 'later', reason: '配套规定时研究。' })
  await go('/answer/give', {})
  return made
}

test('the office goes from refined to answered with forms alone, and everybody can read how it went', async () => {
  const { office, public_, base } = await place()
  assert.match(await html(await office.get(`${base}/submission`)), /第三条第二款增加/)
  assert.match(await html(await office.get(`${base}/answer`)), /先把提炼好的建议上报/)
  assert.equal((await public_.get(`${base}/changes`)).status, 404)
  const made = await answeredPlace()
  const story = await html(await made.public_.get(`${made.base}/story`))
  for (const words of [
    '一楼用不上电梯',
    '李阿姨',
    '第三条第二款增加',
    '写入第三条第二款',
    '<ins>',
    '一楼业主可以不承担费用',
  ])
    assert.ok(story.includes(words), words)
  assert.ok(!story.includes('李桂兰'))
  assert.ok(!story.includes('一楼免交，写进条例'), 'an opinion that is not public stands in the story')
  assert.match(await html(await made.public_.get(`${made.base}/changes`)), /第三条/)
  assert.match(await html(await made.public_.get(`${made.base}/changes?mode=unified&all=1`)), /没有变化|第一条/)
})

test('the page lists exactly the opinions without an answer, and the answers cannot be given before', async () => {
  const { office, base, argumentId } = await place()
  await office.post(`${base}/submission`, { toName: '省人大' })
  await office.post(`${base}/answer/import`, { label: '二审稿', source: nextDraft })
  await office.post(`${base}/answer/decide`, { a: argumentId, decision: 'later', reason: '再研究。' })
  const page = await html(await office.get(`${base}/answer`))
  assert.match(page, /还有 2 条意见没有答复/)
  assert.ok(page.includes('一楼也受益') && page.includes('公共收益半年公布一次太久了'))
  const refused = await office.post(`${base}/answer/give`, {})
  assert.equal(refused.status, 409)
  assert.match(await refused.text(), /还有意见没有答复/)
})

test('a refused answer comes back with the words typed and says what to do', async () => {
  const { office, base, argumentId } = await place()
  await office.post(`${base}/submission`, { toName: '省人大' })
  await office.post(`${base}/answer/import`, { label: '二审稿', source: nextDraft })
  const refused = await office.post(`${base}/answer/decide`, {
    a: argumentId,
    decision: 'adopted',
    reason: '写好的理由',
  })
  assert.equal(refused.status, 422)
  const page = await refused.text()
  assert.ok(page.includes('写好的理由') && page.includes('要指出改动的文字'))
  const form = await html(await office.get(`${base}/answer/form?a=${argumentId}`))
  assert.ok(form.indexOf('art_3|art_3') > 0, 'the change that answers is not offered')
  assert.ok(form.indexOf('art_3|art_3') < form.indexOf('art_2|art_2'), 'another change is offered before it')
  const nothing = await office.get(`${base}/answer/form`)
  assert.equal(nothing.status, 422)
})

test('nobody but the office sees the pages of submission, answer and packages', async () => {
  const { app, council, public_, base } = await place()
  const staff = siteOf({ app, council, actor: someoneOf(council, ['point-staff']), modules: [consultations] })
  for (const site of [public_, staff]) {
    for (const path of [
      `${base}/submission`,
      `${base}/answer`,
      '/consultations/packages',
      `${base}/submission/report.docx`,
    ])
      assert.equal((await site.get(path)).status, 404, path)
  }
})

test('the report comes as a Word file, a PDF and a table, and the package as a file', async () => {
  const { office, base } = await place()
  const bytes = async (path: string) => {
    const response = await office.get(`${base}${path}`)
    assert.equal(response.status, 200, path)
    return Buffer.from(await response.arrayBuffer())
  }
  const docx = await readZip(await bytes('/submission/report.docx'))
  assert.match(docx.get('word/document.xml')?.toString('utf8') ?? '', /一楼业主可以不承担费用/)
  assert.equal((await bytes('/submission/report.pdf')).subarray(0, 5).toString(), '%PDF-')
  const table = await readSheet(await bytes('/submission/report.xlsx'))
  assert.ok(table.ok && table.rows.length === 2 && table.rows[1]?.includes(3))
  await office.post(`${base}/submission`, { toName: '省人大' })
  const official = await readZip(await bytes('/submission/report.docx'))
  const words = (official.get('word/document.xml')?.toString('utf8') ?? '').replace(/<[^>]+>/g, ' ')
  for (const part of [/省人大：/, /一、基本情况/, /二、提炼的建议/, /（一）第三条/]) assert.match(words, part)
  assert.doesNotMatch(words, /星期/)
  const page = await html(await office.get(`${base}/submission`))
  const sha256 = /submission\/([0-9a-f]{64})\.zip/.exec(page)?.[1]
  const archive = await readZip(await bytes(`/submission/${sha256}.zip`))
  assert.ok(archive.has('manifest.json') && archive.has('opinions.jsonl'))
})

test('the data files hold as many rows as the page says, and nothing that is not public', async () => {
  const { app, council, consultation, public_, base } = await answeredPlace()
  await anOpinion(app, council, consultation, { body: '=HYPERLINK("http://x","点我")' })
  const page = await html(await public_.get(`${base}/data`))
  assert.match(page, /data\/opinions\.csv/)
  for (const [set, count] of [
    ['opinions', 5],
    ['arguments', 1],
    ['outcomes', 4],
  ] as const) {
    const csv = await (await public_.get(`${base}/data/${set}.csv`)).text()
    assert.equal(parseCsv(csv).length - 1, count, set)
    const lines = (await (await public_.get(`${base}/data/${set}.jsonl`)).text()).trim().split('\n')
    assert.equal(lines.length, count, set)
    const xlsx = await readSheet(new Uint8Array(await (await public_.get(`${base}/data/${set}.xlsx`)).arrayBuffer()))
    assert.ok(xlsx.ok && xlsx.rows.length - 1 === count, set)
  }
  const csv = await (await public_.get(`${base}/data/opinions.csv`)).text()
  assert.ok(csv.includes(`"'=HYPERLINK`), 'a formula is not made safe')
  assert.ok(!csv.includes('一楼免交') && !csv.includes('李桂兰'))
  const notes = (await (await public_.get(`${base}/data/annotations.jsonl`)).text()).trim().split('\n')
  assert.equal(notes.length, 5)
  assert.equal(JSON.parse(notes[0] ?? '{}')['@context'], 'http://www.w3.org/ns/anno.jsonld')
  assert.equal((await public_.get(`${base}/data/secrets.csv`)).status, 404)
})

test('the ledger opens from each figure to as many opinions as the figure says', async () => {
  const { public_, base, consultation } = await answeredPlace()
  const page = await html(await public_.get(`${base}/ledger`))
  for (const [state, count] of [
    ['collected', 5],
    ['refined', 4],
    ['submitted', 4],
    ['adopted', 3],
    ['not-adopted', 1],
    ['later', 1],
  ] as const) {
    assert.match(page, new RegExp(`ledger\\?state=${state}">${count}</a>`))
    const list = await html(await public_.get(`${base}/ledger?state=${state}`))
    assert.equal(list.match(/<li class="card">/g)?.length, count, state)
  }
  const overview = await html(await public_.get('/consultations/ledger'))
  assert.ok(overview.includes(`/consultations/${consultation.number}/ledger`))
  const rows = parseCsv(await (await public_.get(`${base}/ledger.csv`)).text())
  assert.equal(Number(rows[1]?.[2]), 5)
})

test('every page speaks English too', async () => {
  const { office, public_, base } = await answeredPlace('en')
  assert.match(await html(await public_.get(`${base}/story`)), /From a word to a law/)
  assert.match(await html(await public_.get(`${base}/ledger`)), /Ledger of opinions/)
  assert.match(await html(await public_.get(`${base}/data`)), /What the fields mean/)
  assert.match(await html(await office.get(`${base}/answer`)), /The answers are given/)
  assert.match(await html(await office.get('/consultations/packages')), /Councils we trust/)
})

test('before the answers are given the story tells how far it is, and nothing of the decisions', async () => {
  const { app, council, public_, base, office, argumentId, consultation } = await place()
  await inStage(app, council, consultation.id, 'refined')
  await office.post(`${base}/submission`, { toName: '省人大' })
  await office.post(`${base}/answer/decide`, { a: argumentId, decision: 'later', reason: '这个理由还没有公布' })
  const story = await html(await public_.get(`${base}/story`))
  assert.ok(!story.includes('这个理由还没有公布'))
  assert.match(story, /答复公布以后/)
})

test('a project shows its consultations in order, and the office starts the next from there', async () => {
  const { office, public_, consultation } = await answeredPlace()
  const base = `/consultations/projects/${consultation.project.number}`
  assert.match(await html(await public_.get('/consultations/projects')), /云山市住宅小区物业管理条例/)
  const page = await html(await public_.get(base))
  assert.ok(page.includes(`/consultations/${consultation.number}/story`))
  assert.ok(!page.includes('开始准备'), 'a guest is offered to start a consultation')
  const refused = await office.post(`${base}/next`, { phase: '', title: '立法后评估' })
  assert.equal(refused.status, 422)
  const started = await office.post(`${base}/next`, { phase: 'evaluation', title: '立法后评估' })
  assert.equal(started.status, 303)
  assert.match(await html(await office.get(base)), /立法后评估/)
  assert.ok(!(await html(await public_.get(base))).includes('立法后评估'))
  assert.equal((await public_.get('/consultations/projects/99')).status, 404)
})
