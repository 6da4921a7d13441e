import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '填写验证码',
    sentTo: (masked: string) => `验证码已发到 ${masked}，10 分钟内有效。`,
    demo: '这是演示网站，验证码不会真的发出去。',
    demoLink: '去本地发件箱看验证码',
    code: '六位验证码',
    codeHint: '短信或邮件里的六个数字',
    enter: '确定',
    again: '没收到？重新填写号码',
    empty: '请填写验证码',
    wrong: (left: number) => `验证码不对，还可以试 ${left} 次`,
    dead: '这个验证码不能再用了，请重新要一个',
    deadTitle: '请重新要一个验证码',
    deadLead: '验证码用过了、过了 10 分钟、填错太多次，或者不是在这台设备上要的。您写的内容没有丢。',
    askAgain: '重新发送验证码',
    disabled: '这个账号已被停用，请与本站的工作人员联系。',
    taken: '这个号码或邮箱已经属于另一个账号，不能添加。可以退出后用它登录。',
  },
  {
    title: 'Enter the code',
    sentTo: (masked) => `The code was sent to ${masked} and is valid for 10 minutes.`,
    demo: 'This is a demonstration: the code is not really sent.',
    demoLink: 'See the code in the local outbox',
    code: 'Six-digit code',
    codeHint: 'The six digits in the text message or e-mail',
    enter: 'Continue',
    again: 'Nothing arrived? Give the number again',
    empty: 'Fill in the code',
    wrong: (left) => `That code is not right; you can try ${left === 1 ? 'once more' : `${left} more times`}`,
    dead: 'This code can no longer be used; please ask for a new one',
    deadTitle: 'Please ask for a new code',
    deadLead:
      'The code was used, is older than 10 minutes, was tried too often, or was asked for on another device. What you wrote is not lost.',
    askAgain: 'Send a new code',
    disabled: 'This account has been closed; please contact the staff of this site.',
    taken:
      'This number or address belongs to another account and cannot be added. You can sign out and sign in with it.',
  },
)
