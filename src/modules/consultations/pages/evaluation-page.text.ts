import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '这个答复，您满意吗？',
    lead: '您的评价会计入公开的数字，不显示您是谁。在评价结束以前可以改。',
    scores: { satisfied: '满意', basically: '基本满意', dissatisfied: '不满意', abstain: '弃权' },
    score: '您的评价',
    words: '想说的话',
    receipt: '回执号',
    send: '提交评价',
    done: '谢谢，已经记下',
    doneWords: '看看大家怎么评价。',
    over: '现在不能评价：答复还没有公布，或者评价已经结束。',
    errors: { score: '请选一项。', receipt: '回执号不对，请对照回执再输一次。' },
  },
  {
    title: 'Does this answer you?',
    lead: 'Your judgement counts in the public figures; nobody sees who you are. You may change it until the evaluation ends.',
    scores: {
      satisfied: 'Satisfied',
      basically: 'Basically satisfied',
      dissatisfied: 'Dissatisfied',
      abstain: 'Abstain',
    },
    score: 'Your judgement',
    words: 'Anything to add',
    receipt: 'Receipt number',
    send: 'Send',
    done: 'Thank you, it is noted',
    doneWords: 'See how others judge.',
    over: 'Not possible now: the answers are not given yet, or the evaluation has ended.',
    errors: { score: 'Choose one.', receipt: 'This receipt number is not right. Please compare it with your receipt.' },
  },
)
