import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '我加入的事',
    newTitle: '已经加入',
    newWords: '请记下回执编号。办到哪一步，凭编号随时来看。',
    theirs: '大家反映的',
    hidden: '反映的人的原话没有公开。',
    yours: '您写的',
    yoursSeen: '代表、联络员和承办单位',
    voices: (count: number) => `一共 ${count} 人反映`,
    outcomeTheirs: '解决了没有，由最先反映的人确认。您觉得没有解决，可以另外反映。',
    leave: '不再加入',
    leaveAsk: '要退出这件事吗？',
    leaveThen: '您写的和拍的不再算进去，也不再通知您。已经给出的记录会注明“已撤回”。',
    leaveDo: '退出',
    left: '您已经退出这件事。',
    leftTag: '已退出',
    leaveRefused: '请用当时发送的手机，或者登录认领它的账号，再退出。',
  },
  {
    title: 'The matter I joined',
    newTitle: 'You have joined',
    newWords: 'Please note the receipt. With it you see at any time how far it has come.',
    theirs: 'What was reported',
    hidden: 'The words of the one who reported it are not public.',
    yours: 'What you wrote',
    yoursSeen: 'the deputy, the liaison and the department',
    voices: (count) => (count === 1 ? '1 person reported it' : `${count} people reported it`),
    outcomeTheirs:
      'Whether it is solved is for the one who reported it first to say. If you find it is not, report it on your own.',
    leave: 'Leave it again',
    leaveAsk: 'Leave this matter?',
    leaveThen:
      'What you wrote and took is no longer counted, and you hear of it no more. The record says it was taken back.',
    leaveDo: 'Leave',
    left: 'You have left this matter.',
    leftTag: 'Left',
    leaveRefused: 'Please leave from the phone you sent it with, or sign in with the account that claimed it.',
  },
)
