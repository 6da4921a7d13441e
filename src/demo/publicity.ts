import { perform } from '#kernel/action'
import { correctPost, draftPost, publishPost, reportPost, withdrawPost } from '../modules/publicity/actions.ts'
import type { DraftPost } from '../modules/publicity/schema.ts'
import { done } from './councils.ts'
import type { Stage } from './tell.ts'

/** One thing made known: written by whom, how many days ago, and what became of it. */
interface Told {
  readonly by: string
  readonly place: 'contact-point' | 'station' | null
  readonly daysAgo: number
  /** Days from today to the activity, negative in the past; its hour in China and how long it lasts. */
  readonly held?: { readonly inDays: number; readonly hour: number; readonly hours: number }
  readonly post: Partial<DraftPost> & Pick<DraftPost, 'kind' | 'title'>
  readonly report?: { readonly attended?: number; readonly copies?: number; readonly outcome: string }
  readonly withdrawn?: { readonly daysAgo: number; readonly reason: string }
  readonly corrected?: {
    readonly daysAgo: number
    readonly reason: string
    readonly venue: string
    readonly venueEn: string
  }
}

const told: readonly Told[] = [
  {
    by: '孙丽',
    place: 'contact-point',
    daysAgo: 6,
    held: { inDays: 4, hour: 14, hours: 2 },
    post: {
      kind: 'talk',
      title: '讲一讲物业费和公共收益：新条例草案说了什么',
      titleEn: 'Service fees and common income: what the draft regulation says',
      body: '请云山律师公益服务中心的律师用大白话讲《云山市住宅小区物业管理条例（草案）》，讲完当场提意见。\n可以带孩子来，有人照看。',
      bodyEn:
        'Lawyers of the public service centre explain the draft regulation on residential property management in plain words; you can comment on the spot.\nBring your children: somebody will look after them.',
      venue: '临江街道河滨路 18 号二楼会议室',
      venueEn: 'Meeting room, second floor, 18 Hebin Road',
      audience: '小区业主和租户',
      audienceEn: 'Owners and tenants',
      languages: ['zh-CN'],
      law: '云山市住宅小区物业管理条例（草案）',
    },
    corrected: {
      daysAgo: 3,
      reason: '打电话来问的人多，换到大一点的地方。',
      venue: '临江街道河滨路 18 号三楼礼堂',
      venueEn: 'Hall, third floor, 18 Hebin Road',
    },
  },
  {
    by: '钱芳',
    place: 'contact-point',
    daysAgo: 1,
    held: { inDays: 1, hour: 9, hours: 3 },
    post: {
      kind: 'lesson',
      title: '外卖骑手的电动自行车课：停哪里、怎么充',
      titleEn: 'Electric bicycles for delivery riders: where to park, how to charge',
      body: '在骑手换班的时候讲，半小时一场，讲三场。',
      bodyEn: 'At the change of shifts: three lessons of half an hour.',
      venue: '云栖产业园东门骑手驿站',
      venueEn: 'Riders’ stop, east gate of Yunqi Business Park',
      audience: '外卖骑手、快递员',
      audienceEn: 'Delivery riders and couriers',
      languages: ['zh-CN'],
      law: '云山市电动自行车停放充电管理规定（草案）',
    },
  },
  {
    by: '周明',
    place: null,
    daysAgo: 9,
    held: { inDays: 13, hour: 9, hours: 7 },
    post: {
      kind: 'themed-event',
      title: '人大机关开放日：一条意见怎样变成法条',
      titleEn: 'Open day: how an opinion becomes an article',
      body: '参观会议厅，听立法工作人员讲一部地方性法规从立项到通过的每一步。',
      bodyEn: 'Visit the assembly hall, and hear from those who draft laws about every step of one.',
      venue: '云山市人大常委会机关一楼大厅',
      venueEn: 'Hall of the standing committee’s building',
      audience: '所有人',
      audienceEn: 'Everyone',
      languages: ['zh-CN', 'en'],
      law: '中华人民共和国立法法',
    },
  },
  {
    by: '孙丽',
    place: 'contact-point',
    daysAgo: 75,
    held: { inDays: -60, hour: 14, hours: 2 },
    post: {
      kind: 'talk',
      title: '楼上漏水找谁：民法典里的邻里关系',
      titleEn: 'Water from upstairs: neighbours in the Civil Code',
      body: '从三个真实的小案子讲起。',
      bodyEn: 'Beginning with three small true cases.',
      venue: '临江社区党群服务中心',
      venueEn: 'Linjiang Community Service Centre',
      audience: '社区居民',
      audienceEn: 'Residents',
      languages: ['zh-CN'],
      law: '中华人民共和国民法典',
    },
    report: { attended: 64, copies: 120, outcome: '现场回答了十一个问题，其中两个转给物业协调。' },
  },
  {
    by: '吴波',
    place: 'contact-point',
    daysAgo: 34,
    held: { inDays: -30, hour: 10, hours: 2 },
    post: {
      kind: 'talk',
      title: '垃圾分类条例三年：哪些条文最常用',
      titleEn: 'Three years of the waste regulation: the articles used most',
      venue: '望山社区活动室',
      venueEn: 'Wangshan Community activity room',
      audience: '社区居民、物业人员',
      audienceEn: 'Residents and building staff',
      languages: ['zh-CN'],
      law: '云山市生活垃圾分类管理条例',
    },
    report: { attended: 38, copies: 200, outcome: '物业人员来了九位，约好下个月到小区里讲。' },
  },
  {
    by: '钱芳',
    place: 'contact-point',
    daysAgo: 20,
    held: { inDays: -12, hour: 9, hours: 2 },
    post: {
      kind: 'leaflet',
      title: '在农贸市场发放反网络暴力法草案的通俗解读',
      titleEn: 'Plain-language leaflets on the anti-cyberviolence draft at the market',
      venue: '临江农贸市场',
      venueEn: 'Linjiang market',
      audience: '居民',
      audienceEn: 'Residents',
      languages: ['zh-CN', 'en', 'ko'],
      law: '中华人民共和国反网络暴力法（草案）',
    },
    report: { copies: 1500, outcome: '中文一千二百份，英文和韩文各一百五十份。' },
  },
  {
    by: '孙丽',
    place: 'contact-point',
    daysAgo: 16,
    held: { inDays: -8, hour: 14, hours: 2 },
    post: {
      kind: 'talk',
      title: '养老服务条例草案讲座',
      titleEn: 'Talk on the draft regulation on home care',
      venue: '清泉社区日间照料中心',
      venueEn: 'Day-care centre, Qingquan Community',
      audience: '老年人和家属',
      audienceEn: 'Older people and their families',
      languages: ['zh-CN'],
    },
    withdrawn: { daysAgo: 10, reason: '主讲人生病，改期后另行公布。' },
  },
  {
    by: '周明',
    place: null,
    daysAgo: 40,
    post: {
      kind: 'notice',
      title: '关于征集明年立法项目建议的通知',
      titleEn: 'Call for proposals for next year’s legislative projects',
      body: '任何人都可以提出。请写明要解决什么问题、希望法规里写什么。\n信函寄临江街道河滨路 18 号，也可以到任何一个信息采集点当面说。',
      bodyEn:
        'Anyone may propose. Please say which problem it would solve and what the law should say.\nWrite to 18 Hebin Road, or tell any collection point in person.',
    },
  },
  {
    by: '蒋敏',
    place: null,
    daysAgo: 25,
    post: {
      kind: 'case',
      title: '典型案例：一条加装电梯的意见怎样写进条文',
      titleEn: 'Model case: how an opinion on lifts became an article',
      body: '一楼住户说“不用电梯的人不该出一样的钱”。联系点把十几条相近的意见归成一个论点，请律师提炼，又请提意见的人确认，最后写进了草案。',
      bodyEn:
        'A ground-floor resident said that those who do not use the lift should not pay the same. The contact point put a dozen such opinions together, had them refined, asked those who gave them, and the words went into the draft.',
    },
  },
  {
    by: '周明',
    place: 'station',
    daysAgo: 5,
    post: {
      kind: 'news',
      title: '代表进站：四位代表接待十七位居民',
      titleEn: 'Deputies at the station: four met seventeen residents',
      body: '说得最多的是停车和电动自行车充电。',
      bodyEn: 'Most spoke of parking and of charging electric bicycles.',
    },
  },
]

