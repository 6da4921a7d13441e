import { perform } from '#kernel/action'
import {
  answerQuestion,
  askQuestion,
  beginMeeting,
  checkIn,
  endMeeting,
  planMeeting,
  publishMeeting,
  raiseMatter,
  recordMeeting,
  setStream,
  signUp,
  supportQuestion,
  walkIn,
  writeNote,
} from '#parts/meetings'
import { done } from './councils.ts'
import type { Stage } from './tell.ts'

const minute = 60_000

/** A monthly session with minutes and two matters, the next one with sign-ups, and two livestream rooms. */
export function tellSessions(stage: Stage): void {
  const { line, city } = stage
  const stairs = session(stage, city.station.id, {
    kind: 'session',
    topic: '楼道里不充电，电动自行车到哪里充',
    topicEn: 'Where to charge electric bicycles, if not in the stairwell',
    about: '请物业、充电桩公司和代表当面说清楚：桩装在哪里、多少钱一度、坏了找谁。',
    aboutEn: 'The building’s manager, the charging company and the deputies explain where, how much, and whom to call.',
    agenda: [
      { title: '物业和充电桩公司介绍', titleEn: 'The manager and the company report' },
      { title: '居民提问，代表回应', titleEn: 'Residents ask, deputies answer' },
    ],
    leaders: ['王秀英', '宋刚'],
    capacity: 40,
  })
  line.on(42, 10, () => stairs.plan(36, 30))
  line.on(41, 20, () => stairs.ask('赵阿姨', 0, '充一次电到底多少钱？为什么比家里贵？'))
  line.on(41, 30, () => stairs.ask('李先生', 1, '三号楼门口的桩坏了两个月，谁来修？'))
  line.on(40, 15, async () => {
    await stairs.support('戴师傅', 1)
    await stairs.support('方圆', 1)
    await stairs.support('石磊', 0)
    await stairs.come('戴师傅', 1)
    await stairs.come('方圆', 2)
    await stairs.come('石磊', 1)
  })
  line.on(36, 25, async () => {
    await stairs.begin('王秀英')
    await stairs.arrive('戴师傅')
    await stairs.arrive('方圆')
    await stairs.seat('周明', 9)
  })
  line.on(36, 60, async () => {
    await stairs.answer('王秀英', 0, '充电费每度 0.6 元加服务费 0.4 元，服务费要公示。下周一前贴在每个桩上。')
    await stairs.answer('宋刚', 1, '充电桩公司三天内派人修，修好以前先开通二号楼的备用桩。')
    await stairs.note('周明', 0, '小区现有 24 个桩，4 个故障，配件在路上。', '充电桩公司', true)
    const fault = await stairs.note(
      '周明',
      1,
      '三号楼门口的充电桩坏了两个月，没有人修，老人只好把车推上楼充电。',
      '李先生',
      false,
    )
    await stairs.matter('周明', fault, '宋刚')
    const price = await stairs.note(
      '周明',
      1,
      '服务费没有公示，同一个小区两个价，希望物价部门查一查。',
      '赵阿姨',
      false,
    )
    await stairs.matter('周明', price, null)
  })
  line.on(36, 130, () => stairs.end('王秀英'))
  line.on(34, 20, () => stairs.record('周明'))

  const lights = session(stage, city.station.id, {
    kind: 'session',
    topic: '老楼加装电梯，一楼住户怎么办',
    topicEn: 'Lifts for old buildings: what about the ground floor?',
    about: '请已经装好的小区来讲一讲怎么谈成的。可以带邻居一起来。',
    aboutEn: 'Residents who have agreed on a lift tell how they did it. Bring your neighbours.',
    agenda: [
      { title: '装好电梯的小区介绍经验', titleEn: 'Residents with a lift report' },
      { title: '费用怎么分摊', titleEn: 'Sharing the costs' },
    ],
    leaders: ['林晓', '王秀英'],
    capacity: 30,
  })
  line.on(8, 40, () => lights.plan(-5, 270))
  line.on(6, 15, async () => {
    await lights.come('赵阿姨', 2)
    await lights.come('钟声', 1)
    await lights.come('田甜', 1)
  })
  line.on(5, 20, () => lights.ask('钟声', 0, '一楼不用电梯，可以不出钱吗？采光受影响怎么补偿？'))
  line.on(5, 40, () => lights.ask('田甜', 1, '政府补贴多少？要先垫钱吗？'))
  line.on(3, 20, async () => {
    await lights.support('赵阿姨', 0)
    await lights.support('姚远', 0)
    await lights.support('谭松', 0)
    await lights.support('谭松', 1)
  })

  const room = session(stage, city.station.id, {
    kind: 'livestream',
    topic: '代表直播间：物业费和公共收益',
    topicEn: 'Livestream room: service fees and common income',
    about: '两位代表和一位律师在线解答。问题可以现在就提。',
    aboutEn: 'Two deputies and a lawyer answer online. You can ask now.',
    agenda: [],
    leaders: ['宋刚', '彭涛'],
    capacity: null,
    signsUp: false,
  })
  line.on(20, 40, () => room.plan(14, 330))
  line.on(18, 30, () => room.ask('汪洋', 0, '小区电梯里的广告收入，业主能看到账吗？'))
  line.on(17, 30, () => room.ask('邹静', 1, '换物业要多少业主同意？'))
  line.on(16, 30, async () => {
    await room.support('范思', 0)
    await room.support('廖凡', 0)
    await room.support('汪洋', 1)
  })
  line.on(14, 350, async () => {
    await room.answer('宋刚', 0, '能。公共收益要每半年公布一次收支，业主可以要求查账，草案第三十八条写了。')
    await room.answer('彭涛', 1, '专有部分面积和人数都过半的业主参加表决，并且都过半数同意。')
    await room.note('周明', null, '宋刚、彭涛回答了两个问题，律师介绍了查账的步骤。', null, false)
  })
  line.on(13, 20, async () => {
    await room.recording('周明', 'https://video.example.org/yunshan/2026-property.mp4')
    await room.record('周明')
  })

  const nextRoom = session(stage, city.station.id, {
    kind: 'livestream',
    topic: '代表直播间：养老服务送上门',
    topicEn: 'Livestream room: care at home',
    about: '代表和民政局的工作人员在线解答。',
    aboutEn: 'Deputies and staff of the civil affairs bureau answer online.',
    agenda: [],
    leaders: ['苏琴'],
    capacity: null,
    signsUp: false,
  })
  line.on(4, 50, () => nextRoom.plan(-9, 330))
  line.on(2, 30, () => nextRoom.ask('何护士', 0, '上门护理的收费标准什么时候公布？'))
  line.on(1, 30, () => nextRoom.support('任重', 0))
}

