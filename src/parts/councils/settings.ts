import { z } from 'zod'
import {
  allowance,
  band,
  call,
  code,
  days,
  duty,
  listOf,
  months,
  percent,
  points,
  scored,
  share,
  shown,
  step,
  tileAddress,
  topic,
  word,
} from './setting-values.ts'

/** Groups of settings, in the order in which an administrator reads them. */
export const settingGroups = [
  'consultation',
  'contact',
  'suggestions',
  'words',
  'filing',
  'elections',
  'voting',
  'scoring',
  'network',
  'budget',
  'openness',
] as const
export type SettingGroup = (typeof settingGroups)[number]

interface Definition<Schema extends z.ZodType> {
  readonly group: SettingGroup
  readonly schema: Schema
  readonly standard: z.output<Schema>
}

function setting<Schema extends z.ZodType>(group: SettingGroup, schema: Schema, standard: z.output<Schema>) {
  return { group, schema, standard } satisfies Definition<Schema>
}

/**
 * Every setting of a council: what it may be and what it is until the council decides otherwise.
 * The numbers are rules found in statutes and published local measures; what the law leaves open is our default.
 */
export const definitions = {
  // Legislation Law: a draft is open for comment for at least 30 days.
  consultationMinimumDays: setting('consultation', z.int().min(1).max(365), 30),
  /** Days for which contributors are asked "is this what I meant?" before a refinement is final without a reason. */
  refinementWaitDays: setting('consultation', days, 3),
  /** Hours after which a file attached or begun and never sent with an opinion is forgotten. */
  unsentHours: setting('consultation', z.int().min(24).max(720), 24),
  /** Our reading of the eight steps: a contact point may rename, reorder or shorten them. */
  consultationSteps: setting('consultation', listOf(step, { max: 20 }), [
    {
      code: 'received',
      name_zh: '接收任务',
      name_en: 'Task received',
      owner: 'point-staff',
      days: 2,
      tasks_zh: '登记任务\n确认起止日期\n指定负责人',
      tasks_en: 'Register the task\nConfirm its dates\nName who is responsible',
    },
    {
      code: 'plan',
      name_zh: '制定方案',
      name_en: 'Plan and audience',
      owner: 'point-staff',
      days: 3,
      tasks_zh: '确定征询对象\n确定征询方式\n分派信息采集点',
      tasks_en: 'Decide whom to ask\nDecide how to ask\nAssign the collection points',
    },
    {
      code: 'kit',
      name_zh: '通俗解读与培训',
      name_en: 'Plain-language kit and training',
      owner: 'point-staff',
      days: 3,
      tasks_zh: '编写通俗解读\n培训信息员',
      tasks_en: 'Write the plain-language version\nTrain the field collectors',
    },
    {
      code: 'collection',
      name_zh: '征集意见',
      name_en: 'Collection',
      owner: 'collector',
      days: 15,
      tasks_zh: '网上征集\n现场征集\n入户走访',
      tasks_en: 'Collect online\nCollect on site\nVisit households',
    },
    {
      code: 'sorting',
      name_zh: '梳理归类',
      name_en: 'Sorting and grouping',
      owner: 'point-staff',
      days: 3,
      tasks_zh: '合并相同意见\n按条文归类',
      tasks_en: 'Merge what is the same\nGroup by article',
    },
    {
      code: 'refinement',
      name_zh: '反刍提炼',
      name_en: 'Refinement',
      owner: 'expert',
      days: 3,
      tasks_zh: '专家和顾问提炼\n请提出意见的人确认',
      tasks_en: 'Experts and advisers refine\nThe contributors confirm',
    },
    {
      code: 'submission',
      name_zh: '上报意见',
      name_en: 'Submission upward',
      owner: 'point-staff',
      days: 2,
      tasks_zh: '负责人审核\n上报立法机关',
      tasks_en: 'The person responsible approves\nSubmit to the legislature',
    },
    {
      code: 'feedback',
      name_zh: '反馈归档',
      name_en: 'Feedback, archive and evaluation',
      owner: 'point-staff',
      days: 0,
      tasks_zh: '向提出意见的人反馈\n公开采纳情况\n归档并评估',
      tasks_en: 'Tell the contributors\nPublish what was adopted\nArchive and evaluate',
    },
  ]),

  letterReplyMonths: setting('contact', months, 1),
  /** Calendar days before a due date on which whoever holds the case is reminded. */
  caseRemindDaysBefore: setting('contact', days, 5),
  /** Calendar days after it from which the office hears of it. */
  caseOfficeDaysAfter: setting('contact', z.int().min(1).max(365), 3),
  /** Calendar days after it from which everyone can read on the public list that it is late. */
  caseShownDaysAfter: setting('contact', z.int().min(1).max(365), 7),
  /** How near another public matter must be, in metres, to be offered before the same is filed again. */
  nearbyMetres: setting('contact', z.int().min(10).max(5000), 300),
  /** What a matter may be about, for those who rather choose than type. `calls` names an entry of `emergencyCalls`. */
  matterTopics: setting('contact', listOf(topic), [
    { code: 'lamp', name_zh: '路灯不亮', name_en: 'Street light out', calls: '' },
    { code: 'road', name_zh: '路面坏了', name_en: 'Broken road', calls: '' },
    { code: 'water', name_zh: '积水、漏水', name_en: 'Water on the street', calls: '' },
    { code: 'rubbish', name_zh: '垃圾没人清', name_en: 'Rubbish', calls: '' },
    { code: 'cover', name_zh: '井盖缺了', name_en: 'Missing manhole cover', calls: '' },
    { code: 'trees', name_zh: '树木、绿地', name_en: 'Trees and green', calls: '' },
    { code: 'noise', name_zh: '噪声', name_en: 'Noise', calls: '' },
    { code: 'gas', name_zh: '燃气味、漏气', name_en: 'Smell of gas', calls: 'fire' },
    { code: 'power', name_zh: '电线掉落', name_en: 'Fallen power line', calls: 'police' },
  ]),
  /** Numbers to call at once, and the words at which a page shows them; they never hold anything back. */
  emergencyCalls: setting('contact', listOf(call, { max: 10 }), [
    {
      code: 'fire',
      name_zh: '火警',
      name_en: 'Fire brigade',
      number: '119',
      words_zh: '着火、起火、失火、火灾、冒烟、爆炸、漏气、燃气味、煤气味、燃气泄漏、煤气泄漏、困在电梯、溺水',
      words_en:
        'on fire, fire broke out, smoke, explosion, gas leak, smell of gas, smells of gas, stuck in the lift, drowning',
    },
    {
      code: 'ambulance',
      name_zh: '急救',
      name_en: 'Ambulance',
      number: '120',
      words_zh: '受伤、流血、昏迷、晕倒、骨折、中毒、心脏病、没有呼吸、触电',
      words_en:
        'injured, bleeding, unconscious, fainted, broken bone, poisoned, heart attack, not breathing, electric shock',
    },
    {
      code: 'police',
      name_zh: '报警',
      name_en: 'Police',
      number: '110',
      words_zh: '打人、打架、持刀、抢劫、家暴、威胁要杀、跟踪我、跳楼、轻生、失踪、走失',
      words_en:
        'violence, beating, knife, robbery, threatens to kill, following me, suicide, is missing, has gone missing',
    },
    {
      code: 'hotline',
      name_zh: '政务服务热线',
      name_en: 'Government hotline',
      number: '12345',
      words_zh: '停水、停电、停气',
      words_en: 'no water, power cut, no gas supply',
    },
  ]),
  /** Calendar days after it from which the head of the department and the standing committee hear of it. */
  caseLeaderDaysAfter: setting('contact', z.int().min(1).max(365), 10),
  /** Whether a reply is reviewed by somebody other than its writer. */
  replyReviewByAnother: setting('contact', z.boolean(), false),
  /** Whether a department's reply is reviewed by its head. */
  replyReviewByHead: setting('contact', z.boolean(), false),
  appealAcceptWorkingDays: setting('contact', days, 1),
  appealSmallWorkingDays: setting('contact', days, 2),
  appealNormalWorkingDays: setting('contact', days, 5),
  appealHardWorkingDays: setting('contact', days, 15),
  stationVisitMonths: setting('contact', months, 1),
  homeVisitMonths: setting('contact', months, 3),
  livestreamMonths: setting('contact', months, 1),
  /** Every deputy reports once in so many months. */
  reportMonths: setting('contact', months, 12),
  /** Day of the last month of a stretch on which the liaison hears that nothing is planned in it. */
  sessionPromptDay: setting('contact', z.int().min(1).max(28), 10),
  /** Days after a meeting on which names and contacts of those who signed up are forgotten. */
  signUpForgetDays: setting('contact', z.int().min(1).max(365), 30),
  /** Where pictures of a livestream may come from; a page that shows one lets the browser load from there alone. */
  mediaOrigins: setting(
    'contact',
    z
      .array(
        z
          .string()
          .trim()
          .max(200)
          .refine(
            (text) => URL.canParse(text) && new URL(text).protocol === 'https:' && new URL(text).origin === text,
            {
              message: 'not-an-origin',
            },
          ),
      )
      .max(20),
    [],
  ),
  /** Days after which the name and telephone of somebody who came to a place are forgotten in its log. */
  receptionForgetDays: setting('contact', z.int().min(1).max(3650), 180),
  /** Days before a duty by which its roster is to be published. */
  rosterAdvanceDays: setting('contact', days, 7),
  /** Days after a booked conversation after which the name and contact left for it are forgotten. */
  bookingForgetDays: setting('contact', z.int().min(1).max(365), 30),

  // Deputies Law art. 45 and provincial measures.
  suggestionReplyMonths: setting('suggestions', months, 3),
  suggestionComplexReplyMonths: setting('suggestions', months, 6),
  suggestionAssistMonths: setting('suggestions', months, 1),
  suggestionReturnWorkingDays: setting('suggestions', days, 7),
  suggestionNewReplyDays: setting('suggestions', days, 15),
  replyClasses: setting('suggestions', listOf(word, { max: 10 }), [
    { code: 'a', name_zh: 'A 已经解决或基本解决', name_en: 'A Solved or basically solved' },
    { code: 'b', name_zh: 'B 正在解决或列入计划', name_en: 'B Being solved or planned' },
    { code: 'c', name_zh: 'C 因条件限制暂不能解决', name_en: 'C Cannot be solved now' },
    { code: 'd', name_zh: 'D 留作参考', name_en: 'D Kept for reference' },
  ]),

  satisfactionScale: setting('words', listOf(scored, { min: 2, max: 10 }), [
    { code: 'satisfied', name_zh: '满意', name_en: 'Satisfied', points: 100 },
    { code: 'basically-satisfied', name_zh: '基本满意', name_en: 'Basically satisfied', points: 70 },
    { code: 'dissatisfied', name_zh: '不满意', name_en: 'Dissatisfied', points: 0 },
    { code: 'abstain', name_zh: '弃权', name_en: 'Abstain', points: 0 },
  ]),
  vagueWords: setting('words', z.array(z.string().trim().min(1).max(40)).max(200), [
    '尽快',
    '适时',
    '逐步',
    '积极推进',
    '研究研究',
    '争取',
    '及时',
    '进一步加强',
  ]),

  filingSendDays: setting('filing', days, 30),
  filingReviewWorkingDays: setting('filing', days, 30),
  filingRegisterWorkingDays: setting('filing', days, 7),

  // Election Law art. 28 and 29.
  voterListDaysBefore: setting('elections', days, 20),
  voterListObjectionDays: setting('elections', days, 5),
  voterListDecisionDays: setting('elections', days, 3),
  residenceYears: setting('elections', z.int().min(0).max(20), 2),
  constituencySeatsMax: setting('elections', z.int().min(1).max(50), 3),

  // Election Law art. 40 to 45 and local voting measures.
  votingStartShare: setting('voting', share, { of: 2, in: 3 }),
  votingMajorityOf: setting('voting', z.enum(['all', 'present', 'cast']), 'all'),
  /** More than this share passes; exactly this share does not. */
  votingMajority: setting('voting', share, { of: 1, in: 2 }),
  votingExactNumber: setting('voting', z.boolean(), false),
  votingSecondRoundShare: setting('voting', share, { of: 1, in: 3 }),
  votingMoreCandidatesShare: setting('voting', share, { of: 1, in: 5 }),
  ballotDestroyMonths: setting('voting', months, 1),

  suggestionScore: setting('scoring', listOf(scored, { max: 20 }), [
    { code: 'contact', name_zh: '沟通联系', name_en: 'Contact', points: 10 },
    { code: 'face-to-face', name_zh: '当面答复', name_en: 'Face-to-face reply', points: 30 },
    { code: 'results', name_zh: '办理结果', name_en: 'Results', points: 50 },
    { code: 'follow-up', name_zh: '跟踪落实', name_en: 'Follow-up', points: 10 },
  ]),
  /** Items of the score that belong to the reply; the others to what came of it. */
  replyStageItems: setting('scoring', z.array(code).min(1).max(20), ['contact', 'face-to-face']),
  replyStageWeightPercent: setting('scoring', z.int().min(0).max(100), 40),
  /** Days from a reply, or from what came of it, in which it can be rated and the rating changed. */
  ratingOpenDays: setting('scoring', z.int().min(1).max(365), 30),
  /** Days after that in which whoever was rated may still ask for a re-check. */
  recheckAskDays: setting('scoring', days, 15),
  dutyPoints: setting('scoring', listOf(duty), [
    { code: 'suggestion', name_zh: '提出建议', name_en: 'Suggestion', points: 3, yearly_cap: 30 },
    { code: 'inspection', name_zh: '参加视察调研', name_en: 'Inspection or research', points: 3, yearly_cap: 30 },
    { code: 'reception', name_zh: '接待选民', name_en: 'Reception of voters', points: 2, yearly_cap: 24 },
    { code: 'solved', name_zh: '督办建议解决', name_en: 'Supervised suggestion solved', points: 2, yearly_cap: 20 },
    {
      code: 'leave-half-day',
      name_zh: '会议请假半天',
      name_en: 'Session leave, half a day',
      points: -1,
      yearly_cap: 20,
    },
    { code: 'absent', name_zh: '无故缺席', name_en: 'Absent without leave', points: -3, yearly_cap: 30 },
  ]),
  dutyFloorPoints: setting('scoring', points, 10),
  satisfactionBands: setting('scoring', listOf(band, { max: 10 }), [
    { code: 'high', from_percent: 90, points: 2 },
    { code: 'middle', from_percent: 80, points: 0 },
    { code: 'low', from_percent: 0, points: -2 },
  ]),

  // A contact point's legislative council has 9 to 13 members.
  legislativeCouncilMin: setting('network', z.int().min(1).max(100), 9),
  legislativeCouncilMax: setting('network', z.int().min(1).max(100), 13),
  /** Featured stations a town may have before whoever awards one more is warned. */
  featuredPerTownMax: setting('network', z.int().min(0).max(100), 2),
  /** Whether everybody reads a year's sums of station funds and duty allowances; the entries stay with the office. */
  fundsSummaryPublic: setting('network', z.boolean(), false),
  /** What a deputy's duty is paid with; no source gives amounts, so nothing is paid until the council sets one. */
  dutyAllowances: setting('network', listOf(allowance, { max: 20 }), [
    { code: 'station-day', name_zh: '进站接待（每人每天）', name_en: 'A day of duty at a station', amount_fen: 0 },
    {
      code: 'inspection-day',
      name_zh: '视察调研（每人每天）',
      name_en: 'A day of inspection or research',
      amount_fen: 0,
    },
  ]),

  // Information about deputies is made known; the law names no list, so each line of it is for the council to decide.
  deputyName: setting('network', z.enum(['always', 'agreed']), 'agreed'),
  deputyConstituency: setting('network', shown, 'always'),
  deputyPlaces: setting('network', shown, 'always'),
  deputyGroups: setting('network', shown, 'always'),
  deputyPortrait: setting('network', shown, 'agreed'),
  deputyIntroduction: setting('network', shown, 'agreed'),
  deputyHours: setting('network', shown, 'agreed'),
  deputyActivity: setting('network', shown, 'agreed'),
  /** Without tiles the map is drawn from the council's own shapes alone. */
  mapTiles: setting('network', tileAddress, ''),
  mapTilesCoordinates: setting('network', z.enum(['wgs84', 'gcj02']), 'wgs84'),
  mapTilesCredit: setting('network', z.string().trim().max(100), ''),

  budgetRoundingTolerance: setting('budget', z.number().min(0).max(100), 0.02),
  budgetOverWarnPercent: setting('budget', percent, 100),
  budgetOverAlertPercent: setting('budget', percent, 110),
  budgetBehindWarnPoints: setting('budget', percent, 15),
  budgetBehindAlertPoints: setting('budget', percent, 30),
  budgetLastMonthPercent: setting('budget', percent, 25),
  budgetYearChangeFactor: setting('budget', z.number().min(1).max(100), 2),
  budgetYearChangeFloorFen: setting('budget', z.int().min(0), 10_000_000),
  budgetCarryOverPercent: setting('budget', percent, 30),
  budgetTransferPercent: setting('budget', percent, 10),

  // Activity plans are published in time; how early is for the council to say.
  planAdvanceDays: setting('openness', days, 3),
  /** In figures by place or body, fewer opinions or ratings than this are put together with others, so that none points at a person. */
  smallGroupLeast: setting('openness', z.int().min(1).max(100), 5),
}

