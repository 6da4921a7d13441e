import { messages } from '#kernel/text'

export const text = messages(
  { scan: '扫一扫，有话对代表说', constituency: '选区', places: '站点', hours: '接待时间' },
  { scan: 'Scan to talk to your deputy', constituency: 'Constituency', places: 'Places', hours: 'Hours' },
)
