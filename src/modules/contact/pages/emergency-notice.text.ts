import { messages } from '#kernel/text'

export const text = messages(
  {
    now: '有危险，请马上打电话',
    goesOn: '打完电话再写也来得及。这里照样可以发送，但不能代替报警。',
    stillCall: '这件事已经发出，但这里不能代替报警。有危险请马上打电话。',
    danger: '有危险请马上打电话：',
  },
  {
    now: 'In danger? Call at once',
    goesOn: 'You can write afterwards. Sending works all the same, but this page cannot replace a call.',
    stillCall: 'It has been sent, but this page cannot replace a call. If there is danger, call at once.',
    danger: 'In danger, call at once:',
  },
)
