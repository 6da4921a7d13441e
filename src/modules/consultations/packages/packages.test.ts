import assert from 'node:assert/strict'
import { afterAll, describe, test } from 'vitest'
import { type Actor, perform } from '#kernel/action'
import type { App } from '#kernel/app'
import { sql } from '#kernel/db'
import { readZip, writeZip } from '#kernel/documents'
import { formatVerifier, ledgerKeys } from '#kernel/ledger'
import { readAkn } from '#parts/laws'
import { ledgerOf, ledgerTotal, outcomesOf } from '#parts/opinions'
import { anOpenConsultation, anOpinion } from '#support/consultations'
import { aCouncil, aDistrictOf, eventsIn, someoneOf, succeeded } from '#support/councils'
import { anotherHouse, type House, house } from '#support/house'
import { anArgument, aRefinedConsultation, inStage, nextDraft } from '#support/upward'
import { answer, decide, importNext, matterOf } from '../actions/answer.ts'
import { addPartner, receivePackage, removePartner, uploadPackage } from '../actions/packages.ts'
import { publish } from '../actions/prepare.ts'
import { sendBack, sendDown, submitUpward } from '../actions/upward.ts'
import { consultationById, consultationByNumber } from '../queries/consultation.ts'
import { PackageRefused, readPackage } from './read.ts'
import { digest, draftDigest } from './write.ts'

const others: House[] = []
afterAll(async () => {
  for (const { app } of others) await app.database.close()
})

async function farHouse(): Promise<House> {
  const made = await anotherHouse()
  others.push(made)
  return made
}

const keyOf = async (app: App, councilId: string) =>
  formatVerifier(await ledgerKeys(app).logKeyOf(app.database.db, councilId))

async function sentPackage(app: App, sha256: string): Promise<Buffer> {
  const { rows } = await sql<{ package: Buffer }>`
    select package from consultations.sent_package where package_sha256 = ${sha256}
    union all select package from consultations.submission where package_sha256 = ${sha256}`.execute(app.database.db)
  return Buffer.from(rows[0]!.package)
}

/** One council takes over what is in a file. */
async function take(app: App, clerk: Actor, bytes: Buffer, consultationId: string | null = null) {
  const uploaded = await perform(app, uploadPackage, clerk, { package: bytes.toString('base64') })
  if (!uploaded.ok) return uploaded
  return perform(app, receivePackage, clerk, { uploadId: uploaded.result.uploadId, consultationId })
}

/** The city sends its draft down; the district, in an installation of its own, collects, refines and sends up. */
async function downAndUp() {
  const city = await house()
  const district = await farHouse()
  const above = await aCouncil(city.app)
  const below = await aCouncil(district.app, { level: 'district', name_zh: '临江区人民代表大会常务委员会' })
  const cityClerk = someoneOf(above, ['clerk'])
  const districtClerk = someoneOf(below, ['clerk'])
  succeeded(
    await perform(city.app, addPartner, cityClerk, {
      name: '临江区人大常委会',
      key: await keyOf(district.app, below.id),
    }),
  )
  succeeded(
    await perform(district.app, addPartner, districtClerk, {
      name: '云山市人大常委会',
      key: await keyOf(city.app, above.id),
    }),
  )
  const consultation = await anOpenConsultation(city.app, above)
  const down = succeeded(
    await perform(city.app, sendDown, cityClerk, {
      consultationId: consultation.id,
      toName: '临江区人大常委会',
      task: '请在两周内征求意见。',
    }),
  )
  const draftFile = await sentPackage(city.app, down.packageSha256)
  const task = succeeded(await take(district.app, districtClerk, draftFile))
  const { consultationId } = task
  succeeded(
    await perform(district.app, publish, districtClerk, {
      consultationId,
      closesAt: '2026-12-25T00:00:00Z',
      acceptProblems: true,
    }),
  )
  const row = await consultationById(district.app.database.db, below.id, consultationId)
  const version = { id: row!.version_id! } as Parameters<typeof anOpinion>[2]['version']
  const at = { id: consultationId, version }
  const given = [
    await anOpinion(district.app, below, at, {
      contributor: { name: '李桂兰', displayName: '李阿姨', nameVisibleTo: 'everyone', contact: '+8613900000000' },
    }),
    await anOpinion(district.app, below, at, { body: '住一楼的不用电梯，不该让我们出钱。', public: false }),
    await anOpinion(district.app, below, at, { body: '收费标准要贴出来。', anchor: { provisionId: 'art_2' } }),
  ]
  const ids = given.map(({ opinionId }) => opinionId)
  const argumentId = await anArgument(district.app, below, at, { opinionIds: ids.slice(0, 2) })
  await inStage(district.app, below, consultationId, 'refined')
  const up = succeeded(
    await perform(district.app, submitUpward, districtClerk, { consultationId, toName: '云山市人大常委会' }),
  )
  const opinionsFile = await sentPackage(district.app, up.packageSha256)
  return {
    city,
    district,
    above,
    below,
    cityClerk,
    districtClerk,
    consultation,
    consultationId,
    given,
    argumentId,
    draftFile,
    opinionsFile,
    up,
  }
}

