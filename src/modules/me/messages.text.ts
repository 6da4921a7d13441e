import { messages } from '#kernel/text'

/** What is sent with a one-time code. */
export const codeText = messages(
  {
    title: '直通验证码',
    body: (code: string) => `验证码 ${code}，10 分钟内有效。工作人员不会向您要验证码，请不要告诉别人。`,
  },
  {
    title: 'Zhitong code',
    body: (code) => `Your code is ${code}. It is valid for 10 minutes. Staff will never ask for it; tell nobody.`,
  },
)
