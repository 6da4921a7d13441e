import { messages } from '#kernel/text'

export const personalDataText = messages(
  {
    title: '交换文件（Popolo）里的其他内容',
    labels: { collection: '类别', popolo_id: '编号', fields: '内容' },
  },
  {
    title: 'What exchanged files (Popolo) said besides',
    labels: { collection: 'Collection', popolo_id: 'Id', fields: 'Fields' },
  },
)
