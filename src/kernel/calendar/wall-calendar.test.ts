import { describe, expect, test } from 'vitest'
import { type DueRule, dueOn } from './due.ts'
import { chinaCalendar, chinaNotices } from './notices.ts'
import { type Calendar, calendarOf } from './working-days.ts'

/*
 * Every due date of seven years reckoned a second time, from the words of the notices and nothing of the calendar's
 * own: a list of days made by counting, their weekdays from one Wednesday, holidays read out of the sentences.
 */

const sentences: Readonly<Record<number, string>> = {
  2020: `元旦：2020年1月1日放假，共1天。春节：1月24日至30日放假调休，共7天。1月19日（星期日）、2月1日（星期六）上班。
    清明节：4月4日至6日放假调休，共3天。劳动节：5月1日至5日放假调休，共5天。4月26日（星期日）、5月9日（星期六）上班。
    端午节：6月25日至27日放假调休，共3天。6月28日（星期日）上班。
    国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（星期日）、10月10日（星期六）上班。
    延长春节假期：1月31日至2月2日放假。`,
  2021: `元旦：2021年1月1日至3日放假，共3天。春节：2月11日至17日放假调休，共7天。2月7日（星期日）、2月20日（星期六）上班。
    清明节：4月3日至5日放假调休，共3天。劳动节：5月1日至5日放假调休，共5天。4月25日（星期日）、5月8日（星期六）上班。
    端午节：6月12日至14日放假，共3天。中秋节：9月19日至21日放假调休，共3天。9月18日（星期六）上班。
    国庆节：10月1日至7日放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。`,
  2022: `元旦：2022年1月1日至3日放假，共3天。春节：1月31日至2月6日放假调休，共7天。1月29日（星期六）、1月30日（星期日）上班。
    清明节：4月3日至5日放假调休，共3天。4月2日（星期六）上班。
    劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。端午节：6月3日至5日放假，共3天。
    中秋节：9月10日至12日放假，共3天。国庆节：10月1日至7日放假调休，共7天。10月8日（星期六）、10月9日（星期日）上班。`,
  2023: `元旦：2022年12月31日至2023年1月2日放假调休，共3天。春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
    清明节：4月5日放假，共1天。劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
    端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
    中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。`,
  2024: `元旦：1月1日放假，与周末连休。春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。
    清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
    劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。端午节：6月10日放假，与周末连休。
    中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
    国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。`,
  2025: `元旦：1月1日（周三）放假1天，不调休。
    春节：1月28日（周二）至2月4日（周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
    清明节：4月4日（周五）至6日（周日）放假，共3天。劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
    端午节：5月31日（周六）至6月2日（周一）放假，共3天。
    国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。`,
  2026: `元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
    春节：2月15日（周日）至23日（周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
    清明节：4月4日（周六）至6日（周一）放假，共3天。劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
    端午节：6月19日（周五）至21日（周日）放假，共3天。中秋节：9月25日（周五）至27日（周日）放假，共3天。
    国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`,
}

interface Day {
  readonly name: string
  readonly month: number
  readonly dayOfMonth: number
  /** 0 is Sunday. */
  readonly weekday: number
  worked: boolean
}

