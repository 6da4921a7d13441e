import { messages } from '#kernel/text'

/** Said to the person who decides about what came after closing. */
export const text = messages(
  {
    late: (claimed: string, aheadS: number) =>
      `截止以后才传到。手机上记的时间是 ${claimed}，发送时手机的钟${aheadS === 0 ? '是准的' : `${aheadS > 0 ? '快' : '慢'} ${Math.abs(aheadS)} 秒`}。请决定是否收下。`,
    lateForm: '这张表格是截止以后才交回的。请决定是否收下。',
  },
  {
    late: (claimed, aheadS) =>
      `Arrived after closing. The phone noted ${claimed}; when it sent, its clock was ${aheadS === 0 ? 'right' : `${Math.abs(aheadS)} seconds ${aheadS > 0 ? 'ahead' : 'behind'}`}. Please decide whether it is taken.`,
    lateForm: 'This form came back after closing. Please decide whether it is taken.',
  },
)
