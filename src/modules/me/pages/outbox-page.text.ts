import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '本地发件箱',
    lead: '这是演示网站。本来要发出去的短信、邮件、微信和推送都停在这里，验证码也在这里看。',
    none: '还没有要发的消息。',
    noneNext: '登录时要一个验证码，它就会出现在这里。',
    refresh: '刷新',
    channel: { phone: '短信', email: '邮件', push: '浏览器推送', wechat: '微信' },
    to: (address: string) => `发给 ${address}`,
    open: '打开消息里的链接',
  },
  {
    title: 'Local outbox',
    lead: 'This is a demonstration. Texts, mails, WeChat messages and pushes that would have been sent stop here; so do codes.',
    none: 'Nothing to send yet.',
    noneNext: 'Ask for a code when signing in, and it appears here.',
    refresh: 'Refresh',
    channel: { phone: 'Text message', email: 'E-mail', push: 'Browser', wechat: 'WeChat' },
    to: (address) => `To ${address}`,
    open: 'Open the link of the message',
  },
)