describe('two installations with nothing between them but files', () => {
  test('the draft goes down, the opinions come up, the answer returns to the first author', async () => {
    const way = await downAndUp()
    const { city, district, above, below, cityClerk, districtClerk, consultation, given } = way
    const cityDb = city.app.database.db
    const districtDb = district.app.database.db
    // The same words, to the digest.
    const below0 = await consultationById(districtDb, below.id, way.consultationId)
    assert.equal(below0?.from_council, '云山市人民代表大会常务委员会')
    const sentDraft = (await readPackage(way.draftFile)).manifest.draftSha256
    assert.equal(sentDraft, draftDigest(consultation.version.text))
    assert.equal((await readPackage(way.opinionsFile)).manifest.draftSha256, sentDraft)

    const taken = succeeded(await take(city.app, cityClerk, way.opinionsFile))
    assert.deepEqual(taken, {
      kind: 'opinions',
      consultationId: consultation.id,
      number: consultation.number,
      counts: { opinions: 3, arguments: 1, refinements: 1 },
    })
    const counts = async (db: typeof cityDb, councilId: string, id: string) => {
      const { collected, refined } = ledgerTotal(await ledgerOf(db, councilId, matterOf(id)))
      return { collected, refined }
    }
    assert.deepEqual(
      await counts(cityDb, above.id, consultation.id),
      await counts(districtDb, below.id, way.consultationId),
    )

    // The city goes on by itself: it submits, gets the next version, decides, answers.
    const consultationId = consultation.id
    await inStage(city.app, above, consultationId, 'refined')
    succeeded(await perform(city.app, submitUpward, cityClerk, { consultationId, toName: '主任会议' }))
    succeeded(
      await perform(city.app, importNext, cityClerk, { consultationId, source: nextDraft, label: '二次审议稿' }),
    )
    const { rows: args } = await sql<{ id: string }>`
      select id from opinions.argument where council_id = ${above.id}`.execute(cityDb)
    const { rows: alone } = await sql<{ id: string }>`
      select id from opinions.opinion where council_id = ${above.id} and body = '收费标准要贴出来。'`.execute(cityDb)
    succeeded(
      await perform(city.app, decide, cityClerk, {
        consultationId,
        argumentIds: args.map(({ id }) => id),
        decision: 'adopted',
        reason: '写入第三条第二款。',
        changes: [{ provisionId: 'art_3', oldProvisionId: 'art_3' }],
      }),
    )
    succeeded(
      await perform(city.app, decide, cityClerk, {
        consultationId,
        opinionIds: alone.map(({ id }) => id),
        decision: 'partly',
        reason: '增加第四条。',
        changes: [{ provisionId: 'art_4', oldProvisionId: null }],
      }),
    )
    succeeded(await perform(city.app, answer, cityClerk, { consultationId }))
    const back = succeeded(
      await perform(city.app, sendBack, cityClerk, { consultationId, packageSha256: way.up.packageSha256 }),
    )
    const adoptionFile = await sentPackage(city.app, back.packageSha256)
    const returned = succeeded(await take(district.app, districtClerk, adoptionFile))
    assert.equal(returned.counts.unanswered, 0)

    // The first author has her answer, with the words, and the district's consultation is answered by it.
    const [first] = await outcomesOf(districtDb, below.id, given[0]!.opinionId)
    assert.deepEqual([first?.decision, first?.reason, first?.shared], ['adopted', '写入第三条第二款。', true])
    assert.match(first?.changes[0]?.after ?? '', /一楼业主可以不承担费用/)
    const [last] = await outcomesOf(districtDb, below.id, given[2]!.opinionId)
    assert.deepEqual([last?.decision, last?.shared], ['partly', false])
    assert.equal((await consultationById(districtDb, below.id, way.consultationId))?.stage, 'answered')
    const total = ledgerTotal(await ledgerOf(districtDb, below.id, matterOf(way.consultationId)))
    assert.deepEqual([total.collected, total.adopted, total.partly, total.unanswered], [3, 2, 1, 0])
    assert.equal((await eventsIn(district.app, below, 'consultations.answered')).length, 1)

    // The answers a second time change nothing.
    const again = await take(district.app, districtClerk, adoptionFile)
    assert.deepEqual(again, { ok: false, kind: 'conflict', code: 'package:received-already' })
  })

  test('no name, contact or receipt that was not public travels in a package', async () => {
    const { opinionsFile, given } = await downAndUp()
    const files = await readZip(opinionsFile)
    const all = [...files.values()].map((content) => content.toString('utf8')).join('\n')
    assert.match(all, /李阿姨/)
    assert.doesNotMatch(all, /李桂兰|13900000000/)
    for (const { receipt, contributorId } of given) assert.ok(!all.includes(receipt) && !all.includes(contributorId))
  })

  test('the same package twice is taken over once', async () => {
    const { city, cityClerk, above, opinionsFile } = await downAndUp()
    succeeded(await take(city.app, cityClerk, opinionsFile))
    const repacked = await writeZip(
      [...(await readZip(opinionsFile))].map(([name, bytes]) => ({ name, bytes })).reverse(),
    )
    for (const file of [opinionsFile, repacked]) {
      const again = await take(city.app, cityClerk, file)
      assert.deepEqual(again, { ok: false, kind: 'conflict', code: 'package:received-already' })
    }
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from opinions.opinion where council_id = ${above.id}`.execute(city.app.database.db)
    assert.equal(rows[0]?.count, 3)
  })

  test('a package of an unknown council, or of one no longer trusted, is refused and leaves nothing', async () => {
    const { city, district, cityClerk, above, below, opinionsFile } = await downAndUp()
    const key = await keyOf(district.app, below.id)
    succeeded(await perform(city.app, removePartner, cityClerk, { key }))
    const refused = await take(city.app, cityClerk, opinionsFile)
    assert.deepEqual(refused, { ok: false, kind: 'conflict', code: 'package:unknown-key' })
    const { rows } = await sql<{ count: number }>`
      select (select count(*) from opinions.opinion where council_id = ${above.id})
           + (select count(*) from consultations.received_package where council_id = ${above.id}) as count`.execute(
      city.app.database.db,
    )
    assert.equal(rows[0]?.count, 0)
  })

  test('opinions on another draft are refused', async () => {
    const { city, cityClerk, above, opinionsFile } = await downAndUp()
    await sql`delete from consultations.sent_package where council_id = ${above.id}`.execute(city.app.database.db)
    const other = await anOpenConsultation(city.app, above, { source: nextDraft })
    const refused = await take(city.app, cityClerk, opinionsFile, other.id)
    assert.deepEqual(refused, { ok: false, kind: 'conflict', code: 'package:other-draft' })
    const unsaid = await take(city.app, cityClerk, opinionsFile)
    assert.deepEqual(unsaid, {
      ok: false,
      kind: 'invalid',
      issues: [{ path: 'consultationId', code: 'choose-consultation' }],
    })
  })

  test('only the office takes packages over, and only it or the security officer trusts a key', async () => {
    const { city, above, opinionsFile, district, below } = await downAndUp()
    const forbidden = { ok: false, kind: 'forbidden', hidden: false }
    const staff = someoneOf(above, ['point-staff'])
    const input = { package: opinionsFile.toString('base64') }
    assert.deepEqual(await perform(city.app, uploadPackage, staff, input), forbidden)
    const key = await keyOf(district.app, below.id)
    assert.deepEqual(await perform(city.app, addPartner, staff, { name: '某区', key }), forbidden)
    succeeded(await perform(city.app, addPartner, someoneOf(above, ['security-officer']), { name: '临江', key }))
    const nonsense = await perform(city.app, addPartner, someoneOf(above, ['clerk']), {
      name: '临江',
      key: 'not a key but long enough to be one',
    })
    assert.deepEqual(nonsense, { ok: false, kind: 'invalid', issues: [{ path: 'key', code: 'not-a-key' }] })
  })
})

/** Every file of a package, with a byte changed here and there: at both ends and at places spread over it. */
function* tampered(files: ReadonlyMap<string, Buffer>): Generator<{ where: string; files: Map<string, Buffer> }> {
  for (const [name, content] of files) {
    const step = Math.max(1, Math.floor(content.length / 24))
    for (let at = 0; at < content.length; at += step) {
      for (const bit of [1, 128]) {
        const changed = Buffer.from(content)
        changed[at] = changed[at]! ^ bit
        yield { where: `${name}:${at}^${bit}`, files: new Map(files).set(name, changed) }
      }
    }
  }
}

async function verdict(files: ReadonlyMap<string, Buffer>): Promise<string> {
  const bytes = await writeZip([...files].map(([name, content]) => ({ name, bytes: content })))
  try {
    await readPackage(bytes)
    return 'believed'
  } catch (error) {
    if (error instanceof PackageRefused) return error.fault
    throw error
  }
}

test('a package of each kind is refused whichever byte of its files was changed', async () => {
  const { city, district, cityClerk, above, consultation, draftFile, opinionsFile, up } = await downAndUp()
  succeeded(await take(city.app, cityClerk, opinionsFile))
  const consultationId = consultation.id
  await inStage(city.app, above, consultationId, 'refined')
  succeeded(await perform(city.app, submitUpward, cityClerk, { consultationId, toName: '主任会议' }))
  succeeded(await perform(city.app, importNext, cityClerk, { consultationId, source: nextDraft, label: '二审稿' }))
  const { rows } = await sql<{ id: string }>`
    select id from opinions.opinion where council_id = ${above.id}`.execute(city.app.database.db)
  const opinionIds = rows.map(({ id }) => id)
  succeeded(
    await perform(city.app, decide, cityClerk, { consultationId, opinionIds, decision: 'later', reason: '再研究。' }),
  )
  succeeded(await perform(city.app, answer, cityClerk, { consultationId }))
  const back = succeeded(
    await perform(city.app, sendBack, cityClerk, { consultationId, packageSha256: up.packageSha256 }),
  )
  const adoptionFile = await sentPackage(city.app, back.packageSha256)
  assert.ok(district)
  for (const file of [draftFile, opinionsFile, adoptionFile]) {
    const files = await readZip(file)
    assert.equal(await verdict(files), 'believed')
    let tried = 0
    for (const { where, files: changed } of tampered(files)) {
      assert.notEqual(await verdict(changed), 'believed', where)
      tried += 1
    }
    assert.ok(tried > 200, `only ${tried} changes were tried`)
    const less = new Map(files)
    less.delete([...files.keys()].at(-1)!)
    assert.equal(await verdict(less), 'files')
    assert.equal(await verdict(new Map(files).set('more.txt', Buffer.from('x'))), 'files')
  }
})

test('a package signed rightly is still refused when its counts or links do not fit its rows', async () => {
  const { opinionsFile } = await downAndUp()
  const files = await readZip(opinionsFile)
  const { writePackage } = await import('./write.ts')
  const { signerOf } = await import('#kernel/ledger')
  const signer = signerOf('forged.example', Buffer.alloc(32, 7))
  const { manifest } = await readPackage(opinionsFile)
  const { from, format, files: listed, ...head } = manifest
  assert.ok(from && format && listed)
  const resealed = async (changes: Record<string, Buffer>, counts = manifest.counts) => {
    const content = manifest.files.map(({ name }) => ({ name, bytes: changes[name] ?? files.get(name)! }))
    return (await writePackage({ ...head, counts, fromName: '伪造' }, content, signer)).bytes
  }
  const fault = async (bytes: Buffer) =>
    readPackage(bytes).then(
      () => 'believed',
      (error: PackageRefused) => error.fault,
    )
  assert.equal(await fault(await resealed({})), 'believed')
  assert.equal(await fault(await resealed({}, { ...manifest.counts, collected: 4 })), 'counts')
  const opinions = files.get('opinions.jsonl')!.toString('utf8')
  const fewer = Buffer.from(`${opinions.split('\n').slice(1).join('\n')}`)
  assert.equal(await fault(await resealed({ 'opinions.jsonl': fewer })), 'links')
  const draft = files.get('draft.xml')!.toString('utf8').replace('每半年', '每一年')
  assert.equal(await fault(await resealed({ 'draft.xml': Buffer.from(draft) })), 'draft')
  assert.notEqual(digest(draft), digest(files.get('draft.xml')!))
  assert.ok(readAkn(draft).provisions.length > 0)
})

test('two councils of one installation exchange by file all the same', async () => {
  const { app } = await house()
  const { council, clerk, consultation } = await aRefinedConsultation(app)
  const districtCouncil = await aDistrictOf(app, council)
  const districtClerk = someoneOf(districtCouncil, ['clerk'])
  succeeded(
    await perform(app, addPartner, districtClerk, { name: '云山市人大常委会', key: await keyOf(app, council.id) }),
  )
  await sql`update consultations.consultation set stage = 'open' where id = ${consultation.id}`.execute(app.database.db)
  const down = succeeded(
    await perform(app, sendDown, clerk, { consultationId: consultation.id, toName: '临江区人大常委会' }),
  )
  const taken = succeeded(await take(app, districtClerk, await sentPackage(app, down.packageSha256)))
  const made = await consultationByNumber(app.database.db, districtCouncil.id, taken.number)
  assert.deepEqual(
    [made?.stage, made?.title, made?.from_package],
    ['prepared', consultation.version.text.title, down.packageSha256],
  )
})