const daysOfMonth = (year: number, month: number) =>
  month === 2 ? (year % 4 === 0 ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

const nameOf = (year: number, month: number, day: number) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

/** 2020 to 2027, from Wednesday 1 January 2020; a plain week unless a notice says otherwise. */
function wall(words: typeof sentences): { readonly days: readonly Day[]; readonly at: ReadonlyMap<string, number> } {
  const days: Day[] = []
  for (let year = 2020; year <= 2027; year += 1) {
    for (let month = 1; month <= 12; month += 1) {
      for (let dayOfMonth = 1; dayOfMonth <= daysOfMonth(year, month); dayOfMonth += 1) {
        const weekday = (3 + days.length) % 7
        const worked = weekday !== 0 && weekday !== 6
        days.push({ name: nameOf(year, month, dayOfMonth), month, dayOfMonth, weekday, worked })
      }
    }
  }
  const at = new Map(days.map(({ name }, index) => [name, index]))
  // A later notice goes before the sentences above it.
  for (const [year, text] of Object.entries(words)) {
    for (const notice of text.split('延长春节假期：')) read(days, at, Number(year), notice)
  }
  return { days, at }
}

function read(days: readonly Day[], at: ReadonlyMap<string, number>, year: number, text: string): void {
  const indexOf = (y: string | undefined, month: string | undefined, day: string | undefined) => {
    const index = at.get(nameOf(Number(y ?? year), Number(month), Number(day)))
    if (index === undefined) throw new Error(`${year}: no such day ${month}-${day}`)
    return index
  }
  const aside = '(?:（[^）]*）)?'
  const off = new RegExp(
    `(?:(\\d+)年)?(\\d+)月(\\d+)日${aside}(?:至(?:(\\d+)年)?(?:(\\d+)月)?(\\d+)日${aside})?放假(?:调休，共(\\d+)天|，共(\\d+)天)?`,
    'g',
  )
  for (const [said, y, month, day, toYear, toMonth, toDay, ...counts] of text.matchAll(off)) {
    const first = indexOf(y, month, day)
    const last = toDay === undefined ? first : indexOf(toYear ?? y, toMonth ?? month, toDay)
    const count = counts.find((each) => each !== undefined)
    if (count !== undefined && last - first + 1 !== Number(count)) throw new Error(`${year}: ${said}`)
    for (const each of days.slice(first, last + 1)) each.worked = false
  }
  for (const [made] of text.matchAll(/(?:\d+月\d+日（[^）]*）、?)+上班/g)) {
    for (const [said, month, day] of made.matchAll(/(\d+)月(\d+)日/g)) {
      const each = days[indexOf(undefined, month, day)]
      if (!each || (each.weekday !== 0 && each.weekday !== 6)) throw new Error(`${year}: ${said} is worked anyway`)
      each.worked = true
    }
  }
  for (const [said, month, day, weekday] of text.matchAll(/(\d+)月(\d+)日（(?:星期|周)(.)）/g)) {
    if (days[indexOf(undefined, month, day)]?.weekday !== '日一二三四五六'.indexOf(weekday ?? '')) {
      throw new Error(`${year}: ${said} is another weekday`)
    }
  }
}

/** The last day whose notice is out: the last week of 2026 waits for the notice of 2027. */
const known = '2026-12-25'

interface Reckoned {
  readonly date: string
  readonly provisional: boolean
}

function walk({ days, at }: ReturnType<typeof wall>, { kind, amount }: DueRule, from: string): Reckoned {
  let index = at.get(from) ?? Number.NaN
  let provisional = false
  const look = (): Day => {
    const day = days[index]
    if (!day) throw new Error('the wall calendar ends')
    if (day.name > known) provisional = true
    return day
  }
  if (kind === 'working-days') {
    for (let left = amount; left > 0; ) {
      index += 1
      if (look().worked) left -= 1
    }
  } else if (kind === 'days') {
    index += amount
  } else {
    const begun = days[index]
    for (let left = amount; left > 0; left -= 1) {
      // To the first day of the next month.
      do index += 1
      while (days[index]?.dayOfMonth !== 1)
    }
    const { month } = days[index] ?? {}
    while (days[index + 1]?.month === month && (days[index]?.dayOfMonth ?? 31) < (begun?.dayOfMonth ?? 0)) index += 1
  }
  while (!look().worked) index += 1
  return { date: days[index]?.name ?? '', provisional }
}

const rules: readonly DueRule[] = [
  { kind: 'working-days', amount: 5, rollsToWorkingDay: true },
  { kind: 'working-days', amount: 15, rollsToWorkingDay: true },
  { kind: 'days', amount: 30, rollsToWorkingDay: true },
  { kind: 'months', amount: 1, rollsToWorkingDay: true },
  { kind: 'months', amount: 3, rollsToWorkingDay: true },
  { kind: 'months', amount: 6, rollsToWorkingDay: true },
]

function compare(calendar: Calendar, second: ReturnType<typeof wall>) {
  let checked = 0
  const wrong: string[] = []
  for (const { name } of second.days.filter((day) => day.name < '2027')) {
    for (const rule of rules) {
      const { date, provisional } = dueOn(calendar, rule, name)
      const other = walk(second, rule, name)
      checked += 1
      if (date !== other.date || provisional !== other.provisional) {
        wrong.push(
          `${rule.amount} ${rule.kind} from ${name}: ${date} ${provisional}, not ${other.date} ${other.provisional}`,
        )
      }
    }
  }
  return { checked, wrong }
}

describe('every due date of 2020 to 2026, reckoned a second time from the words of the notices', () => {
  test('15,342 dates of six kinds of term, none wrong, and provisional exactly beyond the notices', () => {
    const { checked, wrong } = compare(chinaCalendar, wall(sentences))
    expect(wrong).toEqual([])
    expect(checked).toBe(15_342)
  })

  test('one holiday more in one notice is found', () => {
    const more = chinaNotices.map((notice) =>
      notice.year === 2023
        ? {
            ...notice,
            days: [...notice.days, { holiday: 'local' as const, from: '2023-07-05', to: '2023-07-05', worked: [] }],
          }
        : notice,
    )
    expect(compare(calendarOf(more), wall(sentences)).wrong.length).toBeGreaterThan(0)
  })

  test('one worked Saturday forgotten is found', () => {
    const less = chinaNotices.map((notice) => ({
      ...notice,
      days: notice.days.map((each) => ({ ...each, worked: each.worked.filter((day) => day !== '2024-10-12') })),
    }))
    expect(compare(calendarOf(less), wall(sentences)).wrong.length).toBeGreaterThan(0)
  })

  test('a sentence that names the wrong weekday or a wrong number of days is not read', () => {
    const planted = (year: number, from: string, to: string) => ({
      ...sentences,
      [year]: (sentences[year] ?? '').replace(from, to),
    })
    expect(() => wall(planted(2026, '5月9日（周六）', '5月9日（周日）'))).toThrow('another weekday')
    expect(() => wall(planted(2022, '共7天', '共8天'))).toThrow('2022')
  })
})
