import { messages } from '#kernel/text'

export const text = messages(
  {
    on: '您在线：新的来信会自己出现。值班的时候，居民看得到您在线；关上这一页，一分钟以内就不再显示。',
    new: '来信有更新。',
    off: '已经断开，请重新登录。',
  },
  {
    on: 'You are online: new letters appear by themselves. While you are on duty residents see it; within a minute of closing this page they do not.',
    new: 'Your letters have changed.',
    off: 'No longer connected. Please sign in again.',
  },
)