interface Told {
  readonly kind: string
  readonly topic: string
  readonly topicEn: string
  readonly about: string
  readonly aboutEn: string
  readonly agenda: readonly { readonly title: string; readonly titleEn: string }[]
  readonly leaders: readonly string[]
  readonly capacity: number | null
  readonly signsUp?: boolean
}

/** What people do with one session. @param placeId where it is held */
function session({ app, company, line, city }: Stage, placeId: string, told: Told) {
  let meetingId = ''
  const questions: string[] = []
  const items: string[] = []
  const as = (name: string) => company.actor(name)
  return {
    /** Planned and published; held so many days ago, negative in the future, so many minutes after ten. */
    async plan(daysAgo: number, minutes: number) {
      const startsAt = line.dayOf(daysAgo, minutes)
      const endsAt = new Date(startsAt.getTime() + 100 * minute)
      const { leaders, agenda, signsUp = true, ...content } = told
      const plan = {
        ...content,
        owner: 'stations',
        placeId,
        startsAt,
        endsAt,
        signsUp,
        agenda: [...agenda],
        leaders: leaders.map((name) => company.person(name).personId),
      }
      meetingId = done(await perform(app, planMeeting, as('周明'), plan)).meetingId
      done(await perform(app, publishMeeting, as('周明'), { meetingId }))
      const rows = await app.database.db
        .selectFrom('meetings.agenda_item')
        .select('id')
        .where('council_id', '=', city.councilId)
        .where('meeting_id', '=', meetingId)
        .orderBy('position')
        .execute()
      items.push(...rows.map(({ id }) => id))
    },
    async ask(name: string, index: number, body: string) {
      questions[index] = done(await perform(app, askQuestion, as(name), { meetingId, body })).questionId
    },
    async support(name: string, index: number) {
      done(await perform(app, supportQuestion, as(name), { meetingId, questionId: questions[index] ?? '' }))
    },
    async come(name: string, people: number) {
      done(await perform(app, signUp, as(name), { meetingId, name, people }))
    },
    async begin(name: string) {
      done(await perform(app, beginMeeting, as(name), { meetingId }))
    },
    async arrive(name: string) {
      const { door_code: doorCode } = await app.database.db
        .selectFrom('meetings.meeting')
        .select('door_code')
        .where('council_id', '=', city.councilId)
        .where('id', '=', meetingId)
        .executeTakeFirstOrThrow()
      done(await perform(app, checkIn, as(name), { meetingId, doorCode }))
    },
    async seat(name: string, people: number) {
      done(await perform(app, walkIn, as(name), { meetingId, people }))
    },
    async answer(name: string, index: number, words: string) {
      done(await perform(app, answerQuestion, as(name), { meetingId, questionId: questions[index] ?? '', words }))
    },
    async note(name: string, item: number | null, body: string, saidBy: string | null, named: boolean) {
      const agendaItemId = item === null ? null : (items[item] ?? null)
      return done(await perform(app, writeNote, as(name), { meetingId, agendaItemId, body, saidBy, named })).noteId
    },
    async matter(name: string, noteId: string, keeper: string | null) {
      const keeperId = keeper === null ? null : company.person(keeper).personId
      done(await perform(app, raiseMatter, as(name), { meetingId, noteId, follows: true, keeperId }))
    },
    async end(name: string) {
      done(await perform(app, endMeeting, as(name), { meetingId }))
    },
    async record(name: string) {
      done(await perform(app, recordMeeting, as(name), { meetingId }))
    },
    async recording(name: string, recordingUrl: string) {
      done(await perform(app, setStream, as(name), { meetingId, streamUrl: null, recordingUrl }))
    },
  }
}
