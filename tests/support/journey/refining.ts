import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { findByReceipt } from './collecting.ts'
import { as, follow, type Matter, press, refused, told, unfold, wordsOf } from './stage.ts'

/** What the desk makes of the opinions, with an expert beside it, and what those who spoke say to that. */

/** The clerk of the contact point finds the consultation among what waits for her. */
export async function openDesk(page: Page, { title }: Matter): Promise<void> {
  await page.goto('/desk')
  await follow(page, new RegExp(`条意见待归类：.*${title}`))
}

/** Ticks opinions by words in them. */
export async function tick(page: Page, ...words: readonly string[]): Promise<void> {
  for (const each of words) {
    await page.locator('.desk-list > li', { hasText: each }).getByRole('checkbox').check()
  }
}

/** Makes an argument of each, and merges the second into the first. @returns the number of the one that stays */
export async function sortAndMerge(page: Page, matter: Matter, one: string, other: string): Promise<number> {
  await openDesk(page, matter)
  await tick(page, one)
  await press(page, '归为论点')
  await refused(page, '请写明名称')
  expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(1)
  await page.getByLabel('论点叫什么').fill('告知家长要有时限')
  await press(page, '归为论点')
  await told(page, '已归为论点')
  const number = Number(/arguments\/(\d+)/.exec(page.url())?.[1])
  await openDesk(page, matter)
  await tick(page, other)
  await page.getByLabel('论点叫什么').fill('家长要早知道')
  await press(page, '归为论点')
  await told(page, '已归为论点')
  const merging = await unfold(page, '并入另一个论点')
  await merging.getByLabel('并入').selectOption({ label: `${number} · 告知家长要有时限` })
  await press(page, '并入另一个论点', merging)
  await told(page, '已并入这个论点')
  expect(page.url()).toContain(`/arguments/${number}?`)
  expect(await page.locator('.desk-member').count()).toBe(2)
  return number
}

/** What belongs to no argument is answered by itself, with the reason why. */
export async function setAside(page: Page, matter: Matter, words: string): Promise<void> {
  await openDesk(page, matter)
  await tick(page, words)
  const panel = await unfold(page, '单独答复')
  await press(page, '单独答复', panel)
  await refused(page, '请写明为什么不归入论点')
  await page.getByLabel('为什么不归入论点').fill('只有这一条说取证。')
  await press(page, '单独答复', panel)
  await told(page, '已处理 1 条')
}

export interface Sentence {
  readonly text: string
  /** Words of the opinion it comes from. */
  readonly from: string
}

/** Writes a version sentence by sentence, each with the words it comes from. */
export async function writeVersion(page: Page, sentences: readonly Sentence[]): Promise<void> {
  const form = await unfold(page, '保存为新的一稿')
  await fillSentences(page, form, sentences)
  const last = sentences.length
  await form.getByLabel(`第 ${last} 句的出处`).fill('')
  await press(page, '保存为新的一稿', form)
  await refused(page, '这一句没有出处')
  expect(await page.getByLabel(`第 ${last} 句`, { exact: true }).inputValue()).toBe(sentences.at(-1)?.text)
  await fillSentences(page, form, sentences)
  await press(page, '保存为新的一稿', form)
  await told(page, '新的一稿已保存')
  expect(await wordsOf(page)).toContain(`${last} / ${last}`)
}

async function fillSentences(page: Page, form: Locator, sentences: readonly Sentence[]): Promise<void> {
  const said = await page.locator('[data-source]').allTextContents()
  for (const [index, { text, from }] of sentences.entries()) {
    const source = said.findIndex((words) => words.includes(from)) + 1
    await form.getByLabel(`第 ${index + 1} 句`, { exact: true }).fill(text)
    await form.getByLabel(`第 ${index + 1} 句的出处`).fill(`${source}：${from}`)
  }
}

/** An expert is asked, finds it on his own desk, and says what he thinks. */
export async function askExpert(page: Page, matter: Matter, words: string): Promise<void> {
  const panel = await unfold(page, '请专家和顾问看看')
  await press(page, '发出邀请', panel)
  await refused(page, '请选要请的人')
  await panel.getByLabel('韩教授').check()
  await press(page, '发出邀请', panel)
  await told(page, '邀请已发出')
  await matter.demo.work()
  await as(matter, '韩教授', async (expert) => {
    await expert.goto('/desk')
    await follow(expert, '请您看一个论点：告知家长要有时限')
    expect(await wordsOf(expert)).toContain('家长')
    await press(expert, '发表')
    await refused(expert, '请写您的看法')
    await expert.getByLabel('我的看法').fill(words)
    await press(expert, '发表')
    await told(expert, '已发表')
  })
  await page.reload()
  expect(await wordsOf(page)).toContain(words)
}

export async function askContributors(page: Page, matter: Matter): Promise<void> {
  await press(page, '请提出人确认')
  await told(page, '已请提出人确认')
  await matter.demo.work()
}

/** Whoever spoke answers on the page of the receipt, without signing in. */
export async function answerMeaning(page: Page, receipt: string, answer: 'yes' | { no: string }): Promise<void> {
  await findByReceipt(page, receipt)
  if (answer === 'yes') await page.getByLabel('是我的意思', { exact: true }).check()
  else {
    await page.getByLabel('不是，因为').check()
    await press(page, '回答')
    await refused(page, '请写一下理由')
    expect(await page.getByLabel('不是，因为').isChecked()).toBe(true)
    await page.getByLabel('哪里不对').fill(answer.no)
  }
  await press(page, '回答')
  await told(page, '谢谢您的回答')
  expect(await wordsOf(page)).toContain(answer === 'yes' ? '您说：是我的意思' : `您说：不是，因为${answer.no}`)
}
