import { popoloPieces, publicDeputies } from '#parts/popolo'
import type { OpenDataSet } from '#web/routes'
import { text } from './open-data.text.ts'

/** Deputies whose names everybody may know, as a table and as a Popolo document. */
export const registersOpenData: OpenDataSet = {
  name: 'deputies-popolo',
  title: ({ locale }) => text[locale].deputies,
  columns: [
    { key: 'id', label: '编号 id', type: 'text' },
    { key: 'name', label: '姓名 name', type: 'text' },
    { key: 'since', label: '任职开始 since', type: 'date' },
    { key: 'until', label: '任职结束 until', type: 'date' },
  ],
  rows: (app, councilId) => publicDeputies(app.database.db, councilId),
  document: {
    ending: 'json',
    label: 'Popolo JSON',
    type: 'application/json; charset=utf-8',
    pieces: (app, councilId) => popoloPieces(app.database.db, councilId, 'public'),
  },
}
