import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { dayField, follow, go, type Matter, press, refused, type Stage, told, wordsOf } from './stage.ts'

/** What the office does: publish, send up, compare, decide, close. */

/** A real draft, as it was published for comment. */
export const draft = join(import.meta.dirname, '../../../src/demo/texts/cyberviolence-draft.md')

const dayMs = 86_400_000

/** Imports the file, reads what was understood, and opens the draft to everybody. @returns the consultation's number */
export async function publishDraft(page: Page, { demo }: Stage, title: string): Promise<number> {
  await page.goto('/desk')
  await follow(page, '新的征求意见')
  await page.getByLabel('新项目名称').fill('反网络暴力法')
  await press(page, '下一步：导入草案')
  await refused(page, '请写明名称')
  expect(await page.getByLabel('新项目名称').inputValue()).toBe('反网络暴力法')
  await page.getByLabel('标题', { exact: true }).fill(title)
  await press(page, '下一步：导入草案')
  const number = Number(/consultations\/(\d+)\/edit/.exec(page.url())?.[1])
  await press(page, '导入')
  await refused(page, '请选草案文件')
  await page.getByLabel('草案文件').setInputFiles(draft)
  await press(page, '导入')
  await told(page, '草案已导入')
  expect(await wordsOf(page)).toContain('60 条')
  const lastDay = page.getByLabel('征求意见到哪一天')
  await lastDay.fill(dayField(new Date(demo.clock.now().getTime() + 10 * dayMs)))
  await press(page, '公布')
  await refused(page, /只有 \d+ 天，规定至少 30 天/)
  await lastDay.fill(dayField(new Date(demo.clock.now().getTime() + 31 * dayMs)))
  await press(page, '公布')
  await told(page, '已公布')
  return number
}

/** Ends the refinement; while something is missing the page names it. */
export async function finishRefinement(page: Page, { number }: Matter): Promise<void> {
  await page.goto(`/consultations/${number}/desk`)
  await follow(page, '收尾')
  expect(await wordsOf(page)).toContain('都齐了')
  await page.locator('summary', { hasText: '完成提炼，准备上报' }).click()
  await press(page, '完成提炼，准备上报', page.locator('details.confirm'))
  await told(page, '提炼已经完成')
}

/** Reads what goes up, and sends it. */
export async function submitUpward(page: Page, { number, title }: Matter, sentence: string): Promise<void> {
  await page.goto('/desk')
  await follow(page, `已提炼，等您上报：${title}`)
  expect(page.url()).toContain(`/consultations/${number}/submission`)
  expect(await wordsOf(page)).toContain(sentence)
  await press(page, '确认上报')
  await refused(page, '请写明报送单位')
  await page.getByLabel('报送单位').fill('省人民代表大会常务委员会')
  await press(page, '确认上报')
  await told(page, '已经上报')
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('a[href$=".zip"]').first().click()])
  expect(
    readFileSync(await file.path())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK')
}

/** Brings in the version that came back, and sees what it changed. */
export async function importNextVersion(page: Page, { number }: Matter, source: string, words: string): Promise<void> {
  await follow(page, '去答复')
  await page.getByLabel('或者粘贴文字').fill(source)
  await press(page, '导入并对照')
  await refused(page, '请写明这一稿叫什么')
  expect(await page.getByLabel('或者粘贴文字').inputValue()).toBe(source)
  await page.getByLabel('这一稿叫什么').fill('二次审议稿')
  await press(page, '导入并对照')
  await told(page, '下一稿已导入')
  await follow(page, '看逐条对照')
  expect(await page.locator('ins', { hasText: words }).count()).toBeGreaterThan(0)
  await page.goto(`/consultations/${number}/answer`)
}

/** Chooses what is answered by its words, and writes the answer. */
export async function adopt(page: Page, suggestion: string, reason: string, article: string): Promise<void> {
  await press(page, '答复选中的')
  await refused(page, '请先选要答复的建议或者意见')
  await choose(page, suggestion)
  await page.getByLabel('采纳', { exact: true }).check()
  await page.getByRole('textbox', { name: '理由' }).fill(reason)
  await press(page, '保存答复')
  await refused(page, '要指出改动的文字')
  expect(await page.getByRole('textbox', { name: '理由' }).inputValue()).toBe(reason)
  expect(await page.getByLabel('采纳', { exact: true }).isChecked()).toBe(true)
  await page.getByRole('checkbox', { name: article }).check()
  await press(page, '保存答复')
  await told(page, '答复已经保存')
}

export async function keepForLater(page: Page, opinion: string, reason: string): Promise<void> {
  await choose(page, opinion)
  await page.getByLabel('留待以后').check()
  await press(page, '保存答复')
  await refused(page, '请写明理由')
  await page.getByRole('textbox', { name: '理由' }).fill(reason)
  await press(page, '保存答复')
  await told(page, '答复已经保存')
}

async function choose(page: Page, words: string): Promise<void> {
  await page.getByRole('checkbox', { name: words }).check()
  await press(page, '答复选中的')
  expect(await wordsOf(page)).toContain(words)
}

/** Presses the button that gives all answers, on the page as it was last loaded. */
export async function giveAnswers(page: Page): Promise<void> {
  const confirm = page.locator('details.confirm', { hasText: '公布答复' })
  if (!(await confirm.evaluate((element: HTMLDetailsElement) => element.open))) await confirm.locator('summary').click()
  await go(page, confirm.getByRole('button', { name: '公布答复' }))
}
