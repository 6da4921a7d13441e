import { messages } from '#kernel/text'

/** Messages to those who signed up, asked, or look after a place. */
export const text = messages(
  {
    tomorrow: (topic: string) => `明天的活动：${topic}`,
    moved: (topic: string) => `活动时间或地点有变动：${topic}`,
    cancelled: (topic: string) => `活动取消：${topic}`,
    seat: (topic: string) => `有位子了：${topic}`,
    answered: (topic: string) => `您提的问题有答复了：${topic}`,
    at: (when: string, where: string) => `${when}，${where}。`,
    because: (reason: string) => `理由：${reason}`,
    seatBody: '有人取消，候补轮到您了。来不了请取消，把位子让给别人。',
    answeredBody: '打开可以看到答复。',
    lacking: (place: string, kind: string) => `${place}：本期还没有安排“${kind}”`,
    lackingBody: (begins: string, ends: string) => `${begins}至${ends}之间应当办一次，现在还没有公布。打开就可以安排。`,
  },
  {
    tomorrow: (topic) => `Tomorrow: ${topic}`,
    moved: (topic) => `Changed time or place: ${topic}`,
    cancelled: (topic) => `Cancelled: ${topic}`,
    seat: (topic) => `There is a seat for you: ${topic}`,
    answered: (topic) => `Your question was answered: ${topic}`,
    at: (when, where) => `${when}, ${where}.`,
    because: (reason) => `Reason: ${reason}`,
    seatBody: 'Somebody cancelled and the seat is yours. If you cannot come, please cancel, so that somebody else can.',
    answeredBody: 'Open it to read the answer.',
    lacking: (place, kind) => `${place}: no “${kind}” planned yet`,
    lackingBody: (begins, ends) =>
      `One is due between ${begins} and ${ends}, and none has been published. Open this to plan it.`,
  },
)
