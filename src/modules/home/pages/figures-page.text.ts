import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '这些数是怎么数出来的',
    lead: '首页上每个数都能点到这里：怎么数的，由哪些部分加起来，每一部分又在哪里能看到原文。',
    none: '还没有可以数的内容',
    noneWords: '收到第一条意见以后，这里就有数了。',
    about: '哪件事',
    sum: '合计',
    stations: {
      heard: '您说一句话',
      sorted: '归到条文',
      refined: '提炼成建议',
      sent: '报上去',
      answered: '给您回音',
    },
    also: '把数据整份拿走：开放数据',
  },
  {
    title: 'How these numbers are counted',
    lead: 'Every number of the front page leads here: how it is counted, what it is the sum of, and where each part can be read.',
    none: 'Nothing to count yet',
    noneWords: 'The first numbers will stand here after the first opinion.',
    about: 'Matter',
    sum: 'Sum',
    stations: {
      heard: 'You say something',
      sorted: 'It is put to its clause',
      refined: 'It becomes a suggestion',
      sent: 'It is sent up',
      answered: 'You get an answer',
    },
    also: 'Take the data away whole: open data',
  },
)
