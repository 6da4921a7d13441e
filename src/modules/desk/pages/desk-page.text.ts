import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '工作台',
    lead: '等您做的事都在这里，先到期的在前。',
    list: '等我做的',
    none: '没有等您做的事',
    noneWhy: '有新的事会出现在这里，也会通知您。',
    since: (day: string) => `${day} 起`,
    due: (day: string) => `${day} 前`,
    late: (day: string) => `已过期，应在 ${day} 前`,
    work: '我经办的',
    go: '我的去处',
  },
  {
    title: 'Desk',
    lead: 'Everything that waits for you, what is due first on top.',
    list: 'Waiting for me',
    none: 'Nothing waits for you',
    noneWhy: 'New things appear here, and you are told.',
    since: (day) => `since ${day}`,
    due: (day) => `by ${day}`,
    late: (day) => `late: was due by ${day}`,
    work: 'My work',
    go: 'Go to',
  },
)
