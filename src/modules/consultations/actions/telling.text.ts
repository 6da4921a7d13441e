import { messages } from '#kernel/text'

export const text = messages(
  {
    title: (consultation: string) => `您的意见有答复了：${consultation}`,
    body: (decision: string) => `结果：${decision}。打开回执可以看到理由和改动的文字，也请告诉我们这个答复您满意吗。`,
    decisions: { adopted: '采纳', partly: '部分采纳', 'not-adopted': '未采纳', later: '留待以后研究' },
  },
  {
    title: (consultation) => `Your opinion has been answered: ${consultation}`,
    body: (decision) =>
      `Outcome: ${decision}. Open your receipt for the reason and the changed words, and tell us whether this answers you.`,
    decisions: { adopted: 'adopted', partly: 'partly adopted', 'not-adopted': 'not adopted', later: 'kept for later' },
  },
)
