import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowser } from '#support/browser'
import { draftText } from '#support/consultations'
import { type DemoHouse, demoHouse } from '#support/demo'
import { as, dayField, hasFocus, refused, told, wordsOf } from '#support/journey/stage'
import { enter, enterHere, open, pick, skipToMain, space, tabTo, typeDay, typeInto } from '#support/keyboard'

/** What staff do, with no mouse: the focus is always seen, is never caught, and stands where the news is. */
let demo: DemoHouse
/** Consultations of the demonstration by where they are. */
const numbers = new Map<string, number>()

beforeAll(async () => {
  demo = await demoHouse()
  const rows = await demo.app.database.db
    .selectFrom('consultations.consultation as consultation')
    .innerJoin('councils.council as council', 'council.council_id', 'consultation.council_id')
    .select(['consultation.number', 'consultation.stage'])
    .where('council.slug', '=', 'yunshan')
    .orderBy('consultation.number', 'desc')
    .execute()
  for (const { number, stage } of rows) numbers.set(stage, number)
})
afterAll(async () => {
  await closeBrowser()
  await demo?.close()
})

const base = (stage: string) => `/consultations/${numbers.get(stage)}`

describe.each([{ scripts: true }, { scripts: false }])('at the desk, with scripts: $scripts', ({ scripts }) => {
  const stage = () => ({ demo, scripts })
  const tag = scripts ? '加急甲' : '加急乙'

  test('the queue: sort, tag, make arguments, merge them, refine', { timeout: 300_000 }, async () => {
    await as(stage(), '孙丽', async (page) => {
      await page.goto('/desk')
      await skipToMain(page)
      await enter(page, page.getByRole('link', { name: /条意见待归类/ }).first())
      await chooseTwo(page, scripts)
      await open(page, page.locator('summary', { hasText: '分派、主题、标签' }))
      await enter(page, page.getByRole('button', { name: '保存' }))
      await refused(page, '请先选择要改什么')
      expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(2)
      await pick(page, page.getByLabel('分给谁'), (await choiceOf(page, '分给谁', '孙丽')) ?? '')
      await typeInto(page, page.getByLabel('加标签'), tag)
      await enter(page, page.getByRole('button', { name: '保存' }))
      await told(page, '已处理 2 条')
      expect(page.url()).toContain('state=waiting')
      expect(await page.getByText(`#${tag}`).count()).toBe(2)

      await makeArgument(page, scripts, '键盘归的第一个')
      await page.goto(`${new URL(page.url()).pathname.replace(/\/arguments.*/, '')}?state=waiting`)
      await makeArgument(page, scripts, '键盘归的第二个')
      await mergeInto(page, scripts, '键盘归的第一个')

      await typeInto(page, page.getByLabel('第 1 句', { exact: true }), '应当写明期限。')
      await typeInto(page, page.getByLabel('第 1 句的出处'), '99')
      await enter(page, page.getByRole('button', { name: '保存为新的一稿' }))
      await refused(page, '没有这个编号的意见')
      await enterLink(page)
      expect(await hasFocus(page.getByLabel('第 1 句的出处'))).toBe(true)
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.type('1')
      await enter(page, page.getByRole('button', { name: '保存为新的一稿' }))
      await told(page, '新的一稿已保存')
      await enter(page, page.getByRole('button', { name: '请提出人确认' }))
      await told(page, '已请提出人确认')
      await enter(page, page.getByRole('button', { name: '定稿', exact: true }))
      await refused(page, '还在等提出人答复')
      await enterLink(page)
      await page.keyboard.insertText('提出人都在场，当面确认过。')
      await enter(page, page.getByRole('button', { name: '定稿', exact: true }))
      await told(page, '已定稿')
    })
  })

  test('the office: a new consultation, a draft, publishing', { timeout: 300_000 }, async () => {
    await as(stage(), '周明', async (page) => {
      await page.goto('/consultations/new')
      await skipToMain(page)
      await enter(page, page.getByRole('button', { name: '下一步：导入草案' }))
      await refused(page, '请写明名称')
      await enterLink(page)
      expect(await hasFocus(page.getByLabel('标题', { exact: true }))).toBe(true)
      await page.keyboard.insertText('只用键盘准备的草案')
      await enter(page, page.getByRole('button', { name: '下一步：导入草案' }))
      await skipToMain(page)
      await typeInto(page, page.getByLabel('或者把文字贴在这里'), draftText)
      await enter(page, page.getByRole('button', { name: '导入' }))
      await told(page, '草案已导入')
      const day = page.getByLabel('征求意见到哪一天')
      await typeDay(page, day, dayField(new Date(demo.clock.now().getTime() + 9 * 86_400_000)))
      await enter(page, page.getByRole('button', { name: '公布', exact: true }))
      await refused(page, '规定至少 30 天')
      await enterLink(page)
      await page.keyboard.insertText('上位法限期修改，时间紧。')
      await enter(page, page.getByRole('button', { name: '公布', exact: true }))
      await told(page, '已公布')
    })
  })
})

