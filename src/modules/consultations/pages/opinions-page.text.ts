import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '大家说了什么',
    titleOf: (article: string) => `${article}：大家说了什么`,
    whole: '整部草案',
    newest: '最新的',
    supported: '赞同最多的',
    order: '排列',
    search: '在意见里找',
    clause: '只看哪一条',
    allClauses: '全部',
    showClause: '查看',
    shownFound: (n: string, more: boolean, words: string) =>
      more ? `提到“${words}”的意见超过 ${n} 条，先列最新的` : `提到“${words}”的意见有 ${n} 条`,
    count: (n: string) => `共 ${n} 条公开意见`,
    empty: '这里还没有公开的意见',
    emptyWords: '您可以是第一个。',
    none: (words: string) => `没有找到提到“${words}”的意见`,
    noneWords: '换一个词试试，一两个字也可以。',
    write: '写意见',
    back: '回到草案',
    backTo: (article: string) => `回到${article}`,
    list: '意见',
    law: '条文',
    only: '这里只列出愿意公开的意见；只给工作机构看的，同样会答复。',
    previous: '上一条',
    next: '下一条',
    neighbours: '前后条文',
  },
  {
    title: 'What people said',
    titleOf: (article) => `${article}: what people said`,
    whole: 'The whole draft',
    newest: 'Newest',
    supported: 'Most supported',
    order: 'Order',
    search: 'Find in the opinions',
    clause: 'Only one article',
    allClauses: 'All',
    showClause: 'Show',
    shownFound: (n, more, words) =>
      more
        ? `More than ${n} opinions with “${words}”, the newest first`
        : n === '1'
          ? `1 opinion with “${words}”`
          : `${n} opinions with “${words}”`,
    count: (n) => (n === '1' ? '1 public opinion' : `${n} public opinions`),
    empty: 'No public opinion here yet',
    emptyWords: 'You can be the first.',
    none: (words) => `No opinion with “${words}”`,
    noneWords: 'Try another word; one or two characters are enough.',
    write: 'Comment',
    back: 'Back to the draft',
    backTo: (article) => `Back to ${article}`,
    list: 'Opinions',
    law: 'The article',
    only: 'Only opinions meant for everyone are listed; those for the office alone are answered just the same.',
    previous: 'Previous article',
    next: 'Next article',
    neighbours: 'Articles before and after',
  },
)
