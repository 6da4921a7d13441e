import { messages } from '#kernel/text'

export const text = messages(
  {
    group: {
      'stations.visit-confirmed': (when: string) => `参观定下来了：${when}`,
      'stations.visit-moved': (when: string) => `参观改到 ${when}`,
      'stations.visit-refused': (when: string) => `${when} 的参观不能安排`,
    },
    groupBody: '打开看地点、房间和联系电话。来不了请在那里取消。',
    staff: {
      'stations.visit-asked': (group: string, when: string) => `${group} 想在 ${when} 来参观`,
      'stations.visit-withdrawn': (group: string, when: string) => `${group} 取消了 ${when} 的参观`,
    },
    staffBody: '打开查看。',
  },
  {
    group: {
      'stations.visit-confirmed': (when) => `Your visit is confirmed: ${when}`,
      'stations.visit-moved': (when) => `Your visit was moved to ${when}`,
      'stations.visit-refused': (when) => `No visit is possible at ${when}`,
    },
    groupBody: 'Open it for place, room and telephone. If you cannot come, cancel it there.',
    staff: {
      'stations.visit-asked': (group, when) => `${group} would like to visit: ${when}`,
      'stations.visit-withdrawn': (group, when) => `${group} does not come: ${when}`,
    },
    staffBody: 'Open to see it.',
  },
)
