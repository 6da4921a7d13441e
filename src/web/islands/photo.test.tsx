import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBrowser, newPage } from '#support/browser'
import { type PageServer, pageWith, servePages } from '#support/page-server'
import { Button, FileField, Form } from '#ui'

let server: PageServer

beforeAll(async () => {
  server = await servePages({
    '/': pageWith(() => (
      <Form action="/send" files>
        <FileField
          name="picture"
          label="照片"
          accept="image/*"
          acceptWords="照片"
          maxBytes={5_000_000}
          maxFiles={2}
          help="photo"
        />
        <Button>送出</Button>
      </Form>
    )),
  })
})
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

/** A noisy photograph with a place in it, as phones write them. */
function photo(width: number, height: number): Promise<Buffer> {
  return sharp({
    create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })
    .withExif({ IFD0: { Copyright: 'secret-place' } })
    .jpeg({ quality: 95 })
    .toBuffer()
}

function pictureIn(body: string): Buffer {
  const start = body.indexOf('\r\n\r\n', body.indexOf('name="picture"')) + 4
  return Buffer.from(body.slice(start, body.indexOf('\r\n------', start)), 'latin1')
}

test('a large photo is shown, made small, and loses what it knew of place and time', async () => {
  const page = await newPage({ origin: server.origin })
  await page.goto('/')
  const buffer = await photo(3000, 2000)
  expect(buffer.toString('latin1')).toContain('secret-place')
  await page.getByLabel('照片').setInputFiles({ name: 'IMG_1.jpeg', mimeType: 'image/jpeg', buffer })
  const preview = page.getByRole('img', { name: '要上传的照片' })
  await preview.waitFor()
  await expect.poll(() => preview.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(2048)
  expect(await page.getByText('照片已缩小').isVisible()).toBe(true)
  await page.getByRole('button', { name: '送出' }).click()
  await expect.poll(() => server.received.length).toBe(1)
  const body = server.received.at(-1)?.body ?? ''
  const sent = pictureIn(body)
  expect(body).toContain('filename="IMG_1.jpg"')
  expect(await sharp(sent).metadata()).toMatchObject({ format: 'jpeg', width: 2048, height: 1365 })
  expect(sent.length).toBeLessThan(buffer.length / 2)
  expect(sent.toString('latin1')).not.toContain('secret-place')
})

test('a file the browser cannot draw is sent as it is', async () => {
  const page = await newPage({ origin: server.origin })
  await page.goto('/')
  const before = server.received.length
  await page
    .getByLabel('照片')
    .setInputFiles({ name: 'a.heic', mimeType: 'image/heic', buffer: Buffer.from('not a picture we can read') })
  await page.locator('.preview img').waitFor({ state: 'attached' })
  await page.getByRole('button', { name: '送出' }).click()
  await expect.poll(() => server.received.length).toBe(before + 1)
  expect(pictureIn(server.received.at(-1)?.body ?? '').toString()).toBe('not a picture we can read')
})

test('the hint tells kinds, size and number before anything is chosen, scripts or not', async () => {
  const page = await newPage({ origin: server.origin, scripts: false })
  await page.goto('/')
  expect(await page.locator('.hint').textContent()).toBe('可以用的格式：照片。每个文件不超过 5 MB。最多 2 个文件。')
})
