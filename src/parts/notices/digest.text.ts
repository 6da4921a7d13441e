import { messages } from '#kernel/text'

/** The mail that gathers a day's notices. */
export const digestText = messages(
  {
    title: (count: number) => `今天有 ${count} 条新消息`,
    heldBack: (count: number) => `又有 ${count} 条新消息`,
    about: (count: number) => `（同一件事共 ${count} 条，以下是最新一条）`,
    more: (count: number) => `还有 ${count} 件事，请到“我的消息”查看。`,
    settings: '不想再收这样的邮件，可以在“我的设置”里改。',
  },
  {
    title: (count) => (count === 1 ? '1 new notice today' : `${count} new notices today`),
    heldBack: (count) => (count === 1 ? '1 more notice' : `${count} more notices`),
    about: (count) => `(${count} on the same matter; this is the newest)`,
    more: (count) => (count === 1 ? '1 more matter is in your inbox.' : `${count} more matters are in your inbox.`),
    settings: 'To stop these messages, change “My settings”.',
  },
)
