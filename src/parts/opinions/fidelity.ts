/** What a refined sentence may have lost of its sources or added to them. A hint for the eye, never a verdict. */
export type FidelityKind =
  | 'negation-lost'
  | 'negation-added'
  | 'number-lost'
  | 'number-added'
  | 'subject-lost'
  | 'subject-added'

export interface FidelityHint {
  readonly kind: FidelityKind
  /** The words or figures it is about; empty for a negation. */
  readonly words: readonly string[]
}

/**
 * Compares a sentence with the words it comes from.
 * @param about the provision the words are about: whom it names need not be named again by those who speak of it
 */
export function fidelityHints(sentence: string, sources: readonly string[], about = ''): readonly FidelityHint[] {
  const before = sources.join('\n')
  const hints: FidelityHint[] = []
  const negatedBefore = isNegated(before)
  if (negatedBefore !== isNegated(sentence)) {
    hints.push({ kind: negatedBefore ? 'negation-lost' : 'negation-added', words: [] })
  }
  const add = (kind: FidelityKind, words: readonly string[]) => words.length > 0 && hints.push({ kind, words })
  const numbers = [numbersOf(before), numbersOf(sentence)] as const
  add('number-lost', missingFrom(numbers[1], numbers[0]))
  add('number-added', missingFrom(numbers[0], numbers[1]))
  const subjects = [subjectsOf(before), subjectsOf(sentence)] as const
  add('subject-lost', missingFrom(subjects[1], subjects[0]))
  add('subject-added', missingFrom(new Set([...subjects[0], ...subjectsOf(about)]), subjects[1]))
  return hints
}

function missingFrom(there: ReadonlySet<string>, wanted: ReadonlySet<string>): readonly string[] {
  return [...wanted].filter((word) => !there.has(word))
}

// Words in which the sign says no more than its syllable.
const noNegation =
  /不(?:仅|但|只|断|动产|过|管|论|同|少|久|良|可抗力)|无(?:论|障碍|线|人机|偿)|未(?:来|成年)|非(?:常|机动车|法)|除非|莫非|特别|分别|级别|区别|性别|类别|个别|别(?:墅|的|人|名)|差不多|能不能|是不是|要不要|可不可以|会不会|好不好|有没有|对不起/gu
const negation =
  /[不没无未勿禁非莫]|别(?=[让要再把给乱去])|\b(?:not?|never|none|without|cannot|prohibit(?:s|ed)?|forbid(?:s|den)?)\b|n[’']t\b/iu

function isNegated(text: string): boolean {
  return negation.test(text.replace(noNegation, ''))
}

const digits: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const powers: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 }

const numeral = '[零〇一二两三四五六七八九十百千万亿]+'
const span = '(?:个(?:工作日|月|小时|星期|季度)|年|月|日|天|周|小时|分钟|次|名|户|处|项|人)'

// Signs of a number that count nothing, or nothing that a rule could keep or lose: idioms, ordinals, days of the week,
// about how many (三五天, 十几次), and how long somebody has waited (两年了, 跑了三趟).
const noNumber = new RegExp(
  [
    '[一万]一|统一|唯一|同一|一[些下般定样起直并律切旦致贯点面时]|一(?:方面|户一|家人|会儿)|两者|十分|千万(?=[别不要])|万[分全]',
    '老?百姓|千家万户|三番五次|七嘴八舌|乱七八糟|四(?:处|周|面八方)|二维码|二手|三轮车|三方',
    `第${numeral}|(?:星期|礼拜|周|初|高)[一二三四五六日](?!年|月|天|个)`,
    '[十百千万]?几[十百千万]*|一两|两三|三[四五]|四五|五六|六七|七八|八九',
    `了${numeral}[多来]?(?:${span}|回|遍|趟)|${numeral}[多来]?(?:${span}|回|遍|趟)多?了`,
  ].join('|'),
  'gu',
)

// 一 and 两 mean "a" and "a few" before most words. They are figures of a rule beside a measure, a share or a limit.
const alwaysCounted = /^(?:元|万|亿|倍|成|平方米|米|公里|公斤|吨)/u
const limitAfter = new RegExp(`^${span}(?:以?[内上下后]|[之以](?:内|上|下|后)|为限|期)`, 'u')
const limitBefore = /(?:每|满|至少|最[少多低高长短]|不[少多超低高]?[于过]|超过|少于|多于|低于|高于|不足|逾|期限为?)$/u
const counted = new RegExp(`^${span}`, 'u')

