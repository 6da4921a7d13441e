import { messages } from '#kernel/text'

/** What a letter with an answer says. */
export const text = messages(
  {
    title: '对您所提意见的答复',
    subtitle: (matter: string) => `《${matter}》公开征求意见`,
    reference: '回执编号',
    to: '收信人',
    address: '地址',
    handOver: '领取地点',
    handOverAny: '由收到意见的工作人员当面交给本人',
    dear: (name: string) => `${name}：`,
    dearUnnamed: '提意见的居民：',
    opening: (count: number, matter: string) =>
      count === 1
        ? `您对《${matter}》提的意见，我们收到并认真研究了，现在答复如下。`
        : `您对《${matter}》提的 ${count} 条意见，我们都收到并认真研究了，现在逐条答复如下。`,
    part: (number: number, place: string) => `第 ${number} 条意见：${place}`,
    about: (place: string) => `您的意见（${place}）`,
    whole: '对整部草案',
    came: {
      online: (day: string) => `${day}，网上提交`,
      field: (day: string) => `${day}，信息员现场记录`,
      paper: (day: string) => `${day}，纸质意见表`,
      session: (day: string) => `${day}，座谈会`,
      desk: (day: string) => `${day}，当面、电话或来信`,
      package: (day: string) => `${day}，下级转来`,
    },
    own: '您的原话',
    suggested: '您建议的写法',
    result: '处理结果：',
    decisions: { adopted: '采纳', partly: '部分采纳', 'not-adopted': '未采纳', later: '留待以后研究' },
    reason: '理由：',
    changed: '改动的文字',
    before: '原来',
    after: '现在',
    none: '（没有这一条）',
    deleted: '（删去）',
    thanks: '感谢您对立法工作的关心。您的每一条意见都在公开的记录里，谁也改不了。',
    follow: (address: string) =>
      `扫右边的二维码，或者打开 ${address} 输入回执编号，可以看到这条意见的全过程，也可以告诉我们这个答复您满不满意。`,
    scan: '查看全过程',
    lettersTitle: (matter: string) => `答复信：${matter}`,
  },
  {
    title: 'Answer to what you told us',
    subtitle: (matter) => `Public consultation on “${matter}”`,
    reference: 'Receipt',
    to: 'To',
    address: 'Address',
    handOver: 'To be collected at',
    handOverAny: 'Handed over by the staff who received the comment',
    dear: (name) => `Dear ${name},`,
    dearUnnamed: 'Dear resident,',
    opening: (count, matter) =>
      count === 1
        ? `We received and considered the comment you gave on “${matter}”. This is our answer.`
        : `We received and considered the ${count} comments you gave on “${matter}”. These are our answers, one by one.`,
    part: (number, place) => `Comment ${number}: ${place}`,
    about: (place) => `Your comment (${place})`,
    whole: 'on the whole draft',
    came: {
      online: (day) => `${day}, online`,
      field: (day) => `${day}, noted by a collector`,
      paper: (day) => `${day}, on a paper form`,
      session: (day) => `${day}, at a session`,
      desk: (day) => `${day}, in person, by telephone or letter`,
      package: (day) => `${day}, sent up from below`,
    },
    own: 'Your words',
    suggested: 'The wording you suggested',
    result: 'Outcome: ',
    decisions: { adopted: 'adopted', partly: 'partly adopted', 'not-adopted': 'not adopted', later: 'kept for later' },
    reason: 'Reason: ',
    changed: 'The words that changed',
    before: 'Before',
    after: 'Now',
    none: '(not there)',
    deleted: '(deleted)',
    thanks: 'Thank you for taking part in making the law. Every comment is in a public record that nobody can alter.',
    follow: (address) =>
      `Scan the code, or open ${address} and type the receipt, to see the whole way of this comment and to tell us whether this answers you.`,
    scan: 'See the whole way',
    lettersTitle: (matter) => `Letters: ${matter}`,
  },
)
