import assert from 'node:assert/strict'
import { test } from 'vitest'
import { type Actor, perform } from '#kernel/action'
import type { App } from '#kernel/app'
import { newId } from '#kernel/ids'
import { drain } from '#kernel/worker'
import { mute } from '#parts/notices'
import { chooseAnswer } from '#parts/opinions'
import { draftText } from '#support/consultations'
import { aCouncil, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aCitizen, aPhone } from '#support/people'
import { anAnsweredConsultation } from '#support/upward'
import { decide } from './answer.ts'
import { importDraft, prepareConsultation, publish } from './prepare.ts'

async function noticesIn(app: App, councilId: string, kind: string) {
  return app.database.db
    .selectFrom('notices.notice')
    .select(['account_id', 'device_id', 'href', 'text'])
    .where('council_id', '=', councilId)
    .where('kind', '=', kind)
    .orderBy('created_at')
    .execute()
}

async function messagesIn(app: App, councilId: string) {
  const rows = await app.database.db
    .selectFrom('notices.outgoing')
    .select(['channel', 'address', 'title'])
    .where('council_id', '=', councilId)
    .orderBy('created_at')
    .execute()
  return rows.map(({ channel, address, title }) => `${channel} ${address} ${title}`)
}

test('several opinions of one person are one notice, however often the answers are told', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const citizen = await aCitizen(app, council, { contacts: [{ kind: 'email', value: 'li@example.org' }] })
  const hers = { accountId: citizen.accountId, answerBy: 'inbox' as const }
  const deviceId = newId()
  const { consultation, clerk, given } = await anAnsweredConsultation(
    app,
    [
      { contributor: hers, body: '一楼不出钱。' },
      { contributor: hers, body: '收支要公开。' },
      { contributor: hers, body: '答复要快。' },
      { contributor: { deviceId }, body: '电梯好。' },
    ],
    council,
  )
  await drain(app, council.id)
  const told = await noticesIn(app, council.id, 'consultations.answered')
  assert.deepEqual(
    told.map(({ account_id, device_id, href }) => [account_id ?? device_id, href]).toSorted(),
    [
      [citizen.accountId, '/r'],
      [deviceId, told.find((notice) => notice.device_id === deviceId)?.href],
    ].toSorted(),
  )
  const one = told.find(({ account_id }) => account_id === citizen.accountId)
  assert.match(one?.text['zh-CN'].title ?? '', /您的 3 条意见都有答复了/)
  assert.equal((await messagesIn(app, council.id)).length, 1)
  const corrected = { consultationId: consultation.id, opinionIds: [given[3]!.opinionId], reason: '改为研究。' }
  succeeded(await perform(app, decide, clerk, { ...corrected, decision: 'not-adopted' }))
  await drain(app, council.id)
  assert.deepEqual(
    (await noticesIn(app, council.id, 'consultations.answered')).map(({ account_id }) => account_id).toSorted(),
    [citizen.accountId, null, null].toSorted(),
  )
})

test('whoever left her own account’s address for the answer gets one mail, and a phone she named gets its message', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const phone = aPhone()
  const mail = { kind: 'email' as const, value: `li-${newId()}@example.org` }
  const citizen = await aCitizen(app, council, { contacts: [mail, phone] })
  await anAnsweredConsultation(
    app,
    [
      { contributor: { accountId: citizen.accountId, answerBy: 'email', contactKind: 'email', contact: mail.value } },
      { contributor: { accountId: citizen.accountId, answerBy: 'phone', contactKind: 'phone', contact: phone.value } },
      // On paper, without an account, with the phone she has proved: the same person.
      { contributor: { answerBy: 'phone', contactKind: 'phone', contact: phone.value }, channel: 'paper' },
    ],
    council,
  )
  await drain(app, council.id)
  const sent = (await messagesIn(app, council.id)).map((message) => message.split(' ').slice(0, 2).join(' '))
  assert.deepEqual(sent.toSorted(), [`email ${mail.value}`, `phone ${phone.value}`].toSorted())
  assert.equal((await noticesIn(app, council.id, 'consultations.answered')).length, 1)
})

/** The next consultation of the same project, opened. */
async function openNext(app: App, council: { readonly id: string }, clerk: Actor, projectId: string) {
  const made = succeeded(
    await perform(app, prepareConsultation, clerk, {
      projectId,
      phase: 'deliberation',
      title: '云山市住宅小区物业管理条例（二次审议稿）',
    }),
  )
  const { consultationId } = made
  succeeded(await perform(app, importDraft, clerk, { consultationId, source: draftText, label: '二次审议稿' }))
  const closesAt = new Date(app.clock.now().getTime() + 40 * 86_400_000)
  const { number } = succeeded(await perform(app, publish, clerk, { consultationId, closesAt, acceptProblems: true }))
  await drain(app, council.id)
  return number
}

test('authors hear once that the next consultation of their project is open, unless they asked not to', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const [reader, muted] = [await aCitizen(app, council), await aCitizen(app, council)]
  const phone = aPhone()
  const declines = { ...someoneOf(council, []), kind: 'guest' as const, accountId: null, deviceId: newId() }
  const { clerk, consultation, given } = await anAnsweredConsultation(
    app,
    [
      { contributor: { accountId: reader.accountId, answerBy: 'inbox' } },
      { contributor: { accountId: reader.accountId, answerBy: 'inbox' }, body: '再说一条。' },
      { contributor: { accountId: muted.accountId, answerBy: 'inbox' } },
      { contributor: { answerBy: 'phone', contactKind: 'phone', contact: phone.value }, channel: 'paper' },
      { contributor: { deviceId: declines.deviceId } },
      { contributor: { name: '李桂兰', answerBy: 'post' }, channel: 'field' },
    ],
    council,
  )
  const matter = { subjectType: 'consultation', subjectId: consultation.id }
  succeeded(await perform(app, mute, muted, matter))
  const { receipt } = given[4]!
  succeeded(await perform(app, chooseAnswer, declines, { receipt, answerBy: 'receipt', tellNext: false }))
  await drain(app, council.id)
  const before = (await messagesIn(app, council.id)).length
  const number = await openNext(app, council, clerk, consultation.project.id)
  const told = await noticesIn(app, council.id, 'consultations.next-opened')
  assert.deepEqual(
    told.map(({ account_id, href }) => [account_id, href]),
    [[reader.accountId, `/consultations/${number}`]],
  )
  const sent = (await messagesIn(app, council.id)).slice(before)
  assert.deepEqual(
    sent.map((message) => message.split(' ').slice(0, 2).join(' ')),
    [`phone ${phone.value}`],
  )
  await drain(app, council.id)
  assert.equal((await messagesIn(app, council.id)).length, before + 1)
})

test('authors of another project hear nothing of it', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const reader = await aCitizen(app, council)
  const first = await anAnsweredConsultation(app, [{ contributor: { accountId: reader.accountId } }], council)
  const other = await anAnsweredConsultation(app, [{ contributor: { deviceId: newId() } }], council)
  await openNext(app, council, first.clerk, other.consultation.project.id)
  const told = await noticesIn(app, council.id, 'consultations.next-opened')
  assert.deepEqual(
    told.map(({ account_id }) => account_id),
    [null],
  )
})
