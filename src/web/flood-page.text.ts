import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '现在来的人很多，请再按一次',
    lead: '您写的都在，一个字也没有丢，还没有交上去。为了不让机器占住位置，请用下面任何一种办法：',
    wait: (seconds: string) => `等 ${seconds} 秒再按“再交一次”。什么都不用重填。`,
    waitFull: '如果还是这一页，再等一分钟按一次就行：同一个网络一起来的人太多。',
    signIn: '或者用手机验证码登录，登录以后不用等。请先把下面您写的话复制下来。',
    signInLink: '用手机登录',
    send: '再交一次',
    working: '您的手机正在自动办理，几秒钟就好，请不要关掉这一页。',
    done: '好了，正在交上去。',
    files: '照片和附件请再选一次',
    yourWords: '您写的内容',
  },
  {
    title: 'Many people are here just now: please press once more',
    lead: 'Everything you wrote is here, nothing is lost, and it has not been sent yet. So that machines do not take the room, use whichever way suits you:',
    wait: (seconds) => `Wait ${seconds} seconds and press “Send again”. There is nothing to fill in again.`,
    waitFull: 'If this page comes back, wait another minute and press again: too many came from the same network.',
    signIn:
      'Or sign in with a code to your phone; those who are signed in do not wait. Copy what you wrote from below first.',
    signInLink: 'Sign in by phone',
    send: 'Send again',
    working: 'Your phone is taking care of it by itself, in a few seconds. Please keep this page open.',
    done: 'Done, sending it now.',
    files: 'Please choose photographs and files again',
    yourWords: 'What you wrote',
  },
)
