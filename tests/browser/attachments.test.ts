import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { createApp } from '#kernel/app'
import { closeBrowser, newPage } from '#support/browser'
import { anOpenConsultation, type OpenConsultation } from '#support/consultations'
import { aCouncil } from '#support/councils'
import { house } from '#support/house'
import { aFreePort, type ServedHouse, serve } from '#support/web'
import { manifests } from '../../src/house.ts'

/** A photo and a voice note go with an opinion, and lose where they were made; what cannot be taken costs no word. */
let served: ServedHouse
let consultation: OpenConsultation

beforeAll(async () => {
  const port = await aFreePort()
  const base = await house()
  const app = createApp({
    ...base.app,
    clock: { now: () => new Date() },
    manifests,
    demo: true,
    baseUrl: `http://localhost:${port}`,
  })
  const council = await aCouncil(app, { hosts: ['localhost'] })
  consultation = await anOpenConsultation(app, council)
  served = await serve(app, port)
})

afterAll(async () => {
  await closeBrowser()
  await served?.close()
})

const camera = 'Telltale Camera 7'

/** A photo as a phone takes it: with device, time and place in it. */
async function photo(): Promise<Buffer> {
  const picture = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#a33' } })
    .withExif({
      IFD0: { Make: camera, Model: camera, DateTime: '2026:11:20 09:00:00' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 15/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '119/1 58/1 0/1' },
    })
    .jpeg()
    .toBuffer()
  assert.ok(picture.includes(camera), 'the photo must tell something, or the test proves nothing')
  assert.ok((await sharp(picture).metadata()).exif)
  return picture
}

/** A second of silence as a recorder writes it: 8 kHz, 8 bits, one channel. */
function recording(): Buffer {
  const samples = Buffer.alloc(8000, 128)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(8000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}

/** The first bytes of an iPhone's picture; nothing here can open the rest. */
function heic(): Buffer {
  const box = Buffer.alloc(4000)
  box.writeUInt32BE(24, 0)
  box.write('ftypheic', 4)
  box.write('mif1heic', 16)
  return box
}

async function openWriting(scripts: boolean, words: string): Promise<Page> {
  const page = await newPage({ origin: served.origin, scripts, width: 360 })
  await page.goto(`/consultations/${consultation.number}/write?provision=art_3`)
  await page.getByLabel('您的意见').fill(words)
  await page.locator('summary', { hasText: '附上照片或录音' }).click()
  return page
}

const next = (page: Page) => page.getByRole('button', { name: '下一步：看一遍' }).click()

for (const scripts of [true, false]) {
  describe(`with scripts ${scripts ? 'on' : 'off'}`, () => {
    test('a photo and a recording go with the opinion, without place, time or device', async () => {
      const page = await openWriting(scripts, '楼道里堆满了东西，请看照片，也听我说。')
      const sound = recording()
      await page.locator('input[name=photo]').setInputFiles({
        name: 'IMG_0001.jpg',
        mimeType: 'image/jpeg',
        buffer: await photo(),
      })
      await page.locator('input[name=voice]').setInputFiles({ name: 'memo.wav', mimeType: 'audio/wav', buffer: sound })
      if (scripts) await page.locator('.preview img').waitFor()
      await next(page)
      await page.getByRole('heading', { level: 1, name: '看一遍，再提交' }).waitFor()
      assert.match(String(await page.locator('main').textContent()), /已附上 2 个文件/)
      await page.getByLabel(/我同意把上面写的内容/).check()
      await page.getByRole('button', { name: '提交意见' }).click()
      await page.getByRole('heading', { level: 1, name: '我的意见' }).waitFor()
      const href = String(await page.locator('a.photo').getAttribute('href'))
      for (const address of [href, `${href}?small=1`]) {
        const shown = await page.request.get(address)
        assert.equal(shown.headers()['content-type'], 'image/webp')
        const bytes = await shown.body()
        const { exif, xmp, iptc, width } = await sharp(bytes).metadata()
        assert.deepEqual([exif, xmp, iptc], [undefined, undefined, undefined])
        assert.ok((width ?? 0) > 0)
        for (const telltale of [camera, 'Exif', 'GPS']) assert.ok(!bytes.includes(telltale), telltale)
      }
      const heard = await page.request.get(String(await page.locator('audio').getAttribute('src')))
      assert.equal(heard.headers()['content-type'], 'audio/wav')
      assert.ok((await heard.body()).equals(sound))
      const stranger = await newPage({ origin: served.origin, scripts: false })
      await stranger.goto(`/consultations/${consultation.number}/clauses/art_3`)
      assert.match(String(await stranger.locator('.said').textContent()), /楼道里堆满了东西/)
      await stranger.context().close()
      await page.context().close()
    })

    test('what cannot be taken is refused in words that help, and everything typed is still there', async () => {
      const words = '写了很久的话，一个字都不能丢。'
      const big = Buffer.concat([await photo(), Buffer.alloc(10_500_000, 1)])
      const wrong = [
        {
          field: 'photo',
          name: 'IMG_0002.HEIC',
          mimeType: 'image/heic',
          buffer: heic(),
          says: /HEIC.*兼容性最佳.*截图/s,
        },
        { field: 'photo', name: 'big.gif', mimeType: 'image/gif', buffer: big, says: /最多 10 MB/ },
        {
          field: 'photo',
          name: 'notes.jpg',
          mimeType: 'image/gif',
          buffer: Buffer.from('不是照片'),
          says: /这不是照片/,
        },
        {
          field: 'voice',
          name: 'memo.mp3',
          mimeType: 'audio/mpeg',
          buffer: Buffer.from('不是录音'),
          says: /这不是录音/,
        },
      ]
      for (const { field, says, ...file } of wrong) {
        const page = await openWriting(scripts, words)
        await page.locator(`input[name=${field}]`).setInputFiles(file)
        await next(page)
        await page.locator('.errors').waitFor()
        assert.match(String(await page.locator('.errors').textContent()), says, file.name)
        assert.equal(await page.getByLabel('您的意见').inputValue(), words, file.name)
        await next(page)
        await page.getByRole('heading', { level: 1, name: '看一遍，再提交' }).waitFor()
        assert.match(String(await page.locator('main').textContent()), /一个字都不能丢/)
        await page.context().close()
      }
    })

    test('one that is refused does not cost the other that was taken', async () => {
      const page = await openWriting(scripts, '一张能用，一段不能用。')
      await page.locator('input[name=photo]').setInputFiles({
        name: 'good.jpg',
        mimeType: 'image/jpeg',
        buffer: await photo(),
      })
      const broken = { name: 'memo.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('不是录音') }
      await page.locator('input[name=voice]').setInputFiles(broken)
      await next(page)
      await page.locator('.errors').waitFor()
      assert.match(String(await page.locator('main').textContent()), /已附上 1 个文件/)
      await next(page)
      await page.getByRole('heading', { level: 1, name: '看一遍，再提交' }).waitFor()
      assert.match(String(await page.locator('main').textContent()), /已附上 1 个文件/)
      await page.context().close()
    })
  })
}