export type SettingKey = keyof typeof definitions

/** The settings of a council at one instant. A matter keeps the settings it began with: ask for the instant of its beginning. */
export type Settings = { readonly [Key in SettingKey]: z.output<(typeof definitions)[Key]['schema']> }

export const settingKeys = Object.keys(definitions) as readonly SettingKey[]

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(definitions, key)
}

/** What holds until a council decides otherwise. */
export const standardSettings: Settings = Object.fromEntries(
  settingKeys.map((key) => [key, definitions[key].standard]),
) as Settings

/**
 * Rules that hold between two settings, checked whenever one of them changes.
 * @returns the code of the obstacle, or null
 */
export function discord(settings: Settings): string | null {
  if (settings.legislativeCouncilMin > settings.legislativeCouncilMax) return 'min-above-max'
  if (settings.suggestionReplyMonths > settings.suggestionComplexReplyMonths) return 'reply-above-complex'
  if (!splitsScore(settings)) return 'stage-items'
  if (settings.budgetOverWarnPercent > settings.budgetOverAlertPercent) return 'warn-above-alert'
  if (settings.budgetBehindWarnPoints > settings.budgetBehindAlertPoints) return 'warn-above-alert'
  return null
}

/** Both stages of the score have points to give, and every item named for the reply exists. */
function splitsScore({ suggestionScore: items, replyStageItems: inReply }: Settings): boolean {
  const sumOf = (rows: typeof items) => rows.reduce((sum, { points }) => sum + points, 0)
  return (
    inReply.every((code) => items.some((item) => item.code === code)) &&
    items.every(({ points }) => Number.isInteger(points) && points > 0) &&
    sumOf(items.filter(({ code }) => inReply.includes(code))) > 0 &&
    sumOf(items.filter(({ code }) => !inReply.includes(code))) > 0
  )
}
