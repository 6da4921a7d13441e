import { messages } from '#kernel/text'

export const text = messages({ deputies: '人大代表（可用 Popolo 交换）' }, { deputies: 'Deputies (also as Popolo)' })
