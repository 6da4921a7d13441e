import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowser } from '#support/browser'
import { type DemoHouse, demoHouse } from '#support/demo'
import {
  adopt,
  draft,
  finishRefinement,
  giveAnswers,
  importNextVersion,
  keepForLater,
  publishDraft,
  submitUpward,
} from '#support/journey/answering'
import { collectOffline, findByReceipt, noteSession, speakOnPhone, takePaper } from '#support/journey/collecting'
import {
  answerMeaning,
  askContributors,
  askExpert,
  setAside,
  sortAndMerge,
  writeVersion,
} from '#support/journey/refining'
import { as, browserOf, hasFocus, type Matter, press, refused, told, wordsOf } from '#support/journey/stage'

/** A real draft goes in, and those who spoke see what became of it: on pages alone, each step by whoever does it. */
let demo: DemoHouse

beforeAll(async () => {
  demo = await demoHouse()
})
afterAll(async () => {
  await closeBrowser()
  await demo?.close()
})

const dayMs = 86_400_000
const said = {
  phone: '“及时”是多久？请写二十四小时以内。',
  collected: '出了事家长最后一个知道，学校应当马上告诉家长。',
  paper: '取证太难',
  late: '老年人也要能看懂。',
}
const sentences = [
  { text: '学校应当及时告知监护人。', from: '学校应当马上告诉家长' },
  { text: '告知的时限为二十四小时。', from: '请写二十四小时以内' },
]
const secondTry = [sentences[0]!, { text: '最迟不超过二十四小时。', from: '请写二十四小时以内' }]
const reason = '二次审议稿第二十八条写明二十四小时。'

describe.each([
  { scripts: true, third: 'the collector’s kit without signal' },
  { scripts: false, third: 'the minutes of a session, since the kit needs scripts' },
])('with scripts: $scripts', ({ scripts, third }) => {
  test(`from the draft to the answer, with a phone, a paper form and ${third}`, { timeout: 600_000 }, async () => {
    const stage = { demo, scripts }
    const title = `反网络暴力法（二次征求意见${scripts ? '甲' : '乙'}）`
    const number = await as(stage, '周明', (page) => publishDraft(page, stage, title))
    const matter: Matter = { ...stage, number, title }
    const openedAt = demo.clock.now()

    const phone = await browserOf(stage, null)
    const receipts = {
      phone: await speakOnPhone(phone, matter, said.phone),
      collected: scripts ? await collectOffline(matter, said.collected) : await inMinutes(matter, said.collected),
      paper: await takePaper(matter, said.paper),
    }
    demo.clock.advance(32 * dayMs)
    await demo.work()

    await as(stage, '孙丽', async (page) => {
      await refine(page, matter, phone, receipts)
      await setAside(page, matter, said.paper)
    })

    const office = await browserOf(stage, '周明')
    await finishRefinement(office, matter)
    await submitUpward(office, matter, secondTry[1]!.text)
    await importNextVersion(office, matter, nextVersion(), '二十四小时')
    await adopt(office, '告知家长要有时限', reason, '第二十八条')
    await keepForLater(office, said.paper, '留待实施细则研究。')

    // The page offers to close; meanwhile the minutes of a session held in time come in.
    const late = await sessionHeld(matter, new Date(openedAt.getTime() + 3_600_000), `陈伯：${said.late}`)
    await giveAnswers(office)
    await refused(office, '还有意见没有答复')
    expect(await office.locator('.notice a').allTextContents()).toEqual([said.late])
    await office.getByRole('link', { name: said.late }).click()
    expect(await hasFocus(office.getByRole('checkbox', { name: said.late }))).toBe(true)
    await keepForLater(office, said.late, '已转有关方面研究。')
    await giveAnswers(office)
    await told(office, '答复已经公布')
    await office.context().close()
    await demo.work()

    await sees(phone, receipts.phone, reason)
    await sees(phone, receipts.collected, reason)
    await sees(phone, receipts.paper, '留待实施细则研究。')
    await sees(phone, late, '已转有关方面研究。')
    await phone.goto(`/consultations/${number}/story`)
    expect(await wordsOf(phone)).toContain(reason)
    await phone.context().close()
  })
})

/** A version that one contributor does not recognise, and the next that both do. */
async function refine(
  page: Page,
  matter: Matter,
  phone: Page,
  receipts: { readonly phone: string; readonly collected: string },
): Promise<void> {
  const argument = await sortAndMerge(page, matter, said.phone, said.collected)
  await writeVersion(page, sentences)
  await askExpert(page, matter, '与未成年人保护法一致，时限可行。')
  await askContributors(page, matter)
  await answerMeaning(phone, receipts.phone, { no: '要写明是最迟。' })
  await page.goto(`/consultations/${matter.number}/desk/arguments/${argument}`)
  expect(await wordsOf(page)).toContain('要写明是最迟。')
  await press(page, '定稿')
  await refused(page, '有人说不是这个意思')
  await writeVersion(page, secondTry)
  await askContributors(page, matter)
  await answerMeaning(phone, receipts.phone, 'yes')
  await as(matter, null, (other) => answerMeaning(other, receipts.collected, 'yes'))
  await page.reload()
  expect(await wordsOf(page)).toContain('2 位提出人中，2 位确认')
  await press(page, '定稿')
  await told(page, '已定稿')
}

function inMinutes(matter: Matter, words: string): Promise<string> {
  return sessionHeld(matter, demo.clock.now(), `王阿姨：${words}\n\n主持人宣布散会。`, 1)
}

async function sessionHeld(matter: Matter, heldAt: Date, minutes: string, notAnOpinion?: number): Promise<string> {
  const told = { title: '清泉社区座谈会', heldAt, minutes, ...(notAnOpinion !== undefined && { notAnOpinion }) }
  const [receipt = ''] = await noteSession(matter, told)
  return receipt
}

/** The draft as it came back from above. */
function nextVersion(): string {
  return readFileSync(draft, 'utf8').replace('及时将相关情况告知其监护人', '在二十四小时内将相关情况告知其监护人')
}

/** By the receipt, without an account: what was decided, and why. */
async function sees(page: Page, receipt: string, why: string): Promise<void> {
  await findByReceipt(page, receipt)
  expect(await wordsOf(page)).toContain(why)
}
