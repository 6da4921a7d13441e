import { createHash, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import sharp from 'sharp'
import { afterEach, expect, test } from 'vitest'
import { sql } from '#kernel/db'
import { writeZip } from '#kernel/documents/zip'
import { newId } from '#kernel/ids'
import { locales } from '#kernel/text'
import { house } from '#support/house'
import { type CheckedUpload, checkUpload, type UploadContent } from './check.ts'
import { clamdScanner, useScanner } from './clamd.ts'
import { text } from './files.text.ts'
import { shownName } from './names.ts'
import { fileResponse } from './serve.ts'
import { eraseFile, filesOf, openFile, scanQuarantine, storeUpload } from './store.ts'
import type { FileKind } from './tables.ts'

const now = new Date('2026-11-20T01:00:00Z')
// Split so that a virus scanner leaves this file alone.
const eicar = Buffer.from(`X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR'}-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`)
const servers: Server[] = []

afterEach(() => {
  useScanner(null)
  for (const server of servers.splice(0)) server.close()
})

/** A clamd that knows one virus, speaking INSTREAM; `say` replaces its answer. */
async function fakeClamd(say?: string): Promise<string> {
  const server = createServer((socket) => {
    let received = Buffer.alloc(0)
    socket.on('data', (piece) => {
      received = Buffer.concat([received, piece])
      const command = 'zINSTREAM\0'
      if (received.toString('latin1', 0, command.length) !== command) return socket.end('UNKNOWN COMMAND\0')
      const chunks: Buffer[] = []
      for (let at = command.length; at + 4 <= received.length; ) {
        const size = received.readUInt32BE(at)
        if (size === 0) {
          const found = Buffer.concat(chunks).includes('EICAR')
          return socket.end(say ?? (found ? 'stream: Win.Test.EICAR_HDB-1 FOUND\0' : 'stream: OK\0'))
        }
        chunks.push(received.subarray(at + 4, at + 4 + size))
        at += 4 + size
      }
      return undefined
    })
    socket.on('error', () => {})
  })
  servers.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `127.0.0.1:${address.port}`
}

const photo = () =>
  sharp(randomBytes(50 * 40 * 3), { raw: { width: 50, height: 40, channels: 3 } })
    .jpeg()
    .toBuffer()

async function checked(content: UploadContent, kind: FileKind, nameShown = '文件'): Promise<CheckedUpload> {
  const check = await checkUpload({ content, kind, nameShown })
  if (!check.ok) throw new Error(check.reason)
  return check.upload
}

const refusalOf = async (content: UploadContent, kind: FileKind) => {
  const check = await checkUpload({ content, kind, nameShown: 'x' })
  return check.ok ? 'taken' : check.reason
}

async function stored(upload: CheckedUpload, councilId = newId()) {
  const { app } = await house()
  const { db } = app.database
  const outcome = await db.transaction().execute((tx) => storeUpload(tx, { councilId, upload, by: null, now }))
  if (!outcome.ok) throw new Error(outcome.reason)
  return { db, councilId, file: outcome.file }
}

test('a photograph is kept drawn anew, with its thumbnail, and comes back only in its own council', async () => {
  const bytes = await photo()
  const { db, councilId, file } = await stored(await checked(bytes, 'photo', '../../门口的路.JPG'))
  expect(file).toMatchObject({ kind: 'photo', media_type: 'image/webp', state: 'clean', name_shown: '门口的路.webp' })
  expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  const opened = await openFile(db, councilId, file.id)
  if (!opened.ok) throw new Error(opened.reason)
  expect(createHash('sha256').update(opened.body).digest('hex')).toBe(file.storage_key)
  expect(opened.body.length).toBe(file.size_bytes)
  const small = await openFile(db, councilId, file.id, { thumbnail: true })
  expect(small.ok && (await sharp(small.body).metadata()).format).toBe('webp')
  expect(await openFile(db, newId(), file.id)).toEqual({ ok: false, reason: 'missing' })
  expect((await filesOf(db, councilId, [file.id, newId()])).map(({ id }) => id)).toEqual([file.id])
})

test('raw content is checked on its way in, and what is refused leaves nothing behind', async () => {
  const { app } = await house()
  const councilId = newId()
  const outcome = await app.database.db
    .transaction()
    .execute((tx) =>
      storeUpload(tx, { councilId, content: Buffer.from('<svg/>'), nameShown: 'a', kind: 'photo', by: null, now }),
    )
  expect(outcome).toEqual({ ok: false, reason: 'not-an-image' })
  const { rows } = await sql`select 1 from files.file where council_id = ${councilId}`.execute(app.database.db)
  expect(rows).toEqual([])
})

test('content that two files share is kept once and goes with the last of them', async () => {
  const upload = await checked(Buffer.from(`意见 ${newId()}`), 'document')
  const { db, councilId, file } = await stored(upload)
  const second = await stored(upload, councilId)
  const count = async () =>
    (await sql<{ count: number }>`select count(*) as count from files.blob where council_id = ${councilId}`.execute(db))
      .rows[0]?.count
  expect(await count()).toBe(1)
  await db.transaction().execute((tx) => eraseFile(tx, councilId, file.id))
  expect(await count()).toBe(1)
  expect((await openFile(db, councilId, second.file.id)).ok).toBe(true)
  await db.transaction().execute((tx) => eraseFile(tx, councilId, second.file.id))
  expect(await count()).toBe(0)
  await db.transaction().execute((tx) => eraseFile(tx, councilId, second.file.id))
})

test('a virus is refused: plain, in an archive of a document, and the scanner sees what was received', async () => {
  useScanner(clamdScanner(await fakeClamd()))
  expect(await refusalOf(eicar, 'document')).toBe('malware')
  const docx = await writeZip([
    { name: 'word/document.xml', bytes: '<w/>' },
    { name: 'word/media/x.bin', bytes: Buffer.concat([eicar, randomBytes(200)]) },
  ])
  expect(await refusalOf(docx, 'document')).toBe('malware')
  expect(await refusalOf(Buffer.concat([await photo(), eicar]), 'photo')).toBe('malware')
  expect(await refusalOf(randomText(300_000), 'document')).toBe('taken')
})

const randomText = (bytes: number) => Buffer.from(randomBytes(bytes).toString('base64'))

test('while the scanner is away a file waits in quarantine, is not given out, and is released when it is back', async () => {
  useScanner(clamdScanner('127.0.0.1:1', { waitMs: 500 }))
  const { db, councilId, file } = await stored(await checked(randomText(100), 'document'))
  expect(file.state).toBe('quarantined')
  expect(await openFile(db, councilId, file.id)).toEqual({ ok: false, reason: 'quarantined' })
  await scanQuarantine(db)
  useScanner(null)
  await scanQuarantine(db)
  expect(await openFile(db, councilId, file.id)).toEqual({ ok: false, reason: 'quarantined' })
  useScanner(clamdScanner(await fakeClamd()))
  await scanQuarantine(db)
  expect((await openFile(db, councilId, file.id)).ok).toBe(true)
})

test('a virus found in quarantine is thrown away and the file says so', async () => {
  useScanner(async () => ({ verdict: 'unknown', why: 'away' }))
  const { db, councilId, file } = await stored(await checked(eicar, 'document'))
  useScanner(clamdScanner(await fakeClamd()))
  await scanQuarantine(db)
  expect(await openFile(db, councilId, file.id)).toEqual({ ok: false, reason: 'refused' })
  const { rows } = await sql`select 1 from files.blob where council_id = ${councilId}`.execute(db)
  expect(rows).toEqual([])
})

test('an answer the scanner does not give in full is no all-clear', async () => {
  for (const answer of ['', 'stream: ', 'INSTREAM size limit exceeded. ERROR\0', 'stream: OK but\0', 'x'.repeat(9_000)])
    expect(await clamdScanner(await fakeClamd(answer))(Buffer.from('x'))).toMatchObject({ verdict: 'unknown' })
  expect(await clamdScanner(await fakeClamd('stream: OK\0'))(Buffer.from('x'))).toEqual({ verdict: 'clean' })
})

const pdf = (body = '') => Buffer.from(`%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n${body}\n%%EOF\n`)
const office = (...names: string[]) => writeZip(names.map((name) => ({ name, bytes: '<x/>' })))

test('documents are known by content, and each kind of refusal is told apart', async () => {
  expect((await checked(pdf(), 'document', '报告.exe')).nameShown).toBe('报告.pdf')
  expect((await checked(await office('word/document.xml'), 'document')).mediaType).toContain('wordprocessingml')
  expect((await checked(await office('xl/workbook.xml'), 'document')).mediaType).toContain('spreadsheetml')
  expect((await checked(pdf(), 'scan')).mediaType).toBe('application/pdf')
  expect(await refusalOf(pdf('<</S/JavaScript/JS(app.alert(1))>>'), 'document')).toBe('active-content')
  expect(await refusalOf(Buffer.from('%PDF-1.7 cut off'), 'document')).toBe('broken')
  expect(await refusalOf(await office('word/document.xml', 'word/vbaProject.bin'), 'document')).toBe('macros')
  expect(await refusalOf(await office('a.txt'), 'document')).toBe('archive')
  expect(await refusalOf(Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'), 'document')).toBe('old-office')
  expect(await refusalOf(Buffer.from('<!DOCTYPE html><script>1</script>'), 'document')).toBe('web-page')
  expect(await refusalOf(Buffer.from([0, 1, 2, 3, 255]), 'document')).toBe('wrong-type')
  expect(await refusalOf(await photo(), 'document')).toBe('wrong-type')
  expect(await refusalOf(pdf(), 'photo')).toBe('not-an-image')
  expect(await refusalOf(await photo(), 'voice')).toBe('not-audio')
  expect(await refusalOf(new Uint8Array(), 'photo')).toBe('empty')
  const bomb = await writeZip([{ name: 'word/document.xml', bytes: Buffer.alloc(60_000_000) }])
  expect(await refusalOf(bomb, 'document')).toBe('broken')
})

test('more than 10 MB is refused without being received to its end', async () => {
  let given = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += 1_000_000
      controller.enqueue(new Uint8Array(1_000_000))
    },
  })
  expect(await refusalOf(endless, 'document')).toBe('too-large')
  expect(given).toBeLessThan(15_000_000)
  expect(await refusalOf(new Blob([new Uint8Array(10_000_001)]), 'document')).toBe('too-large')
})

