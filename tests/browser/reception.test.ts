import assert from 'node:assert/strict'
import { afterAll, test } from 'vitest'
import { drain } from '#kernel/worker'
import { axe, closeBrowser, newPage, sidewaysScroll } from '#support/browser'
import { aCouncil, aStation } from '#support/councils'
import { house } from '#support/house'
import { aDeputyOf, aSessionOf, someoneAt } from '#support/people'
import { serve } from '#support/web'

afterAll(closeBrowser)

async function aDesk(width: number, scripts: boolean) {
  const { app } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const station = await aStation(app, council)
  const deputy = await aDeputyOf(app, council)
  const liaison = await someoneAt(app, council, station.placeId, { roles: ['liaison'] })
  const served = await serve(app)
  const open = async (signedIn: boolean) => {
    const page = await newPage({ origin: served.origin, width, scripts })
    await page.context().addCookies([{ name: 'zt_council', value: council.slug, url: served.origin }])
    if (signedIn) {
      const token = await aSessionOf(app, liaison, { method: 'passkey' })
      await page.context().addCookies([{ name: 'zt_session', value: token, url: served.origin }])
    }
    return page
  }
  return { app, council, station, deputy, served, open }
}

test('with scripts off, on a phone: a visitor is noted, takes a slip home, and her receipt leads to the matter', async () => {
  const { app, council, station, deputy, served, open } = await aDesk(360, false)
  try {
    const desk = await open(true)
    await desk.goto(`/stations/${station.number}/reception/new`)
    await desk.fill('#f-called', '李阿姨')
    await desk.selectOption('#f-topic', 'roads')
    await desk.selectOption('#f-deputyId', deputy.personId)
    await desk.click('form[action$="/new"] button[type=submit]')
    // Without her words it is refused, and the name she gave is still there.
    assert.equal(await desk.locator('.errors a[href="#f-words"]').count(), 1)
    assert.equal(await desk.inputValue('#f-called'), '李阿姨')
    await desk.fill('#f-words', '3号楼东门的路灯坏了一个月。')
    await desk.click('form[action$="/new"] button[type=submit]')
    await desk.waitForURL(/reception\/1\?saved=1$/)
    await desk.click('form[action$="/raise"] button[type=submit]')
    assert.match((await desk.locator('.errors').textContent()) ?? '', /问过本人/)
    await desk.check('input[name=agreed]')
    await desk.click('form[action$="/raise"] button[type=submit]')
    await desk.waitForURL(/reception\/1\/slip\?new=1$/)
    assert.equal(await sidewaysScroll(desk), 0)
    const code = (await desk.locator('.slip-code').textContent()) ?? ''
    assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    await drain(app, council.id)
    const home = await open(false)
    await home.goto(`/r/${code}`)
    assert.match((await home.locator('main').textContent()) ?? '', /路灯坏了一个月/)
    assert.match(home.url(), new RegExp(`/contact/${code}$`))
  } finally {
    await served.close()
  }
})

test('a page of a paper log is typed in by keyboard alone', async () => {
  const { station, served, open } = await aDesk(1280, true)
  try {
    const page = await open(true)
    await page.goto(`/stations/${station.number}/reception/batch`)
    assert.deepEqual(await axe(page), [])
    const to = async (id: string) => {
      for (let turn = 0; turn < 60; turn += 1) {
        if ((await page.evaluate(() => document.activeElement?.id)) === id) return
        await page.keyboard.press('Tab')
      }
      throw new Error(`the keyboard does not reach ${id}`)
    }
    await to('f-topic-0')
    await page.keyboard.press('ArrowDown')
    await to('f-called-0')
    await page.keyboard.type('王伯')
    await to('f-words-0')
    await page.keyboard.type('楼道口三级台阶，轮椅上不去。')
    await to('f-words-1')
    await page.keyboard.type('公交站没有雨棚。')
    for (let turn = 0; turn < 60; turn += 1) {
      const text = await page.evaluate(() => document.activeElement?.textContent)
      if (text === '全部保存') break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await page.waitForURL(/reception\?saved=2$/)
    const main = (await page.locator('main').textContent()) ?? ''
    assert.match(main, /已保存 2 条记录/)
    assert.match(main, /公交站没有雨棚/)
    assert.deepEqual(await axe(page), [])
  } finally {
    await served.close()
  }
})
