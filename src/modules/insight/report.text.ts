import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '年度报告',
    lead: '用公开的同一批数字，生成一份公文格式的 Word 文件；可以接着写分析和建议。',
    year: '年份',
    download: '生成 Word 文件',
    none: '还没有可以报告的年份。',
    noneWords: '收到第一条意见以后，这里就可以生成报告。',
    report: (council: string, year: string) => `${council}\n${year}年立法意见征集工作统计报告`,
    basics: '一、基本情况',
    legislation: '二、立法进程',
    notes: '三、统计口径',
    opinionWords: (it: {
      year: string
      collected: string
      own: string
      received: string
      answered: string
      share: string
      days: string
    }) =>
      `${it.year}年，共收集意见${it.collected}条，其中本级收集${it.own}条，其他人大报送${it.received}条。已答复${it.answered}条，答复率${it.share}，从收到意见到第一次答复的天数，中位数为${it.days}。`,
    suggestionWords: (it: { refined: string; submitted: string; adopted: string; partly: string }) =>
      `提炼形成建议${it.refined}条，上报${it.submitted}条；被采纳${it.adopted}条，部分采纳${it.partly}条。`,
    taskWords: (it: { all: string; fresh: string; amendment: string; repeal: string }) =>
      `${it.all}个立法项目向群众征求过意见，其中制定${it.fresh}个，修改${it.amendment}个，废止${it.repeal}个。`,
    percent: (value: string) => `${value}%`,
    daysOf: (value: string) => `${value}天`,
    nothing: '（无）',
    total: '合计',
    noteWords: (when: string, least: string) =>
      `本报告的数字截至${when}，从系统中存下的意见逐条数出，与公开的统计页相同，任何人都可以核对。按地点的数字里，任何一年不足${least}条的合并为一行，合计不变。`,
  },
  {
    title: 'Yearly report',
    lead: 'A Word file in the layout of official documents, made of the same public numbers; analysis and proposals can be written on from there.',
    year: 'Year',
    download: 'Make the Word file',
    none: 'There is no year to report on yet.',
    noneWords: 'After the first opinion a report can be made here.',
    report: (council, year) => `${council}\nStatistical report on opinions on draft laws in ${year}`,
    basics: '1. What happened',
    legislation: '2. Legislation',
    notes: '3. How it is counted',
    opinionWords: (it) =>
      `In ${it.year}, ${it.collected} opinions were collected: ${it.own} here, and ${it.received} received from other councils. ${it.answered} have been answered, a share of ${it.share}; from receipt to the first answer the median was ${it.days}.`,
    suggestionWords: (it) =>
      `${it.refined} suggestions were refined and ${it.submitted} sent up; ${it.adopted} were adopted and ${it.partly} partly.`,
    taskWords: (it) =>
      `People were asked about ${it.all} legislative projects: ${it.fresh} new laws, ${it.amendment} amendments, ${it.repeal} repeals.`,
    percent: (value) => `${value}%`,
    daysOf: (value) => `${value} days`,
    nothing: '(none)',
    total: 'Total',
    noteWords: (when, least) =>
      `The figures of this report stand as of ${when}. They are counted one by one from the opinions stored, are those of the public page of figures, and can be checked by anyone. By place, those with fewer than ${least} in any year are put together in one row; the total stays what it is.`,
  },
)
