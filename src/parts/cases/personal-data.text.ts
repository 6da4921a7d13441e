import { messages } from '#kernel/text'

export const personalDataText = messages(
  {
    title: '反映的事情和办理过程',
    labels: {
      case: '反映的事情',
      question: '被问到的问题和您的回答',
      verdict: '您对答复的评价',
      note: '您写的内部记录',
      title: '事情',
      stage: '到哪一步',
      outcome: '结果',
      opened_at: '提出时间',
      words: '原话',
      answer: '回答',
      answered_at: '回答时间',
      verdict_code: '评价',
      round: '第几次答复',
      at: '时间',
    },
    keptWhat: '事情办到哪一步、谁办的、什么时候答复（不带您的姓名和您补充的话）',
    keptWhy: '这是承办单位的办理记录，用来统计按时答复的情况；删除以后没有人能看出是谁提的。',
  },
  {
    title: 'Matters raised and how they were handled',
    labels: {
      case: 'Matter raised',
      question: 'Question asked back, and your answer',
      verdict: 'What you said of a reply',
      note: 'An internal note you wrote',
      title: 'Matter',
      stage: 'Stage',
      outcome: 'Outcome',
      opened_at: 'Raised at',
      words: 'Words',
      answer: 'Answer',
      answered_at: 'Answered at',
      verdict_code: 'Verdict',
      round: 'Reply number',
      at: 'Time',
    },
    keptWhat: 'How far a matter came, who handled it and when it was answered (without your name and what you added)',
    keptWhy:
      'It is the record of those who handled it, from which it is counted who answers in time; after erasure nobody can see who raised it.',
  },
)
