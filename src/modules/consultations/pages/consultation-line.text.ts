import { messages } from '#kernel/text'

export const text = messages(
  {
    label: '这部草案走到哪一步',
    setting: '立项',
    drafting: '起草',
    consultation: '征求意见',
    refining: '提炼',
    submission: '上报',
    answer: '回音',
    evaluation: '评估',
    until: (day: string) => `${day}截止`,
    from: (day: string) => `${day}开始`,
    perOpinion: '逐条答复',
    working: '正在进行',
  },
  {
    label: 'How far this draft has come',
    setting: 'Set up',
    drafting: 'Draft',
    consultation: 'Speak',
    refining: 'Refine',
    submission: 'Send',
    answer: 'Answer',
    evaluation: 'Review',
    until: (day) => `until ${day}`,
    from: (day) => `from ${day}`,
    perOpinion: 'one by one',
    working: 'under way',
  },
)
