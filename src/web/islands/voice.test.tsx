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
          name="voice"
          label="语音"
          accept="audio/*"
          acceptWords="录音"
          maxBytes={2_500_000}
          help="voice"
          optional
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

test('what is spoken goes along with the form and can be listened to first', async () => {
  const page = await newPage({ origin: server.origin })
  await page.goto('/')
  await page.getByRole('button', { name: '开始录音' }).click()
  await page.getByRole('button', { name: '停止录音' }).waitFor()
  await page.waitForTimeout(700)
  await page.getByRole('button', { name: '停止录音' }).click()
  await page.getByText('录好了，可以在下面听一遍。').waitFor()
  expect(await page.locator('audio').isVisible()).toBe(true)
  await page.getByRole('button', { name: '送出' }).click()
  await expect.poll(() => server.received.length).toBe(1)
  const body = server.received.at(-1)?.body ?? ''
  expect(body).toContain('filename="voice.webm"')
  // The first bytes of every WebM file.
  expect(body).toContain('\x1a\x45\xdf\xa3')
})

test('where the microphone is refused the page says what to do and the picker is there', async () => {
  const page = await newPage({ origin: server.origin })
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  })
  await page.goto('/')
  await page.getByRole('button', { name: '开始录音' }).click()
  await page.getByText('没能打开麦克风').waitFor()
  expect(await page.locator('input[type=file]').isVisible()).toBe(true)
})

test('a browser that cannot record, or runs no scripts, shows the plain picker only', async () => {
  const page = await newPage({ origin: server.origin })
  await page.addInitScript(() => Reflect.deleteProperty(window, 'MediaRecorder'))
  await page.goto('/')
  const still = await newPage({ origin: server.origin, scripts: false })
  await still.goto('/')
  for (const one of [page, still]) {
    expect(await one.getByRole('button', { name: '开始录音' }).count()).toBe(0)
    expect(await one.locator('input[type=file]').isVisible()).toBe(true)
  }
})