/** Plans, talks that were held, one that was called off, notices and a model case. */
export function tellPublicity(stage: Stage): void {
  for (const each of told) tellOne(stage, each)
}

function tellOne({ app, city, company, line }: Stage, it: Told): void {
  const { by, held, post, report, withdrawn, corrected } = it
  const placeId = { 'contact-point': city.contactPoint.id, station: city.station.id, none: null }[it.place ?? 'none']
  const startsAt = held ? line.dayOf(-held.inDays, (held.hour - 10) * 60) : null
  const endsAt = held && startsAt ? new Date(startsAt.getTime() + held.hours * 3_600_000) : null
  let postId = ''
  line.on(it.daysAgo, 90, async () => {
    const input = { ...post, placeId, startsAt, endsAt }
    postId = done(await perform(app, draftPost, company.actor(by), input)).postId
    done(await perform(app, publishPost, company.actor(by), { postId }))
  })
  if (corrected) {
    line.on(corrected.daysAgo, 90, async () => {
      const input = {
        ...post,
        startsAt,
        endsAt,
        venue: corrected.venue,
        venueEn: corrected.venueEn,
        postId,
        reason: corrected.reason,
      }
      const { kind: _, ...content } = input
      done(await perform(app, correctPost, company.actor(by), content))
    })
  }
  if (withdrawn) {
    line.on(withdrawn.daysAgo, 90, async () => {
      done(await perform(app, withdrawPost, company.actor(by), { postId, reason: withdrawn.reason }))
    })
  }
  if (report && held) {
    line.on(-held.inDays - 1, 90, async () => {
      done(await perform(app, reportPost, company.actor(by), { postId, ...report }))
    })
  }
}
