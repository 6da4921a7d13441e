import type { App } from '#kernel/app'
import { councilById } from '#parts/councils'
import { text } from './pages/list-page.text.ts'
import { cellsOf, departmentRecords, type Figures, figureNames, monthRecords, placeRecords } from './queries/figures.ts'

/** What every set of figures has, as the public page shows it. */
export const figureColumns = [
  { key: 'asked', label: '收到 received', type: 'number' },
  { key: 'voices', label: '反映人数 people', type: 'number' },
  { key: 'answered', label: '已答复 answered', type: 'number' },
  { key: 'solved', label: '解决 solved', type: 'number' },
  { key: 'reopened', label: '说没解决 said not solved', type: 'number' },
  { key: 'late', label: '逾期 late', type: 'number' },
] as const

const zh = text['zh-CN']

function figuresOf(record: Figures): Record<string, number> {
  return Object.fromEntries(figureNames.map((name) => [name, record[name]]))
}

async function councilOf(app: App, councilId: string) {
  const council = await councilById(app.database.db, councilId)
  return council && { id: councilId, timeZone: council.time_zone }
}

export async function* departmentRows(app: App, councilId: string): AsyncIterable<Record<string, unknown>> {
  const council = await councilOf(app, councilId)
  for (const record of council ? await departmentRecords(app, council, 'zh-CN') : []) {
    const { number, nameZh, nameEn } = record
    yield {
      number,
      name_zh: nameZh ?? zh.deputies,
      name_en: nameEn ?? (nameZh === null ? text.en.deputies : null),
      ...figuresOf(record),
    }
  }
}

export async function* monthRows(app: App, councilId: string): AsyncIterable<Record<string, unknown>> {
  const council = await councilOf(app, councilId)
  for (const record of council ? monthRecords(await cellsOf(app, council)) : []) {
    yield { month: record.month, ...figuresOf(record) }
  }
}

export async function* placeRows(app: App, councilId: string): AsyncIterable<Record<string, unknown>> {
  const council = await councilOf(app, councilId)
  for (const record of council ? await placeRecords(app, council) : []) {
    const put = record.kind === 'few' ? 'few' : 'noPlace'
    yield {
      number: record.number,
      name_zh: record.nameZh ?? zh[put],
      name_en: record.nameEn ?? (record.nameZh === null ? text.en[put] : null),
      ...figuresOf(record),
    }
  }
}
