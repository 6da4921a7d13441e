import type { Column } from '#kernel/documents'

/** The sheet a hotline gets back: headings in both languages, as in the open data. */
export const backColumns: readonly Column[] = [
  { key: 'their_number', label: '工单编号 their number', type: 'text' },
  { key: 'number', label: '本站编号 number', type: 'number' },
  { key: 'stage', label: '状态 stage', type: 'text' },
  { key: 'outcome', label: '结果 outcome', type: 'text' },
  { key: 'organisation', label: '承办单位 department', type: 'text' },
  { key: 'due_on', label: '答复期限 due on', type: 'date' },
  { key: 'reply', label: '答复 reply', type: 'text' },
  { key: 'sent_at', label: '答复时间 replied at', type: 'instant' },
]
