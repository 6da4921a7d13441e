import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '写给代表的事',
    labels: {
      matter: '写给代表的事',
      number: '编号',
      spot: '地点',
      raised_at: '时间',
      booking: '约见代表',
      code: '编号',
      slot_at: '约的时间',
      way: '怎么见',
      topic: '什么事',
      name: '称呼',
      contact: '联系方式',
      state: '情况',
      outcome: '结果',
      asked_at: '什么时候约的',
    },
    letterWhat: '代表联系函和代表写给您的话',
    letterWhy: '联系函是代表履职的公文，编了号、发给了承办单位；里面没有您的姓名和电话。',
  },
  {
    title: 'Matters raised with deputies',
    labels: {
      matter: 'Matter raised with a deputy',
      number: 'Number',
      spot: 'Place',
      raised_at: 'Time',
      booking: 'Talk with a deputy',
      code: 'Code',
      slot_at: 'Booked for',
      way: 'How',
      topic: 'About',
      name: 'Name',
      contact: 'Contact',
      state: 'State',
      outcome: 'Outcome',
      asked_at: 'Booked on',
    },
    letterWhat: 'Contact letters, and what deputies wrote to you',
    letterWhy:
      'A contact letter is a numbered official document that was sent to a department; your name and telephone are not in it.',
  },
)
