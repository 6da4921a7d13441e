import { messages } from '#kernel/text'

export const personalDataText = messages(
  {
    title: '您给出的评价',
    labels: {
      rating: '评价',
      kind: '评的是什么',
      round: '第几次',
      stage: '阶段',
      choice: '评价',
      points: '分数',
      words: '您说的话',
      at: '时间',
    },
    keptWhat: '评价本身（满意、不满意或分数），不带您的身份和您说的话',
    keptWhy: '它已经计入承办单位的成绩；删除以后没有人能看出是谁评的。',
  },
  {
    title: 'Ratings you gave',
    labels: {
      rating: 'Rating',
      kind: 'Of what',
      round: 'Round',
      stage: 'Stage',
      choice: 'Rating',
      points: 'Points',
      words: 'What you said',
      at: 'Time',
    },
    keptWhat: 'The rating itself (satisfied, dissatisfied, points), without who you are and what you said',
    keptWhy: 'It is counted in the record of those who were rated; after erasure nobody can see who gave it.',
  },
)
