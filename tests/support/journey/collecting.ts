import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { as, follow, go, type Matter, press, refused, timeField, told, wordsOf } from './stage.ts'

/** What people said, by whatever way, and the receipts they hold. */

const point = '临江基层立法联系点'
const consent = /我同意把上面写的内容/

/** A resident who is not signed in writes on a phone. @returns the browser she keeps, and her receipt */
export async function speakOnPhone(page: Page, { number }: Matter, words: string): Promise<string> {
  await page.goto(`/consultations/${number}/clauses/art_28`)
  await follow(page, /写意见/)
  await page.getByLabel('您的意见').fill(words)
  await press(page, '下一步：看一遍')
  await press(page, '提交意见')
  await refused(page, '请先同意')
  expect(await wordsOf(page)).toContain(words)
  await page.getByLabel(consent).check()
  await press(page, '提交意见')
  await told(page, '意见收到了')
  return (await page.locator('.receipt-code').textContent()) ?? ''
}

/** The collector writes without signal, beside the speaker; the first sending arrives and its answer is lost. */
export function collectOffline(matter: Matter, words: string): Promise<string> {
  return as(matter, '李桂兰', async (page) => {
    await page.goto('/desk')
    await follow(page, '信息员离线采集')
    await page.locator('#field-kit[data-kept=yes] .kit-choice').waitFor()
    await page.getByLabel('收集对哪部草案的意见').selectOption({ label: matter.title })
    await page.context().setOffline(true)
    await page.getByText('现在没有信号').waitFor()
    await page.getByRole('button', { name: '记一位发言人' }).click()
    const code = (await page.locator('.kit-code b').textContent()) ?? ''
    await page.getByRole('button', { name: '改选' }).click()
    await page.getByLabel('在条文里找').fill('监护人 学校')
    await page.getByRole('button', { name: '就是这一条 第二十八条' }).click()
    await page.getByLabel('说了什么').fill(words)
    await page.getByRole('button', { name: '记完了，回到列表' }).click()
    await page.getByRole('alert').getByText('同意后打勾').waitFor()
    expect(await page.getByLabel('说了什么').inputValue()).toBe(words)
    await page.getByLabel('已念，本人同意').check()
    await page.getByRole('button', { name: '记完了，回到列表' }).click()
    await page.getByText('还有 1 条意见在这部手机里等待发送').waitFor()
    await loseOneAnswer(page)
    await page.context().setOffline(false)
    await page.getByRole('button', { name: '现在发送' }).click()
    await page.getByText('已送到', { exact: true }).waitFor()
    return code
  })
}

/** The line is cut after the batch has arrived, before the phone hears of it. */
async function loseOneAnswer(page: Page): Promise<void> {
  await page.route(
    '**/sync-field',
    async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    },
    { times: 1 },
  )
}

/** The liaison notes a session and turns its minutes into opinions. @returns the receipts, to hand out */
export function noteSession(
  matter: Matter,
  { title, heldAt, minutes, notAnOpinion }: { title: string; heldAt: Date; minutes: string; notAnOpinion?: number },
): Promise<readonly string[]> {
  return as(matter, '钱芳', async (page) => {
    await page.goto(`/consultations/${matter.number}/desk`)
    await follow(page, '座谈会')
    await follow(page, '记一场座谈')
    await page.getByLabel('什么时候').fill(timeField(heldAt))
    await page.getByLabel('哪个点组织').selectOption({ label: point })
    await page.getByRole('textbox', { name: '记录' }).fill(minutes)
    await press(page, '保存')
    await refused(page, '这里不能空着')
    expect(await page.getByRole('textbox', { name: '记录' }).inputValue()).toBe(minutes)
    await page.getByLabel('名称').fill(title)
    await press(page, '保存')
    await told(page, '座谈已保存')
    await follow(page, '把记录分成意见')
    if (notAnOpinion !== undefined) await page.getByLabel('这是一条意见').nth(notAnOpinion).uncheck()
    await page.getByLabel('说的是哪一条').first().selectOption('art_28')
    await press(page, '存为意见')
    await told(page, '已存为 1 条意见')
    return page.locator('td a[href^="/r/"]').allTextContents()
  })
}

/** A form is printed, comes back, is typed in by two people who read it differently, and settled by a third. */
export async function takePaper(matter: Matter, words: string): Promise<string> {
  const paper = await as(matter, '孙丽', async (page) => {
    await page.goto(`/consultations/${matter.number}/desk`)
    await follow(page, '纸质表格')
    await page.getByLabel('印几张').fill('1')
    await page.getByLabel('给哪个点').selectOption({ label: point })
    await press(page, '编号并生成')
    await told(page, '号表格已编好')
    expect((await page.request.get((await page.getByText('下载这批表格').getAttribute('href')) ?? '')).ok()).toBe(true)
    await go(page, page.locator('tbody a').first())
    await press(page, '标记收回并附上')
    await told(page, '已标记收回')
    await typeIn(page, `${words}了`)
    await told(page, '第一次录入已保存')
    expect(await wordsOf(page)).toContain('请另一个人来录第二次')
    expect(await page.getByRole('button', { name: '保存' }).count()).toBe(0)
    return new URL(page.url()).pathname
  })
  await as(matter, '钱芳', async (page) => {
    await page.goto(paper)
    expect(await wordsOf(page)).not.toContain(words)
    await typeIn(page, words)
    await told(page, '两次不一致')
  })
  return as(matter, '周明', async (page) => {
    await page.goto(paper)
    expect(await page.locator('tbody tr').allTextContents()).toEqual([`意见${words}了${words}`])
    await page.getByLabel('意见', { exact: true }).fill(words)
    await press(page, '保存')
    await told(page, '已定下来')
    return (await page.locator('.notice a[href^="/r/"]').getAttribute('href'))?.slice(3) ?? ''
  })
}

async function typeIn(page: Page, words: string): Promise<void> {
  await page.getByLabel('说的是哪一条').selectOption('art_17')
  await press(page, '保存')
  await refused(page, '这里不能空着')
  expect(await page.getByLabel('说的是哪一条').inputValue()).toBe('art_17')
  await page.getByLabel('意见', { exact: true }).fill(words)
  await page.getByLabel('同意公开（勾了没有）').check()
  await press(page, '保存')
}

/** Without signing in, by the receipt alone. */
export async function findByReceipt(page: Page, receipt: string): Promise<void> {
  await page.goto('/r')
  await page.getByLabel('回执号').fill(receipt)
  await press(page, '查一查')
}
