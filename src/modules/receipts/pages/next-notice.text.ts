import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '这部法规下一次征求意见时',
    told: '会用当时留下的联系方式告诉您。',
    untold: '不会再告诉您。',
    stop: '不用告诉我',
    start: '还是告诉我',
  },
  {
    title: 'When this law is next open for comment',
    told: 'You will be told at the contact left with this opinion.',
    untold: 'You will not be told.',
    stop: 'Do not tell me',
    start: 'Tell me after all',
  },
)
