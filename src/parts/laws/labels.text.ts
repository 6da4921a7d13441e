import { messages } from '#kernel/text'

export const text = messages(
  {
    part: (n: string) => `第${n}编`,
    subpart: (n: string) => `第${n}分编`,
    chapter: (n: string) => `第${n}章`,
    section: (n: string) => `第${n}节`,
    article: (n: string) => `第${n}条`,
    paragraph: (n: string) => `第${n}款`,
    item: (n: string) => `第${n}项`,
    subitem: (n: string) => `第${n}目`,
    suffixed: (name: string, suffix: string) => `${name}之${suffix}`,
    joint: '',
  },
  {
    part: (n) => `Part ${n}`,
    subpart: (n) => `Subpart ${n}`,
    chapter: (n) => `Chapter ${n}`,
    section: (n) => `Section ${n}`,
    article: (n) => `Article ${n}`,
    paragraph: (n) => `paragraph ${n}`,
    item: (n) => `item ${n}`,
    subitem: (n) => `sub-item ${n}`,
    suffixed: (name, suffix) => `${name}-${suffix}`,
    joint: ', ',
  },
)
