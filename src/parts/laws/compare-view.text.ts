import { messages } from '#kernel/text'

export const text = messages(
  {
    caption: '前后两稿逐条对照',
    old: '原来',
    fresh: '现在',
    kinds: {
      same: '没有变化',
      moved: '换了位置，文字没变',
      changed: '有修改',
      split: '一条分成几条',
      merged: '几条并成一条',
      added: '新增',
      deleted: '删去',
    },
    elsewhere: '位置也变了',
    became: (old: string, fresh: string) => `原${old}，现${fresh}`,
    nowAt: (old: string, fresh: string) => `原${old}在这里，现在是${fresh}`,
    cameFrom: (fresh: string, old: string) => `${fresh}与前面的条文都来自原${old}`,
    unchanged: (first: string, last: string, count: number) =>
      count === 1 ? `${first}没有变化` : `${first}至${last}，共 ${count} 条没有变化`,
    none: '旧版没有这一条',
    gone: '新版没有这一条',
    list: '、',
    nothing: '两个版本里没有可以对照的条文。',
  },
  {
    caption: 'The two versions, article by article',
    old: 'Before',
    fresh: 'Now',
    kinds: {
      same: 'Unchanged',
      moved: 'Moved, same words',
      changed: 'Changed',
      split: 'Split',
      merged: 'Merged',
      added: 'New',
      deleted: 'Deleted',
    },
    elsewhere: 'Moved too',
    became: (old, fresh) => `was ${old}, now ${fresh}`,
    nowAt: (old, fresh) => `${old} stood here; it is now ${fresh}`,
    cameFrom: (fresh, old) => `${fresh} comes from the former ${old}, like the articles above`,
    unchanged: (first, last, count) =>
      count === 1 ? `${first}: unchanged` : `${first} to ${last}: ${count} articles unchanged`,
    none: 'Not in the old version',
    gone: 'Not in the new version',
    list: ', ',
    nothing: 'The two versions have no articles to compare.',
  },
)