test('a name is shown without folders, tricks of direction or a false ending', () => {
  expect(shownName('C:\\Users\\王\\报告.pdf', 'application/pdf')).toBe('报告.pdf')
  expect(shownName('../../etc/passwd', 'text/plain')).toBe('passwd.txt')
  expect(shownName('a\u202efdp.exe', 'application/pdf')).toBe('afdp.pdf')
  expect(shownName('\n\0<img>', 'image/webp')).toBe('_img_.webp')
  expect(shownName('...', 'audio/mpeg')).toBe('file.mp3')
  expect(shownName('长'.repeat(500), 'text/plain').length).toBe(124)
})

test('a file is given out so that a browser neither guesses nor runs it', async () => {
  const { db, councilId, file } = await stored(await checked(Buffer.from('你好\n'), 'document', '意"见.txt'))
  const opened = await openFile(db, councilId, file.id)
  if (!opened.ok) throw new Error(opened.reason)
  const ask = (headers: Record<string, string> = {}, method = 'GET') =>
    fileResponse(opened, new Request('http://localhost/x', { headers, method }))
  const whole = ask()
  expect(await whole.text()).toBe('你好\n')
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'content-disposition': `attachment; filename="___.txt"; filename*=UTF-8''%E6%84%8F_%E8%A7%81.txt`,
    'cache-control': 'private, no-cache',
  })
  const part = ask({ range: 'bytes=0-2' })
  expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, '你', 'bytes 0-2/7'])
  expect(await ask({ range: 'bytes=-1' }).text()).toBe('\n')
  expect(ask({ range: 'bytes=7-' }).status).toBe(416)
  expect(ask({ 'if-none-match': String(whole.headers.get('etag')) }).status).toBe(304)
  expect(await ask({}, 'HEAD').text()).toBe('')
})

test('every refusal has words in both languages', async () => {
  for (const locale of locales)
    for (const words of Object.values(text[locale].refusal)) expect(words.length).toBeGreaterThan(10)
  expect(Object.keys(text.en.refusal).sort()).toEqual(Object.keys(text['zh-CN'].refusal).sort())
})

test('the database itself refuses a clean file without content and content past 10 MB', async () => {
  const { app } = await house()
  const { db } = app.database
  const bare = sql`insert into files.file (council_id, id, kind, media_type, size_bytes, sha256, name_shown, state, made_at)
    values (${newId()}, ${newId()}, 'photo', 'image/webp', 1, ${'0'.repeat(64)}, 'x', 'clean', now())`
  await expect(bare.execute(db)).rejects.toThrow(/check/)
  const big = sql`insert into files.blob values (${newId()}, ${'0'.repeat(64)}, ${Buffer.alloc(10_000_001)})`
  await expect(big.execute(db)).rejects.toThrow(/check/)
})
