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

/** Compares a sentence with the words it comes from. */
export function fidelityHints(sentence: string, sources: readonly string[]): readonly FidelityHint[] {
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
  add('subject-added', missingFrom(subjects[0], subjects[1]))
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

// 一 and 两 that count nothing.
const noNumber =
  /[一万]一|统一|唯一|同一|一(?:[家个条位次种份]|些|下|般|定|样|起|直|并|律|切|旦|方面|致|贯|点|面|户一|家人|会儿|时)|十分|万(?:分|全)|两者|第[一二三四五六七八九十百零〇]+[编章节条款项目]/gu

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
  for (const [number] of plain.matchAll(/\d+(?:\.\d+)?%?|[零〇一二两三四五六七八九十百千万亿]+/gu))
    keep(figureOf(number))
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
