import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '写给代表的事',
    labels: { matter: '写给代表的事', number: '编号', spot: '地点', raised_at: '时间' },
    letterWhat: '代表联系函和代表写给您的话',
    letterWhy: '联系函是代表履职的公文，编了号、发给了承办单位；里面没有您的姓名和电话。',
  },
  {
    title: 'Matters raised with deputies',
    labels: { matter: 'Matter raised with a deputy', number: 'Number', spot: 'Place', raised_at: 'Time' },
    letterWhat: 'Contact letters, and what deputies wrote to you',
    letterWhy:
      'A contact letter is a numbered official document that was sent to a department; your name and telephone are not in it.',
  },
)
