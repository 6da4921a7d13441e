import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axe, closeBrowser, newPage, sidewaysScroll } from '#support/browser'
import { type DemoHouse, demoHouse, enterAs } from '#support/demo'

/** A talk from the first word to the last number, as the staff of a contact point and her neighbours see it. */
let demo: DemoHouse
beforeAll(async () => {
  demo = await demoHouse()
})
afterAll(async () => {
  await closeBrowser()
  await demo?.close()
})

/** A PNG of one grey pixel. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)

/** Guests may be shown a page that is a second old. */
async function seen(guest: Page, address: string, words: string): Promise<void> {
  const count = async () => {
    await guest.goto(address)
    return guest.getByText(words).count()
  }
  await expect.poll(count, { timeout: 15_000 }).toBeGreaterThan(0)
}

test('a talk is planned, announced, corrected, held and told about, without scripts and with the keyboard', async () => {
  const staff = await newPage({ origin: demo.origin, width: 360, scripts: false })
  const guest = await newPage({ origin: demo.origin, width: 360, scripts: false })
  await enterAs(staff, '孙丽')

  await staff.goto('/publicity')
  await staff.getByRole('link', { name: '写一篇' }).press('Enter')
  await staff.getByLabel('标题', { exact: true }).fill('电梯怎么装：一楼、顶楼都来听')
  await staff.getByRole('button', { name: '保存草稿' }).press('Enter')
  // An activity without a time is refused, and the title is still there.
  expect(await staff.getByLabel('标题', { exact: true }).inputValue()).toBe('电梯怎么装：一楼、顶楼都来听')
  await staff.getByRole('link', { name: '活动要写明开始时间。' }).press('Enter')
  const inAWeek = new Date(demo.clock.now().getTime() + 7 * 86_400_000).toISOString().slice(0, 10)
  await staff.getByLabel('开始时间').fill(`${inAWeek}T14:00`)
  await staff.getByLabel('在哪里（选填）').fill('三楼礼堂')
  await staff.getByRole('button', { name: '保存草稿' }).press('Enter')
  await staff.waitForURL(/done=draft/)
  const address = new URL(staff.url()).pathname
  expect((await guest.goto(address))?.status()).toBe(404)

  await staff.getByText('公布', { exact: true }).first().click()
  await staff.getByRole('button', { name: '公布' }).press('Enter')
  await staff.waitForURL(/done=published/)
  await seen(guest, address, '提前 7 天公布')

  await staff.getByRole('link', { name: '更正' }).press('Enter')
  await staff.getByLabel('为什么更正').fill('礼堂停电')
  await staff.getByLabel('在哪里（选填）').fill('院子里')
  await staff.getByRole('button', { name: '保存更正' }).press('Enter')
  await staff.waitForURL(/done=corrected/)
  await seen(guest, address, '礼堂停电')

  await staff.goto(`${address}/pictures`)
  await staff
    .getByLabel('照片', { exact: true })
    .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: picture })
  await staff.getByLabel('照片上是什么').fill('院子里摆好了椅子')
  await staff.getByRole('button', { name: '加上照片' }).press('Enter')
  await staff.waitForURL(/done=1/)
  await seen(guest, address, '照片')
  const shown = guest.getByRole('img', { name: '院子里摆好了椅子' })
  expect((await guest.goto((await shown.getAttribute('src')) ?? ''))?.status()).toBe(200)

  await guest.goto('/stations/1')
  expect(await guest.getByRole('link', { name: '电梯怎么装：一楼、顶楼都来听' }).count()).toBe(1)

  demo.clock.advance(8 * 86_400_000)
  await enterAs(staff, '孙丽')
  await staff.goto('/desk')
  await staff.getByRole('link', { name: /还没有写活动情况：电梯怎么装/ }).press('Enter')
  await staff.getByLabel('到场人数').fill('41')
  await staff.getByRole('button', { name: '保存' }).press('Enter')
  await staff.waitForURL(/done=reported/)
  await seen(guest, address, '41 人')
  for (const page of [staff, guest]) expect(await sidewaysScroll(page)).toBe(0)
  await staff.context().close()
  await guest.context().close()
})

test('figures and news are read in large print on a phone, and pass axe', async () => {
  const page = await newPage({ origin: demo.origin, width: 360, elder: true, locale: 'en' })
  for (const path of ['/insight', '/insight/legislation', '/insight/sheet', '/publicity', '/publicity/calendar']) {
    await page.goto(path)
    expect(await axe(page), path).toEqual([])
    expect(await sidewaysScroll(page), path).toBe(0)
  }
  await page.context().close()
})
