import { perform } from '#kernel/action'
import {
  accept,
  addAssist,
  askBack,
  askExtension,
  caseAbout,
  draftReply,
  handOver,
  reviewReply,
  saveTemplate,
  sendReply,
  setHelper,
  sort,
  writeNote,
} from '#parts/cases'
import { sendLetter } from '../modules/contact/actions/deputy.ts'
import { judge, raise } from '../modules/contact/actions/resident.ts'
import { merge, objectToMerge } from '../modules/contact/merging/actions.ts'
import { matterByReceipt } from '../modules/contact/queries/matter.ts'
import { done } from './councils.ts'
import type { Stage } from './tell.ts'

/** How far a letter has come; each step includes those before it. */
type Reached = 'assigned' | 'accepted' | 'asked' | 'extension' | 'draft' | 'reviewed' | 'answered' | 'settled'

interface Told {
  readonly words: string
  readonly spot: string
  /** Days before today on which it was raised; the letter goes out the same day. */
  readonly days: number
  readonly reached: Reached
  readonly topic: string
  readonly grade?: 'simple' | 'ordinary' | 'hard'
  readonly by?: string
}

const told: readonly Told[] = [
  {
    words: '临江路 5 号楼的楼道灯全不亮，晚上上楼要打手电。',
    spot: '临江路 5 号楼',
    days: 40,
    reached: 'accepted',
    topic: 'lamp',
  },
  {
    words: '江湾小区外墙瓷砖往下掉，砸坏过一辆自行车。',
    spot: '江湾小区 2 号楼',
    days: 37,
    reached: 'extension',
    topic: 'road',
  },
  { words: '望山里二期自来水发黄，烧开也有味道。', spot: '望山里二期', days: 34, reached: 'assigned', topic: 'water' },
  {
    words: '桥北路人行道地砖松动，下雨一踩一身水。',
    spot: '桥北路 18 号门口',
    days: 30,
    reached: 'settled',
    topic: 'road',
  },
  { words: '老粮站宿舍屋顶漏雨，住的都是老人。', spot: '老粮站宿舍', days: 28, reached: 'draft', topic: 'water' },
  {
    words: '临江小学门口的路坑坑洼洼，孩子摔过跤。',
    spot: '临江小学西门',
    days: 26,
    reached: 'reviewed',
    topic: 'road',
  },
  { words: '望山路的井盖一压就响，夜里睡不着。', spot: '望山路 66 号', days: 24, reached: 'answered', topic: 'cover' },
  {
    words: '江湾小区地下车库积水，电动车泡坏两辆。',
    spot: '江湾小区地下车库',
    days: 21,
    reached: 'asked',
    topic: 'water',
  },
  {
    words: '工地夜里十二点还在打桩，全楼都睡不好。',
    spot: '临江路新工地',
    days: 18,
    reached: 'accepted',
    topic: 'noise',
  },
  {
    words: '小区门口的行道树枝垂到头顶，台风天很危险。',
    spot: '桥北小区南门',
    days: 16,
    reached: 'accepted',
    topic: 'trees',
  },
  {
    words: '桥北小区的健身器材坏了三件，老人没处活动。',
    spot: '桥北小区广场',
    days: 14,
    reached: 'draft',
    topic: 'road',
  },
  {
    words: '物业把消防通道锁了，出了事怎么办。',
    spot: '江湾小区 6 号楼',
    days: 9,
    reached: 'accepted',
    topic: 'road',
    grade: 'simple',
  },
  {
    words: '加装电梯的补贴申请三个月没有回音。',
    spot: '望山里 9 号楼',
    days: 8,
    reached: 'accepted',
    topic: 'road',
    grade: 'hard',
  },
  { words: '公共厕所晚上没有灯，也没有扶手。', spot: '江边公园', days: 6, reached: 'assigned', topic: 'lamp' },
  { words: '路口的变压器嗡嗡响，离窗户只有两米。', spot: '桥北路 7 号', days: 4, reached: 'assigned', topic: 'noise' },
  {
    words: '小区围墙裂了一条大缝，旁边就是幼儿园。',
    spot: '望山幼儿园旁',
    days: 3,
    reached: 'assigned',
    topic: 'road',
  },
]

/** The queue of a department: its letters in all stages, with notes, templates, a colleague who helps, and what was merged. */
export function tellBureau(stage: Stage): void {
  const { line, company } = stage
  line.on(45, 10, () => templates(stage))
  for (const [index, each] of told.entries()) line.on(each.days, 300 + index, () => tellOne(stage, each, index))
  line.on(2, 40, () => tellMerger(stage))
  line.on(1, 50, () => atOthers(stage))
  // The head of the department reads what waits; nothing of hers is done by the story itself.
  company.person('温良')
}

async function templates({ app, city, company }: Stage): Promise<void> {
  const organisationId = city.departments[0]?.id ?? ''
  const kept = [
    ['已派人查看', '您反映的“{标题}”（第{编号}号），{单位}已派人到{地点}查看。'],
    ['列入计划', '您反映的“{标题}”已列入维修计划，{期限}以前答复办理情况。'],
  ] as const
  for (const [title, body] of kept) {
    done(await perform(app, saveTemplate, company.actor('丁强'), { organisationId, title, body }))
  }
}

