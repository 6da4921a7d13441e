import { messages } from '#kernel/text'

export const text = messages(
  {
    hours: '开放时间',
    phone: '电话',
    address: '地址',
    who: '人大代表和工作人员在这里听您说话',
    scan: '扫一扫，看谁在这里，提意见，约时间',
    code: (code: string) => `站点码 ${code}`,
    noHours: '来之前请先打电话',
  },
  {
    hours: 'Open',
    phone: 'Telephone',
    address: 'Address',
    who: 'Deputies and staff are here to listen to you',
    scan: 'Scan to see who is here, to give an opinion, to make an appointment',
    code: (code) => `Place code ${code}`,
    noHours: 'Please call before you come',
  },
)
