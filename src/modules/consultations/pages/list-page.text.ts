import { messages } from '#kernel/text'

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

export const text = messages(
  {
    title: '立法意见',
    lead: '草案还没有定，您的话写得进去。点开一部，读得懂的写一句，读不懂的问一句，每一条都有回音。',
    open: '正在征求意见',
    past: '已经结束的，后来怎样了',
    noneOpen: '现在没有正在征求意见的草案',
    noneOpenWords: '有新的草案时会写在这里。您也可以看看以前的意见是怎样答复的。',
    nonePast: '还没有结束的征求意见',
    left: (n: number) => (n === 0 ? '今天截止' : n === 1 ? '还剩 1 天' : `还剩 ${n} 天`),
    until: (day: string) => `${day}截止`,
    heard: (n: string) => `${n} 条意见`,
    stage: {
      open: '征求意见中',
      closed: '正在整理',
      refined: '已提炼',
      submitted: '已上报',
      answered: '已答复',
      evaluated: '已评估',
      prepared: '准备中',
    },
    answers: (adopted: string, partly: string, rest: string) =>
      `采纳 ${adopted} 条，部分采纳 ${partly} 条，其余 ${rest} 条都说明了理由`,
    read: '读草案，写意见',
    story: '看看结果',
    find: '查我的意见',
  },
  {
    title: 'Draft laws',
    lead: 'The draft is not final: your words can still go in. Open one, say a sentence about what you understand, ask about what you do not. Every opinion gets an answer.',
    open: 'Open for comment now',
    past: 'Closed, and what became of them',
    noneOpen: 'No draft is open for comment now',
    noneOpenWords: 'New drafts will be listed here. You can also see how earlier opinions were answered.',
    nonePast: 'No consultation has closed yet',
    left: (n) => (n === 0 ? 'closes today' : plural(n, 'day left', 'days left')),
    until: (day) => `until ${day}`,
    heard: (n) => (n === '1' ? '1 opinion' : `${n} opinions`),
    stage: {
      open: 'Open for comment',
      closed: 'Being sorted',
      refined: 'Refined',
      submitted: 'Sent up',
      answered: 'Answered',
      evaluated: 'Evaluated',
      prepared: 'In preparation',
    },
    answers: (adopted, partly, rest) =>
      `${adopted} adopted, ${partly} partly adopted, the other ${rest} answered with a reason`,
    read: 'Read it and comment',
    story: 'See what came of it',
    find: 'Find my opinion',
  },
)
