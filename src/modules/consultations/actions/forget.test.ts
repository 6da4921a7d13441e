import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { test } from 'vitest'
import { perform } from '#kernel/action'
import type { App } from '#kernel/app'
import { newId } from '#kernel/ids'
import { shortCode } from '#kernel/short-code'
import { changeSetting } from '#parts/councils'
import { checkUpload } from '#parts/files'
import { anOpenConsultation, commentOn } from '#support/consultations'
import { aContactPoint, aCouncil, aGuestOf, eventsIn, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { someoneAt } from '#support/people'
import { attach } from './attach.ts'
import { finishFile, keepFieldPart } from './field-files.ts'
import { syncField } from './field-sync.ts'
import { forgetEverywhere } from './forget.ts'
import { comment } from './give.ts'

const later = '2026-11-21T02:00:00Z'

async function ground() {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const { placeId } = await aContactPoint(app, council)
  const consultation = await anOpenConsultation(app, council)
  const collector = await someoneAt(app, council, placeId, { roles: ['collector'] })
  const keep = async (actor = aGuestOf(council)) => {
    const checked = await checkUpload({ content: await picture(), nameShown: 'p.png', kind: 'photo' })
    if (!checked.ok) throw new Error(checked.reason)
    const input = { consultationId: consultation.id, upload: checked.upload }
    return succeeded(await perform(app, attach, actor, input)).fileId
  }
  /** Sends pieces of a picture; with `parts` 2 the first alone. */
  const begin = async (parts: 1 | 2) => {
    const bytes = await picture()
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const file = { fileKey: newId(), kind: 'photo' as const, name: 'p.png', sha256, parts }
    succeeded(await perform(app, keepFieldPart, collector, { ...file, ordinal: 0, bytes: new Uint8Array(bytes) }))
    if (parts === 1) succeeded(await finishFile(app, collector, file.fileKey))
    return file
  }
  const files = async () => {
    const rows = await app.database.db
      .selectFrom('files.file')
      .select('id')
      .where('council_id', '=', council.id)
      .execute()
    return rows.map(({ id }) => id)
  }
  return { app, clock, council, placeId, consultation, collector, keep, begin, files }
}

let shade = 0

/** Never the same twice: files of the same content share it. */
async function picture(): Promise<Buffer> {
  shade += 1
  const background = { r: shade % 256, g: (shade * 7) % 256, b: 90 }
  return sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .png()
    .toBuffer()
}

async function forgottenIn(app: App, council: { readonly id: string }) {
  const told = await eventsIn(app, council, 'consultations.unsent-forgotten')
  return told.map(({ data }) => data)
}

test('a photo attached and never sent is forgotten after a day and counted; one in an opinion stays for ever', async () => {
  const { app, clock, council, consultation, keep, files } = await ground()
  const guest = aGuestOf(council)
  const [sent, unsent] = [await keep(guest), await keep(guest)]
  const words = commentOn(consultation, { files: [{ fileId: sent, kind: 'photo' }] })
  succeeded(await perform(app, comment, guest, words))
  clock.set('2026-11-21T00:30:00Z')
  await forgetEverywhere(app)
  assert.deepEqual((await files()).toSorted(), [sent, unsent].toSorted())
  assert.deepEqual(await forgottenIn(app, council), [])
  clock.set(later)
  await forgetEverywhere(app)
  assert.deepEqual(await files(), [sent])
  assert.deepEqual(await forgottenIn(app, council), [{ attached: 1, pieces: 0, fieldFiles: 0, packages: 0 }])
  clock.set('2027-01-20T00:00:00Z')
  await forgetEverywhere(app)
  assert.deepEqual(await files(), [sent])
  assert.equal((await forgottenIn(app, council)).length, 1)
})

test('pieces whose rest never came are forgotten a day after the last one, and the phone begins anew', async () => {
  const { app, clock, council, collector, begin } = await ground()
  const file = await begin(2)
  clock.set('2026-11-20T20:00:00Z')
  const again = { ...file, ordinal: 0, bytes: new Uint8Array(await picture()) }
  succeeded(await perform(app, keepFieldPart, collector, again))
  clock.set(later)
  await forgetEverywhere(app)
  assert.deepEqual(await forgottenIn(app, council), [])
  clock.set('2026-11-21T20:30:00Z')
  await forgetEverywhere(app)
  assert.deepEqual(await forgottenIn(app, council), [{ attached: 0, pieces: 1, fieldFiles: 0, packages: 0 }])
  assert.deepEqual(succeeded(await perform(app, keepFieldPart, collector, again)).have, [0])
})

test('a whole file whose opinion never came is forgotten; one with an opinion, or waiting to be typed, is not', async () => {
  const { app, clock, council, placeId, consultation, collector, begin, files } = await ground()
  const [spoken, untyped, lost] = [await begin(1), await begin(1), await begin(1)]
  const item = (fileKey: string, body: string) => ({
    clientKey: newId(),
    receipt: shortCode(),
    claimedAt: app.clock.now().toISOString(),
    body,
    consent: true as const,
    consentWords: 'field-kit 2026-11',
    files: [{ fileKey, kind: 'photo' as const }],
  })
  const batch = { consultationId: consultation.id, placeId, phoneNow: app.clock.now().toISOString() }
  const items = [item(spoken.fileKey, '说的话'), item(untyped.fileKey, '')]
  succeeded(await perform(app, syncField, collector, { ...batch, items }))
  clock.set(later)
  await forgetEverywhere(app)
  assert.deepEqual(await forgottenIn(app, council), [{ attached: 0, pieces: 0, fieldFiles: 1, packages: 0 }])
  assert.equal((await files()).length, 2)
  const refused = await perform(app, syncField, collector, { ...batch, items: [item(lost.fileKey, '迟到的话')] })
  assert.equal(succeeded(refused).items[0]?.code, 'file-missing')
})

test('a council that decides to wait longer is obeyed from the day of its decision', async () => {
  const { app, clock, council, keep, files } = await ground()
  await keep()
  const administrator = someoneOf(council, ['administrator'])
  succeeded(
    await perform(app, changeSetting, administrator, {
      key: 'unsentHours',
      value: 72,
      validFrom: '2026-11-20',
      reason: '农村线路慢',
    }),
  )
  clock.set(later)
  await forgetEverywhere(app)
  assert.equal((await files()).length, 1)
  clock.set('2026-11-23T02:00:00Z')
  await forgetEverywhere(app)
  assert.equal((await files()).length, 0)
  const short = await perform(app, changeSetting, administrator, {
    key: 'unsentHours',
    value: 1,
    validFrom: '2026-11-23',
    reason: '省地方',
  })
  assert.equal(short.ok, false)
})
