import { messages } from '#kernel/text'

export const text = messages(
  { opinions: '意见统计', legislation: '立法进程统计' },
  { opinions: 'Figures of opinions', legislation: 'Figures of legislation' },
)
