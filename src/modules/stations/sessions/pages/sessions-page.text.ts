import { messages, plural } from '#kernel/text'

export const text = messages(
  {
    title: (place: string) => `${place}的代表活动`,
    lead: '和代表见面说事：什么时候、在哪里、谈什么。可以报名，也可以先把问题提出来。',
    plan: '安排一场活动',
    coming: '接下来',
    none: '还没有公布新的活动',
    noneNote: '有事可以随时给代表写信，不必等活动。',
    write: '给代表写信',
    plans: '筹备中（公布前只有工作人员看得到）',
    past: '以往活动',
    pastNone: '还没有办过活动。',
    minutes: '看会议记录',
    noMinutes: '还没有公开会议记录',
    rhythm: (year: number) => `${year} 年对照规定`,
    rhythmNote:
      '每个站每月至少办一场有主题的活动，每月直播一次；家每季度一场，每年述职一次。规定的次数由本级人大决定。',
    rule: (months: number) =>
      months === 12 ? '每年一次' : months === 3 ? '每季度一次' : months === 1 ? '每月一次' : `每 ${months} 个月一次`,
    kept: (kept: number, owed: number) => (owed === 0 ? '还没有到期的' : `到期 ${owed} 次，办了 ${kept} 次`),
    stretch: '时间',
    held: '活动',
    state: { done: '已办', planned: '已安排', none: '没有办', open: '还没有安排' },
    year: (year: number) => `${year} 年`,
    calendar: '订阅日历',
    calendarNote: '把这个网址加到手机日历里，有新的活动或改期会自动更新。',
    cancelled: '已取消',
    whole: '全部站点的活动',
    back: '回到站点',
    on: (day: string) => `${day}`,
    seats: '人数',
  },
  {
    title: (place) => `Sessions at ${place}`,
    lead: 'Meet the deputies: when, where and about what. Sign up, or ask your question beforehand.',
    plan: 'Plan a session',
    coming: 'Coming',
    none: 'No new session has been published',
    noneNote: 'You need not wait for one: write to a deputy at any time.',
    write: 'Write to a deputy',
    plans: 'Being planned (only the staff see these)',
    past: 'Earlier',
    pastNone: 'There has been no session yet.',
    minutes: 'Read the minutes',
    noMinutes: 'No minutes published yet',
    rhythm: (year) => `${year} against the rule`,
    rhythmNote:
      'Each station holds a session on a topic and a livestream every month; each home meets once a quarter and hears reports once a year. The council decides how often.',
    rule: (months) =>
      months === 12
        ? 'once a year'
        : months === 3
          ? 'once a quarter'
          : months === 1
            ? 'once a month'
            : `once in ${months} months`,
    kept: (kept, owed) =>
      owed === 0 ? 'none due yet' : `${kept} of ${plural(owed, 'due session', 'due sessions')} held`,
    stretch: 'Time',
    held: 'Session',
    state: { done: 'Held', planned: 'Planned', none: 'None held', open: 'None planned yet' },
    year: (year) => String(year),
    calendar: 'Subscribe to the calendar',
    calendarNote: 'Add this address to the calendar on your phone: new sessions and changes appear by themselves.',
    cancelled: 'Cancelled',
    whole: 'Sessions at all places',
    back: 'Back to the place',
    on: (day) => day,
    seats: 'People',
  },
)
