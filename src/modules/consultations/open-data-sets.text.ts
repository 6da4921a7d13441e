import { messages } from '#kernel/text'

export const text = messages(
  {
    consultations: '征求意见',
    opinions: '公开的意见（各次征求意见）',
    arguments: '归纳的建议（各次征求意见）',
    outcomes: '答复（各次征求意见）',
    hidden: '没有公开的意见：数目和理由',
  },
  {
    consultations: 'Consultations',
    opinions: 'Public opinions of every consultation',
    arguments: 'Suggestions of every consultation',
    outcomes: 'Answers of every consultation',
    hidden: 'Opinions that are not shown: numbers and reasons',
  },
)
