import { messages } from '#kernel/text'

export const personalDataText = messages(
  {
    title: '在站点的任职和培训',
    servicesWhat: '在站点任职的起止日期',
    servicesWhy: '站点的工作情况要能够统计；姓名会去掉，只留日期。',
  },
  {
    title: 'Service at places, and training',
    servicesWhat: 'The dates between which somebody served at a place',
    servicesWhy: 'The work of a place must remain countable; the name goes, the dates stay.',
  },
)
