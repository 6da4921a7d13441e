import { messages } from '#kernel/text'

export const text = messages(
  {
    ask: '请您说说看',
    scan: '扫一扫，读草案，写意见',
    about: (clause: string) => `关于${clause}`,
    until: (day: string) => `${day}截止`,
    at: (place: string) => place,
    promise: '不用注册。写了会有编号，每一条意见都有回音。',
    code: (code: string, address: string) => `编号 ${code} · ${address}`,
    official: (council: string) => `${council}发出`,
  },
  {
    ask: 'What do you think?',
    scan: 'Scan, read the draft, write your opinion',
    about: (clause) => `About ${clause}`,
    until: (day) => `Open until ${day}`,
    at: (place) => place,
    promise: 'No account needed. You get a code, and every opinion gets an answer.',
    code: (code, address) => `Code ${code} · ${address}`,
    official: (council) => `Issued by ${council}`,
  },
)