async function write(stage: Stage, who: string, words: string, spot: string): Promise<string> {
  const { app, company } = stage
  const input = {
    clientKey: crypto.randomUUID(),
    body: words,
    spot,
    deputyId: company.person('王秀英').personId,
    public: true,
    consent: true as const,
  }
  return done(await perform(app, raise, company.actor(who), input)).receipt
}

async function matterOf({ app, city }: Stage, receipt: string) {
  const held = await matterByReceipt(app.database.db, city.councilId, receipt)
  if (!held) throw new Error('a matter of the demonstration is gone')
  return held.matter
}

async function tellOne(stage: Stage, each: Told, index: number): Promise<void> {
  const { app, city, company } = stage
  const receipt = await write(stage, each.by ?? `居民${index + 1}`, each.words, each.spot)
  const { id: matterId, case_id: caseId, work } = await matterOf(stage, receipt)
  const clerk = company.actor('周明')
  done(await perform(app, sort, clerk, { caseId, topic: each.topic, grade: each.grade ?? null }))
  const organisationId = city.departments[0]?.id ?? ''
  const letter = {
    matterId,
    organisationId,
    subject: `关于${work.title}的联系函`,
    body: '请到现场查看，并说明办理的日期。',
  }
  done(await perform(app, sendLetter, company.actor('王秀英'), letter))
  if (each.reached === 'assigned') return
  const lead = (await caseAbout(app.database.db, city.councilId, { type: 'contact', id: matterId }))?.lead
  const assignmentId = lead?.id ?? ''
  const official = company.actor('丁强')
  done(await perform(app, accept, official, { caseId, assignmentId }))
  if (index % 3 === 0) {
    const personId = company.person('段宁').personId
    done(
      await perform(
        app,
        index % 2 === 0 ? handOver : setHelper,
        official,
        withHelp(caseId, assignmentId, personId, index),
      ),
    )
    const words = '已电话核实，现场照片在科里共享盘。'
    done(await perform(app, writeNote, official, { caseId, organisationId, words }))
  }
  if (each.reached === 'asked') {
    done(await perform(app, askBack, official, { caseId, words: '积水在车库的哪一层？大概多深？' }))
  }
  if (each.reached === 'extension') {
    done(await perform(app, askExtension, official, { caseId, days: 15, reason: '要请检测单位做外墙检测。' }))
  }
  if (!['draft', 'reviewed', 'answered', 'settled'].includes(each.reached)) return
  const reply = { caseId, body: `已到${each.spot}查看并修复，请您再看一看。`, class: 'a', result: 'solved' as const }
  done(await perform(app, draftReply, official, reply))
  if (each.reached === 'draft') return
  done(await perform(app, reviewReply, company.actor('温良'), { caseId }))
  if (each.reached === 'reviewed') return
  done(await perform(app, sendReply, official, { caseId }))
  if (each.reached === 'settled') {
    done(
      await perform(app, judge, company.actor(`居民${index + 1}`), {
        receipt,
        verdict: 'solved',
        words: '修好了，谢谢。',
      }),
    )
  }
}

function withHelp(caseId: string, assignmentId: string, personId: string, index: number) {
  return index % 2 === 0 ? { caseId, assignmentId, personId } : { caseId, assignmentId, personId, helps: true }
}

/** Two residents saw the same broken kerb; a third says hers is another one. */
async function tellMerger(stage: Stage): Promise<void> {
  const { app, company } = stage
  const first = await write(stage, '桥北住户甲', '桥北路公交站台的路沿石断了，推婴儿车过不去。', '桥北路公交站')
  const second = await write(stage, '桥北住户乙', '桥北路公交站台路沿石断裂，轮椅上不去。', '桥北路公交站')
  const third = await write(stage, '桥北住户丙', '桥北路公交站对面的路沿石也断了。', '桥北路公交站对面')
  const into = await matterOf(stage, first)
  const clerk = company.actor('周明')
  for (const receipt of [second, third]) {
    const { id: matterId } = await matterOf(stage, receipt)
    done(await perform(app, merge, clerk, { matterId, intoId: into.id, reason: '说的是同一段断了的路沿石' }))
  }
  const words = '我说的是马路对面那一段。'
  done(await perform(app, objectToMerge, company.actor('桥北住户丙'), { receipt: third, words }))
}

/** Another department is asked to help with the lift subsidies. */
async function atOthers(stage: Stage): Promise<void> {
  const { app, city, company } = stage
  const { rows } = await app.database.pool.query<{ id: string }>(
    `select id from cases.matter where council_id = $1 and kind = 'contact' and title like '加装电梯%' limit 1`,
    [city.councilId],
  )
  const caseId = rows[0]?.id
  const organisationId = city.departments[2]?.id ?? ''
  if (caseId) done(await perform(app, addAssist, company.actor('丁强'), { caseId, organisationId }))
}