test('the office: send up, bring in the next version, answer everything, close', { timeout: 300_000 }, async () => {
  await as({ demo, scripts: true }, '周明', async (page) => {
    await page.goto(`${base('refined')}/submission`)
    await skipToMain(page)
    await enter(page, page.getByRole('button', { name: '确认上报' }))
    await refused(page, '请写明报送单位')
    await enterLink(page)
    await page.keyboard.insertText('市人大常委会')
    await enterHere(page)
    await told(page, '已经上报')

    await page.goto(`${base('submitted')}/answer`)
    await skipToMain(page)
    await typeInto(page, page.getByLabel('这一稿叫什么'), '二次审议稿')
    await typeInto(page, page.getByLabel('或者粘贴文字'), draftText)
    await enter(page, page.getByRole('button', { name: '导入并对照' }))
    await told(page, '下一稿已导入')
    for (const box of await page.locator('main input[type=checkbox]').all()) await space(page, box)
    await enter(page, page.getByRole('button', { name: '答复选中的' }))
    await skipToMain(page)
    await enter(page, page.getByRole('button', { name: '保存答复' }))
    await refused(page, '请选一种处理结果')
    await enterLink(page)
    // Radios are one stop of Tab; the arrows move among them.
    for (const key of ['Space', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
    expect(await page.getByLabel('留待以后').isChecked()).toBe(true)
    await typeInto(page, page.getByRole('textbox', { name: '理由' }), '留待下一次修改时研究。')
    await enter(page, page.getByRole('button', { name: '保存答复' }))
    await told(page, '答复已经保存')
    await open(page, page.locator('details.confirm summary', { hasText: '公布答复' }))
    await enter(page, page.locator('details.confirm').getByRole('button', { name: '公布答复' }))
    await told(page, '答复已经公布')
  })
})

test('the steps of the desk and the way to a contact point', { timeout: 120_000 }, async () => {
  await as({ demo, scripts: true }, '周明', async (page) => {
    await page.goto(`${base('open')}/desk/steps`)
    await skipToMain(page)
    const card = page.locator('section.card', { has: page.locator('summary', { hasText: '分派或完成这一步' }) }).first()
    const title = (await card.locator('h2').textContent()) ?? ''
    await open(page, card.locator('summary'))
    await typeInto(page, card.getByLabel('做了什么'), '键盘做完的。')
    await enter(page, card.getByRole('button', { name: /^完成/ }))
    await told(page, '这一步已完成')
    await tabTo(page, page.locator('.done a'))
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    const here = await page.evaluate(() => document.activeElement?.closest('section')?.textContent ?? '')
    expect(here).toContain(title)
  })
})

test('packages: trust a council, look into its package, take it over', { timeout: 120_000 }, async () => {
  await as({ demo, scripts: true }, '周明', async (page) => {
    await page.goto(`${base('open')}/submission`)
    await skipToMain(page)
    await typeInto(page, page.getByLabel('单位名称'), '临江区人大')
    await enter(page, page.getByRole('button', { name: '制作数据包' }))
    await told(page, '数据包已做好')
    const href = (await page.locator('a[href$=".zip"]').first().getAttribute('href')) ?? ''
    const buffer = await (await page.request.get(href)).body()

    await page.goto('/consultations/packages')
    const key = (await page.locator('code.key').first().textContent()) ?? ''
    await skipToMain(page)
    await enter(page, page.getByRole('button', { name: '先看看里面是什么' }))
    await refused(page, '这不是直通的数据包')
    await enterLink(page)
    await chooseFile(page, { name: 'p.zip', mimeType: 'application/zip', buffer })
    await enter(page, page.getByRole('button', { name: '先看看里面是什么' }))
    expect(await wordsOf(page)).toContain('对方不在信任的单位里')
    await page.goto('/consultations/packages')
    await typeInto(page, page.getByLabel('单位名称'), '云山市人大（自己）')
    await typeInto(page, page.getByLabel('对方的公钥'), '不是公钥')
    await enter(page, page.getByRole('button', { name: '信任这个单位' }))
    await refused(page, '这不是公钥')
    expect(await page.getByLabel('单位名称').inputValue()).toBe('云山市人大（自己）')
    await typeInto(page, page.getByLabel('对方的公钥'), key)
    await enter(page, page.getByRole('button', { name: '信任这个单位' }))
    await told(page, '已信任这个单位')
    await tabTo(page, page.locator('input[type=file]'))
    await chooseFile(page, { name: 'p.zip', mimeType: 'application/zip', buffer })
    await enter(page, page.getByRole('button', { name: '先看看里面是什么' }))
    await skipToMain(page)
    await enter(page, page.getByRole('button', { name: '全部接收' }))
    await told(page, '数据包已全部接收')
  })
})

test('administration: a sheet is looked through before anything of it counts', { timeout: 120_000 }, async () => {
  await as({ demo, scripts: true }, '陈立', async (page) => {
    await page.goto('/admin/imports')
    await skipToMain(page)
    await enter(page, page.getByRole('button', { name: '上传并检查' }))
    await refused(page, '请')
    await pick(page, page.getByLabel('要导入的是'), 'areas')
    await tabTo(page, page.locator('input[type=file]'))
    const sheet = '编码,名称,类型\nA-900,键盘社区,社区\n'
    await chooseFile(page, { name: 'areas.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) })
    await enter(page, page.getByRole('button', { name: '上传并检查' }))
    await skipToMain(page)
    await enter(page, page.getByRole('button', { name: '确认导入' }))
    await told(page, '已保存')
  })
})

test('the collector’s kit: write without signal, be told what is missing, send', { timeout: 120_000 }, async () => {
  await as({ demo, scripts: true }, '李桂兰', async (page) => {
    await page.goto('/consultations/field')
    await page.locator('#field-kit[data-kept=yes] .kit-choice').waitFor()
    await skipToMain(page)
    await page.context().setOffline(true)
    await tabTo(page, page.getByRole('button', { name: '记一位发言人' }))
    await page.keyboard.press('Enter')
    await page.locator('.kit-code').waitFor()
    expect(await hasFocus(page.locator('.kit-code h2'))).toBe(true)
    await tabTo(page, page.getByRole('button', { name: '记完了，回到列表' }))
    await page.keyboard.press('Enter')
    await page.locator('.errors').waitFor()
    expect(await hasFocus(page.locator('.errors'))).toBe(true)
    await enterLink(page)
    expect(await hasFocus(page.getByLabel('说了什么'))).toBe(true)
    expect(page.url()).toContain('#item=')
    await page.keyboard.insertText('只用键盘记下的一句。')
    await tabTo(page, page.getByRole('button', { name: '改选' }))
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByLabel('在条文里找'))
    await page.keyboard.insertText('第一条')
    await tabTo(page, page.getByRole('button', { name: /^就是这一条/ }).first())
    await page.keyboard.press('Enter')
    expect(await hasFocus(page.getByRole('button', { name: '改选' }))).toBe(true)
    await space(page, page.getByLabel('已念，本人同意'))
    await tabTo(page, page.getByRole('button', { name: '记完了，回到列表' }))
    await page.keyboard.press('Enter')
    await page.getByText('还有 1 条意见在这部手机里等待发送').waitFor()
    expect(await hasFocus(page.locator('.kit-signal'))).toBe(true)
    // The signal is back, but the first sending is cut: there is time to come to the button.
    await page.route('**/sync-field', (route) => route.abort('connectionreset'), { times: 1 })
    await page.context().setOffline(false)
    await page.getByText('没有连上').waitFor()
    await tabTo(page, page.getByRole('button', { name: '现在发送' }))
    await page.keyboard.press('Enter')
    await page.getByText('已送到', { exact: true }).waitFor()
    await expect.poll(() => hasFocus(page.locator('.kit-signal'))).toBe(true)
  })
})

/** Two opinions of the queue are ticked, by single keys where there are any. */
async function chooseTwo(page: Page, scripts: boolean): Promise<void> {
  if (scripts) {
    await page.locator('.keys').waitFor()
    for (const key of ['j', 'x', 'j', 'x', 'k']) await page.keyboard.press(key)
    expect(await hasFocus(page.locator('.desk-list > li > a').first())).toBe(true)
  } else {
    await skipToMain(page)
    for (const index of [0, 1]) await space(page, page.locator('.desk-list input').nth(index))
  }
  expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(2)
}

/** The first of the queue becomes an argument. */
async function makeArgument(page: Page, scripts: boolean, title: string): Promise<void> {
  if (scripts) {
    await page.locator('.keys').waitFor()
    for (const key of ['j', 'x', 'm']) await page.keyboard.press(key)
    expect(await hasFocus(page.getByLabel('论点叫什么'))).toBe(true)
  } else {
    await space(page, page.locator('.desk-list input').first())
    await tabTo(page, page.getByLabel('论点叫什么'))
  }
  await page.keyboard.insertText(title)
  await enterHere(page)
  await told(page, '已归为论点')
}

async function mergeInto(page: Page, scripts: boolean, title: string): Promise<void> {
  const folded = page.locator('details', { has: page.locator('#merge') })
  if (scripts) {
    await page.keyboard.press('m')
    expect(await folded.evaluate((element: HTMLDetailsElement) => element.open)).toBe(true)
  } else await open(page, page.locator('#merge'))
  const option = folded.locator('option', { hasText: title }).last()
  await pick(page, folded.getByRole('combobox'), (await option.getAttribute('value')) ?? '')
  await enter(page, folded.getByRole('button'))
  await told(page, '已并入这个论点')
}

/** From the summary of what is wrong into the field, by its first line. */
async function enterLink(page: Page): Promise<void> {
  const line = page.locator('.errors a').first()
  const href = (await line.getAttribute('href')) ?? ''
  await tabTo(page, line)
  await page.keyboard.press('Enter')
  await expect.poll(() => hasFocus(page.locator(`[id="${href.slice(1)}"]`))).toBe(true)
}

/** The file field has the focus: the space bar asks the system for a file. */
async function chooseFile(page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')])
  await chooser.setFiles(file)
}

function choiceOf(page: Page, label: string, words: string): Promise<string | null> {
  return page.getByLabel(label).locator('option', { hasText: words }).first().getAttribute('value')
}