function isFigure(number: string, before: string, after: string): boolean {
  if (number !== '一' && number !== '两') return true
  if (alwaysCounted.test(after) || limitAfter.test(after)) return true
  return limitBefore.test(before) && counted.test(after)
}

/** The figures of a text, however they are written: 三十 and 30 are the same, 三分之二 is `2/3`. */
function numbersOf(text: string): ReadonlySet<string> {
  const found = new Set<string>()
  const plain = text
    .normalize('NFKC')
    .replace(/第\s*\d+\s*[编章节条款项目]/gu, '')
    .replace(noNumber, '')
    .replace(/百分之([零〇一二两三四五六七八九十百]+|\d+(?:\.\d+)?)/gu, (_, of: string) => keep(`${figureOf(of)}%`))
    .replace(/([一二三四五六七八九十百]+)分之([一二三四五六七八九十百]+)/gu, (_, below: string, above: string) =>
      keep(`${figureOf(above)}/${figureOf(below)}`),
    )
  for (const match of plain.matchAll(new RegExp(`\\d+(?:\\.\\d+)?%?|${numeral}`, 'gu'))) {
    const [number] = match
    const end = match.index + number.length
    if (isFigure(number, plain.slice(0, match.index), plain.slice(end, end + 8))) keep(figureOf(number))
  }
  return found

  function keep(value: string): string {
    found.add(value)
    return ' '
  }
}

function figureOf(written: string): string {
  if (/^\d/.test(written)) return written.replace(/^0+(?=\d)/, '')
  if (/^[零〇一二两三四五六七八九]+$/u.test(written)) {
    return String(Number([...written].map((digit) => digits[digit]).join('')))
  }
  let total = 0
  let section = 0
  let digit = 0
  for (const sign of written) {
    const power = powers[sign]
    if (power === undefined) digit = digits[sign] ?? 0
    else if (power >= 10_000) {
      total = (total + section + digit || 1) * power
      section = 0
      digit = 0
    } else {
      section += (digit || 1) * power
      digit = 0
    }
  }
  return String(total + section + digit)
}

/** Those of whom a law says that they must, may or have: different words for the same ones stand in one line. */
const actors: readonly (readonly string[])[] = [
  ['物业服务人', '物业服务企业', '物业公司', '物业服务公司', '物业'],
  ['业主委员会', '业委会'],
  ['业主大会'],
  ['业主', '房主', '住户', '居民', 'owners?', 'residents?'],
  ['承租人', '租户', '租客', 'tenants?'],
  ['居民委员会', '居委会', '社区'],
  ['村民委员会', '村委会'],
  ['街道办事处', '街道'],
  ['人民政府', '政府'],
  ['公安机关', '公安', '警察', '派出所', 'police'],
  ['人民法院', '法院', 'courts?'],
  ['人民检察院', '检察院'],
  ['网络服务提供者', '网络平台', '平台', 'platforms?'],
  ['网民', '网络用户', '用户', 'users?'],
  ['建设单位', '开发商', '开发企业', 'developers?'],
  ['用人单位', '企业', '公司', 'compan(?:y|ies)', 'employers?'],
  ['学校', '老师', '教师', 'schools?', 'teachers?'],
  ['监护人', '家长', '父母', 'parents?', 'guardians?'],
  ['未成年人', '孩子', '小孩', '儿童', '学生', 'children', 'minors?'],
  ['老年人', '老人', '老年', 'elderly'],
  ['残疾人', '残障人士'],
  ['消费者', '顾客', 'consumers?'],
  ['一楼', '底层', '首层', '一层'],
]

function subjectsOf(text: string): ReadonlySet<string> {
  const found = new Set<string>()
  let rest = text.normalize('NFKC')
  for (const [name = '', ...others] of actors) {
    const words = new RegExp(
      [name, ...others].map((word) => (/^[a-z]/.test(word) ? `\\b${word}\\b` : word)).join('|'),
      'giu',
    )
    if (!words.test(rest)) continue
    found.add(name)
    // Taken out, so that 业主大会 is not also 业主.
    rest = rest.replace(words, ' ')
  }
  return found
}
