import { perform } from '#kernel/action'
import { linkWechat, subscribePush } from '#parts/notices'
import { askRecheck, decideRecheck, type Sheet, type StageCode, sheetsAbout } from '#parts/ratings'
import { rateHandling, rateReply } from '../modules/contact/actions/ratings.ts'
import { handlingRating, replyRating } from '../modules/contact/ratings.ts'
import { done } from './councils.ts'
import type { Stage } from './tell.ts'

/** A matter of the story, as its rating needs to know it. */
export interface RatedMatter {
  receipt(): string
  matter(): Promise<{ readonly id: string }>
}

/** How the lamp's replies and its handling were rated: two rounds, a score in two stages, two re-checks. */
export function tellRatings(stage: Stage, { receipt, matter }: RatedMatter): void {
  const { app, city, company, line } = stage
  const resident = () => company.actor('赵阿姨')
  const deputy = () => company.actor('王秀英')
  const rate = async (choice: string, words: string) => {
    done(await perform(app, rateReply, resident(), { receipt: receipt(), choice, words }))
  }
  const score = async (part: StageCode, points: Readonly<Record<string, number>>, words: string) => {
    const input = { matterId: (await matter()).id, stage: part, points, words }
    done(await perform(app, rateHandling, deputy(), input))
  }
  const newest = async (kind: string): Promise<Sheet> => {
    const about = { type: 'contact', id: (await matter()).id }
    const sheets = await sheetsAbout(app.database.db, city.councilId, kind, about, app.clock.now())
    const sheet = sheets.at(-1)
    if (!sheet) throw new Error('nothing of the demonstration was rated')
    return sheet
  }
  const ask = async (kind: string, part: StageCode, reason: string) => {
    const input = { sheetId: (await newest(kind)).id, stage: part, reason }
    done(await perform(app, askRecheck, company.actor('丁强'), input))
  }
  const decide = async (kind: string, part: StageCode, decision: 'upheld' | 'anew', reason: string) => {
    const input = { sheetId: (await newest(kind)).id, stage: part, decision, reason }
    done(await perform(app, decideRecheck, company.actor('周明'), input))
  }

  line.on(76, 10, async () => {
    const browser = {
      endpoint: 'https://fcm.googleapis.com/fcm/send/yunshan-demo',
      ...demoKeys,
      label: 'Chrome · Android',
    }
    done(await perform(app, subscribePush, resident(), browser))
    done(await perform(app, linkWechat, resident(), { openid: 'oYunshan_zhao_ayi_000' }))
  })
  line.on(49, 30, () => rate('dissatisfied', '要等二十天，晚上怎么走？'))
  line.on(48, 200, () => ask(replyRating, 'whole', '灯具要从外地调货，工期写得很清楚。'))
  line.on(47, 60, () => decide(replyRating, 'whole', 'upheld', '答复没有说这二十天怎么照明，评价符合实际。'))
  line.on(45, 40, () => rate('basically-satisfied', ''))
  line.on(44, 20, () => score('reply', { contact: 6, 'face-to-face': 15 }, '电话里说得清楚，但没有当面和老人家说。'))
  line.on(43, 90, () => ask(handlingRating, 'reply', '11 号下午到 3 号楼当面答复过，有签字。'))
  line.on(42, 30, () => decide(handlingRating, 'reply', 'anew', '签字属实，请代表重新评分。'))
  line.on(41, 15, () => score('reply', { contact: 8, 'face-to-face': 26 }, '核实过，当面答复了。'))
  line.on(29, 60, () => rate('satisfied', '灯修好了，很亮。'))
  line.on(28, 30, () => score('implementation', { results: 48, 'follow-up': 9 }, '按承诺的日子换好，回头看也做了。'))
}

/** Keys of no browser: in a demonstration nothing is sent. */
const demoKeys = {
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
}
