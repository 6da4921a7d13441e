import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { ledgerKeys, parsePolicy, policyOf } from '#kernel/ledger'
import { type Decision, decideAll, giveOpinion } from '#parts/opinions'
import { aVersion } from '#support/consultations'
import { aCouncil, aGuestOf, eventsIn, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aCitizen } from '#support/people'
import { siteOf } from '#support/site'
import { issueAdoption, issuePassport } from './actions.ts'
import { certificates } from './index.ts'
import { readCertificate } from './note.ts'

async function anAnswered(decision: Decision | null) {
  const { app } = await house()
  const council = await aCouncil(app)
  const citizen = await aCitizen(app, council, { name: '李桂兰', displayName: '李阿姨' })
  const version = await aVersion(app, council)
  const subject = { type: 'consultation', id: newId() }
  const giving = { councilId: council.id, now: app.clock.now(), keys: ledgerKeys(app) }
  const given = await app.database.db.transaction().execute((tx) =>
    giveOpinion(
      tx,
      {
        subject,
        clientKey: newId(),
        contributor: { accountId: citizen.accountId, name: '李桂兰', displayName: '李阿姨', contact: '+8613900000000' },
        versionId: version.id,
        anchor: { provisionId: 'art_3' },
        body: '一楼能不能不出钱？',
        channel: 'online',
      },
      giving,
    ),
  )
  const answer = (to: Decision) =>
    app.database.db.transaction().execute((tx) =>
      decideAll(
        tx,
        [
          {
            subject,
            on: { opinionId: given.opinionId },
            decision: to,
            reason: '写入第三条。',
            changes: [
              { versionId: version.id, provisionId: 'art_3', oldProvisionId: 'art_3', before: '甲', after: '乙' },
            ],
            by: null,
          },
        ],
        giving,
      ),
    )
  if (decision) await answer(decision)
  const guest = aGuestOf(council)
  const site = siteOf({ app, council, actor: guest, modules: [certificates] })
  return { app, council, citizen, guest, site, receipt: given.receipt, answer }
}

test('whoever holds the receipt of an adopted opinion gets a certificate that anyone can open', async () => {
  const { app, council, guest, site, receipt } = await anAnswered('adopted')
  const form = await (await site.get(`/certificates/${receipt}`)).text()
  assert.match(form, /领取采纳证书/)
  const { code } = succeeded(await perform(app, issueAdoption, guest, { receipt }))
  assert.notEqual(code, receipt)
  const page = await (await site.get(`/certificates/${code}`)).text()
  assert.match(page, /签名正确/)
  assert.match(page, /第三条提出的意见，已被采纳/)
  for (const secret of ['李桂兰', '李阿姨', '13900000000', receipt]) assert.ok(!page.includes(secret), secret)
  const pdf = Buffer.from(await (await site.get(`/certificates/${code}/pdf`)).arrayBuffer())
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  assert.deepEqual((await eventsIn(app, council, 'certificates.issued'))[0]?.data, {
    kind: 'adoption',
    code,
    withName: false,
  })
})

test('the shown name stands on it only when its holder wants it', async () => {
  const { app, guest, site, receipt } = await anAnswered('partly')
  const sent = await site.post(`/certificates/${receipt}`, { withName: 'yes' })
  assert.equal(sent.status, 303)
  const page = await (await site.get(sent.headers.get('location') ?? '')).text()
  assert.ok(page.includes('李阿姨') && page.includes('部分采纳') && !page.includes('李桂兰'))
  const again = succeeded(await perform(app, issueAdoption, guest, { receipt }))
  assert.match(await (await site.get(sent.headers.get('location') ?? '')).text(), /已经作废/)
  assert.match(await (await site.get(`/certificates/${again.code}`)).text(), /签名正确/)
})

test('nothing is certified that was not adopted, and a code nobody was given is not found', async () => {
  const { app, guest, site, receipt, answer } = await anAnswered(null)
  const early = await perform(app, issueAdoption, guest, { receipt })
  assert.deepEqual(early, { ok: false, kind: 'conflict', code: 'no-answer' })
  await answer('not-adopted')
  const refused = await perform(app, issueAdoption, guest, { receipt })
  assert.deepEqual(refused, { ok: false, kind: 'conflict', code: 'not-adopted' })
  assert.match(await (await site.get(`/certificates/${receipt}`)).text(), /还没有被采纳/)
  const stranger = await perform(app, issueAdoption, guest, { receipt: 'AAAAAAAAAAAA' })
  assert.deepEqual(stranger, { ok: false, kind: 'missing' })
  assert.equal((await site.get('/certificates/AAAA-AAAA-AAAA')).status, 404)
})

test('a certificate is checked without any network, and one changed byte is noticed', async () => {
  const { app, council, guest, site, receipt } = await anAnswered('adopted')
  const { code } = succeeded(await perform(app, issueAdoption, guest, { receipt }))
  const note = await (await site.get(`/certificates/${code}/note`)).text()
  const policy = await policyOf(app.database.db, council.id)
  const keys = parsePolicy(policy).logs
  assert.equal(readCertificate(note, keys)?.code, code)
  assert.equal(readCertificate(note, []), null)
  const bytes = Buffer.from(note)
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes)
    changed[at] = changed[at]! ^ 1
    assert.equal(readCertificate(changed.toString('utf8'), keys), null, `byte ${at}`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'))
  const script = join(import.meta.dirname, '../../../scripts/verify-certificate.mjs')
  const run = (words: string) => {
    writeFileSync(join(folder, 'c.note'), words)
    writeFileSync(join(folder, 'policy'), policy)
    return execFileSync(process.execPath, [script, join(folder, 'c.note'), '--policy', join(folder, 'policy')], {
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString()
  }
  assert.equal(JSON.parse(run(note)).code, code)
  assert.throws(() => run(note.replace('"adopted"', '"partly"')))
})

test('a passport counts what its holder gave; a guest and one who gave nothing get none', async () => {
  const { app, council, citizen, guest, site } = await anAnswered('adopted')
  const forbidden = await perform(app, issuePassport, guest, {})
  assert.deepEqual(forbidden, { ok: false, kind: 'forbidden', hidden: false })
  const nobody = await aCitizen(app, council)
  assert.deepEqual(await perform(app, issuePassport, nobody, {}), {
    ok: false,
    kind: 'conflict',
    code: 'nothing-given',
  })
  const { code } = succeeded(await perform(app, issuePassport, citizen, { withName: true }))
  const page = await (await site.get(`/certificates/${code}`)).text()
  assert.match(page, /提出意见 1 条，其中 0 条提炼成建议，1 条被采纳/)
  assert.ok(page.includes('李阿姨') && !page.includes('李桂兰'))
})
