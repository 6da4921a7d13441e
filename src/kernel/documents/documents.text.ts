import { messages } from '../text.ts'

export const text = messages(
  { pageOf: (page: number, pages: number) => `第 ${page} 页 共 ${pages} 页` },
  { pageOf: (page, pages) => `Page ${page} of ${pages}` },
)
