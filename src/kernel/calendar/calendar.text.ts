import { messages } from '../text.ts'

/** The words of a reckoning. Days come in already written for people. */
export const text = messages(
  {
    holiday: {
      'new-year': '元旦',
      'spring-festival': '春节',
      'tomb-sweeping': '清明节',
      'labour-day': '劳动节',
      'dragon-boat': '端午节',
      'mid-autumn': '中秋节',
      'national-day': '国庆节',
      'national-day-and-mid-autumn': '国庆节、中秋节',
      local: '本地规定的日子',
    },
    amount: {
      'working-days': (amount: number) => `${amount}个工作日`,
      days: (amount: number) => `${amount}天`,
      months: (amount: number) => `${amount}个月`,
    },
    received: (day: string) => `${day}收到，当天不算。`,
    term: (amount: string, firstDay: string) => `期限是${amount}，从${firstDay}算起。`,
    extended: (amount: string) => `经批准延长${amount}。`,
    weekendsSkipped: (days: number) => `遇到周末${days}天，不算。`,
    holidaySkipped: (holiday: string, span: string, source: string) =>
      `${holiday}放假（${span}），不算。依据：${source}`,
    workedWeekend: (day: string, source: string) => `${day}是周末，但要上班，算一天。依据：${source}`,
    paused: (span: string) => `${span}暂停计算。`,
    monthIsShorter: (day: number, last: string) => `那个月没有${day}日，算到月末${last}。`,
    rolled: (from: string, to: string) => `${from}不上班，顺延到${to}。`,
    unsettled: (years: string) => `${years}年的放假安排还没有公布，先按普通周末算，公布后可能会变。`,
    due: (day: string) => `最后一天是${day}。`,
    span: (from: string, to: string) => `${from}至${to}`,
    and: '、',
  },
  {
    holiday: {
      'new-year': 'New Year',
      'spring-festival': 'Spring Festival',
      'tomb-sweeping': 'Tomb-Sweeping Day',
      'labour-day': 'Labour Day',
      'dragon-boat': 'Dragon Boat Festival',
      'mid-autumn': 'Mid-Autumn Festival',
      'national-day': 'National Day',
      'national-day-and-mid-autumn': 'National Day and Mid-Autumn Festival',
      local: 'A day set locally',
    },
    amount: {
      'working-days': (amount) => (amount === 1 ? '1 working day' : `${amount} working days`),
      days: (amount) => (amount === 1 ? '1 day' : `${amount} days`),
      months: (amount) => (amount === 1 ? '1 month' : `${amount} months`),
    },
    received: (day) => `Received on ${day}. That day is not counted.`,
    term: (amount, firstDay) => `The time allowed is ${amount}, counted from ${firstDay}.`,
    extended: (amount) => `It was extended by ${amount}.`,
    weekendsSkipped: (days) =>
      days === 1 ? '1 day of a weekend is left out.' : `${days} days of weekends are left out.`,
    holidaySkipped: (holiday, span, source) => `${holiday} (${span}) is left out. Source: ${source}`,
    workedWeekend: (day, source) => `${day} is on a weekend but is worked, so it counts. Source: ${source}`,
    paused: (span) => `The clock stood still: ${span}.`,
    monthIsShorter: (day, last) => `That month has no day ${day}, so the term ends with the month, on ${last}.`,
    rolled: (from, to) => `Nobody works on ${from}, so it moves to ${to}.`,
    unsettled: (years) =>
      `The days off of ${years} are not announced yet. Plain weekends are assumed, so the day may still change.`,
    due: (day) => `The last day is ${day}.`,
    span: (from, to) => `${from} to ${to}`,
    and: ', ',
  },
)
