import { messages } from '#kernel/text'

export const text = messages(
  {
    title: (consultation: string) => `您的意见有答复了：${consultation}`,
    body: (decision: string) => `结果：${decision}。打开回执可以看到理由和改动的文字，也请告诉我们这个答复您满意吗。`,
    titleMany: (consultation: string, count: number) => `您的 ${count} 条意见都有答复了：${consultation}`,
    bodyMany: (parts: readonly string[]) =>
      `结果：${parts.join('，')}。打开回执可以看到每一条的理由和改动的文字，也请告诉我们这些答复您满意吗。`,
    count: (decision: string, count: number) => `${decision} ${count} 条`,
    nextTitle: (consultation: string) => `您提过意见的法规又在征求意见了：${consultation}`,
    nextBody: '看看新的一稿怎样写，还有什么想说的，现在可以说。以后不想收到这样的消息，请打开您的回执，在那里关掉。',
    decisions: { adopted: '采纳', partly: '部分采纳', 'not-adopted': '未采纳', later: '留待以后研究' },
  },
  {
    title: (consultation) => `Your opinion has been answered: ${consultation}`,
    body: (decision) =>
      `Outcome: ${decision}. Open your receipt for the reason and the changed words, and tell us whether this answers you.`,
    titleMany: (consultation, count) => `Your ${count} opinions have been answered: ${consultation}`,
    bodyMany: (parts) =>
      `Outcome: ${parts.join(', ')}. Open your receipts for the reasons and the changed words, and tell us whether the answers satisfy you.`,
    count: (decision, count) => `${count} ${decision}`,
    nextTitle: (consultation) => `Open for comment again, a law you commented on: ${consultation}`,
    nextBody:
      'Look at the new draft and say what you think of it. If you want no more such messages, open your receipt and turn them off there.',
    decisions: { adopted: 'adopted', partly: 'partly adopted', 'not-adopted': 'not adopted', later: 'kept for later' },
  },
)
