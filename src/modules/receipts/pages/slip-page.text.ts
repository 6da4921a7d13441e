import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '意见回执',
    received: (when: string) => `${when}收到`,
    about: '关于',
    words: '意见',
    follow: '扫码或打开这个网址，随时看走到哪一步，不用登录：',
    desk: '也可以拿着这张回执到任何一个联络站或收集点，请工作人员帮您查。',
    back: '回到这条意见',
    code: '回执号',
  },
  {
    title: 'Receipt for an opinion',
    received: (when) => `Received ${when}`,
    about: 'About',
    words: 'Opinion',
    follow: 'Scan the code or open this address to see how far it has come; no account is needed:',
    desk: 'You can also take this slip to any station or collection point and ask them to look.',
    back: 'Back to the opinion',
    code: 'Receipt',
  },
)
