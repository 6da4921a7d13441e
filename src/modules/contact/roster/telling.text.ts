import { messages } from '#kernel/text'

export const text = messages(
  {
    published: (month: string) => `您的值班安排已公布：${month}`,
    pleaseConfirm: '请打开“我的值班”确认。',
    changed: '您的值班有变动',
    cancelled: '您的一次值班取消了',
    standIn: '请您值班',
    relieved: '这次值班由别的代表代替您',
    swapAsked: '有代表想和您换班',
    pleaseAnswer: '请打开“我的值班”答复。',
    swapAgreed: '对方同意换班',
    swapDeclined: '对方没有同意换班，值班不变',
    online: '线上',
  },
  {
    published: (month) => `Your duties are published: ${month}`,
    pleaseConfirm: 'Please open “My duties” and confirm.',
    changed: 'One of your duties has changed',
    cancelled: 'One of your duties was cancelled',
    standIn: 'You are asked to be on duty',
    relieved: 'Another deputy stands in for you',
    swapAsked: 'Another deputy asks you to take a duty over',
    pleaseAnswer: 'Please open “My duties” and answer.',
    swapAgreed: 'The other deputy agreed to your request',
    swapDeclined: 'The other deputy did not agree; your duty stays as it is',
    online: 'online',
  },
)
