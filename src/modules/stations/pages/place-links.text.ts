import { messages } from '#kernel/text'

export const text = messages(
  {
    more: '更多',
    ledger: '接待了谁、办成了什么',
    visit: '团体预约参观',
    bases: '实践基地和特色站点',
    funds: '站点经费',
  },
  {
    more: 'More',
    ledger: 'Receptions and matters solved',
    visit: 'Book a visit for a group',
    bases: 'Practice bases and featured stations',
    funds: 'Station funds',
  },
)
