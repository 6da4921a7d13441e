import { perform } from '#kernel/action'
import { noteDeed } from '../modules/stations/ledgers/actions/deeds.ts'
import { raiseReception, recordReceptions } from '../modules/stations/ledgers/actions/receptions.ts'
import type { Topic } from '../modules/stations/ledgers/rules.ts'
import { done } from './councils.ts'
import type { Stage } from './tell.ts'

interface Came {
  readonly daysAgo: number
  readonly called?: string
  readonly phone?: string
  readonly people?: number
  readonly deputy?: string
  readonly topic: Topic
  readonly words: string
  readonly atOnce?: string
  /** She wants it handled. */
  readonly raised?: true
  /** What was solved, how many days ago. */
  readonly solved?: {
    readonly daysAgo: number
    readonly title: string
    readonly told: string
    readonly helped?: string
    readonly amount?: string
    readonly amountFrom?: string
    readonly hidden?: true
  }
}

/** A month at the contact point's desk. */
const came: readonly Came[] = [
  {
    daysAgo: 31,
    called: '望山里的王伯',
    deputy: '王秀英',
    topic: 'elderly',
    words: '老伴坐轮椅，楼道口三级台阶，一个人推不上去。',
    solved: {
      daysAgo: 12,
      title: '望山里 5 号楼道口装上了无障碍坡道',
      told: '代表约了社区和物业到现场量尺寸，区残联出材料，物业派人施工，两周装好。',
      helped: '36',
      amount: '8600',
      amountFrom: '区残联、物业公司',
    },
  },
  {
    daysAgo: 28,
    called: '外卖员小李',
    people: 4,
    deputy: '宋刚',
    topic: 'work',
    words: '我们四个人冬天没地方歇脚、热饭，商场不让进。',
    solved: {
      daysAgo: 9,
      title: '河滨路开出骑手歇脚点，可以热饭、充电、喝热水',
      told: '临江街道腾出河滨路 18 号一楼的一间房，企业送了微波炉和饮水机。',
      helped: '120',
      amount: '23500.50',
      amountFrom: '云栖产业园三家企业',
    },
  },
  {
    daysAgo: 25,
    topic: 'law',
    words: '租房押金两个月不退，合同写着“自然损耗也要赔”。',
    atOnce: '联系点的律师当场讲了民法典关于租赁物自然损耗的规定，帮着写了一封给房东的信。',
  },
  {
    daysAgo: 22,
    called: '赵阿姨',
    deputy: '王秀英',
    topic: 'roads',
    words: '河滨路公交站只有一根杆子，下雨没处躲，老人站着等。',
    solved: {
      daysAgo: 3,
      title: '河滨路两个公交站装了候车亭和长凳',
      told: '代表和公交公司、街道一起看了现场，列入今年的候车亭改造，两个站先装好。',
      helped: '900',
    },
  },
  {
    daysAgo: 18,
    called: '何护士',
    deputy: '林晓',
    topic: 'health',
    words: '社区医院周末不能输液换药，腿脚不好的人要跑到区医院。',
    raised: true,
  },
  {
    daysAgo: 15,
    people: 2,
    deputy: '林晓',
    topic: 'education',
    words: '小学门口放学时段车停了两排，孩子从车缝里钻出来。',
    atOnce: '当场给交警中队打电话，从第二天起放学时段有人疏导。',
    solved: {
      daysAgo: 13,
      title: '望山小学放学时段有人疏导，门口不再停两排车',
      told: '交警中队每天派两人，家长志愿者排了班。',
      helped: '640',
    },
  },
  {
    daysAgo: 11,
    called: '单亲妈妈小周',
    topic: 'other',
    words: '孩子住院，家里一下子断了收入。',
    atOnce: '陪她到民政窗口申请临时救助。',
    solved: {
      daysAgo: 6,
      title: '一户家庭申请到临时救助',
      told: '七天内办好。',
      helped: '2',
      amount: '6000',
      amountFrom: '临时救助',
      hidden: true,
    },
  },
  {
    daysAgo: 8,
    called: '蒋老板',
    phone: '0591-5550138',
    deputy: '宋刚',
    topic: 'business',
    words: '门口修路围挡已经三个月，没有开工，店里没有客人。',
    raised: true,
  },
  {
    daysAgo: 4,
    topic: 'environment',
    words: '临江社区垃圾房夏天味道大，离幼儿园只有二十米。',
  },
]

/** The reception log of a month at the contact point, and what was solved of it. */
export function tellLedgers(stage: Stage): void {
  const { app, city, company, line } = stage
  const placeId = city.contactPoint.id
  for (const [index, one] of came.entries()) {
    const by = company.actor(index % 2 === 0 ? '钱芳' : '孙丽')
    let receptionId = ''
    line.on(one.daysAgo, 200, async () => {
      const { called, phone, people = 1, deputy, topic, words, atOnce = '' } = one
      const deputyId = deputy ? company.person(deputy).personId : null
      const receivedOn = line.dayOf(one.daysAgo).toISOString().slice(0, 10)
      const entries = [{ receivedOn, called, phone, people, deputyId, topic, words, atOnce }]
      const { ids } = done(await perform(app, recordReceptions, by, { placeId, channel: 'visit', entries }))
      receptionId = ids[0] ?? ''
      if (one.raised) done(await perform(app, raiseReception, by, { receptionId, agreed: true }))
    })
    const { solved } = one
    if (!solved) continue
    line.on(solved.daysAgo, 260, async () => {
      const { title, told, helped = '', amount = '', amountFrom = '' } = solved
      const deputyId = one.deputy ? company.person(one.deputy).personId : null
      const solvedOn = line.dayOf(solved.daysAgo).toISOString().slice(0, 10)
      const deed = {
        placeId,
        receptionId,
        deputyId,
        solvedOn,
        topic: one.topic,
        title,
        told,
        helped,
        amount,
        amountFrom,
      }
      done(await perform(app, noteDeed, by, { ...deed, public: !solved.hidden }))
    })
  }
}
