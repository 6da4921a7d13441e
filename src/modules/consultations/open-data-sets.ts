import type { App } from '#kernel/app'
import type { OpenDataColumn, OpenDataSet } from '#web/routes'
import { text } from './open-data-sets.text.ts'
import { moderatedConsultations } from './queries/moderation.ts'
import { columnsOf, type DataSet, dataCounts, dataRows, dataSets } from './queries/open-data.ts'

/** What a council's consultations give to everybody: the same rows as each consultation's own page, and the same totals. */
export const openDataSets: readonly OpenDataSet[] = [
  {
    name: 'consultations',
    title: ({ locale }) => text[locale].consultations,
    columns: [
      { key: 'consultation', label: '序号 consultation', type: 'number' },
      { key: 'title', label: '标题 title', type: 'text' },
      { key: 'phase', label: '阶段 phase', type: 'text' },
      { key: 'stage', label: '进度 stage', type: 'text' },
      { key: 'opens_at', label: '开始 opens', type: 'instant' },
      { key: 'closes_at', label: '截止 closes', type: 'instant' },
      { key: 'opinions', label: '公开的意见 public opinions', type: 'number' },
      { key: 'arguments', label: '建议 suggestions', type: 'number' },
      { key: 'outcomes', label: '答复 answers', type: 'number' },
    ],
    rows: consultationRows,
    count: async (app, councilId) => (await publicConsultations(app, councilId)).length,
  },
  ...dataSets.map(setOf),
  {
    name: 'hidden-opinions',
    title: ({ locale }) => text[locale].hidden,
    columns: [
      { key: 'consultation', label: '征求意见 consultation', type: 'number' },
      { key: 'reason', label: '理由 reason', type: 'text' },
      { key: 'hidden', label: '隐藏过 ever hidden', type: 'number' },
      { key: 'still_hidden', label: '现在仍隐藏 still hidden', type: 'number' },
      { key: 'restored', label: '恢复公开 shown again', type: 'number' },
      { key: 'withdrawn', label: '本人撤回 withdrawn', type: 'number' },
      { key: 'appealed', label: '申请再看 appealed', type: 'number' },
      { key: 'waiting', label: '等待答复 appeals waiting', type: 'number' },
    ],
    rows: hiddenRows,
  },
]

/** One data set of all consultations together, each row with the number of its consultation. */
function setOf(set: DataSet): OpenDataSet {
  const english = new Map(columnsOf(set, 'en').map(({ key, label }) => [key, label]))
  const columns = columnsOf(set, 'zh-CN').map(
    ({ key, label, type }): OpenDataColumn => ({
      key,
      label: `${label} ${english.get(key)}`,
      type: type === 'instant' ? 'instant' : type === 'integer' ? 'number' : 'text',
    }),
  )
  return {
    name: set,
    title: ({ locale }) => text[locale][set],
    columns: [{ key: 'consultation', label: '征求意见 consultation', type: 'number' }, ...columns],
    rows: (app, councilId) => rowsOf(app, councilId, set),
    count: async (app, councilId) => {
      let total = 0
      for (const { id } of await publicConsultations(app, councilId)) {
        total += (await dataCounts(app.database.db, councilId, id))[set]
      }
      return total
    },
  }
}

async function* rowsOf(app: App, councilId: string, set: DataSet): AsyncIterable<Record<string, unknown>> {
  for (const { id, number } of await publicConsultations(app, councilId)) {
    for await (const row of dataRows(app.database.db, councilId, id, set)) yield { consultation: number, ...row }
  }
}

/** In the order of their numbers; at most ten thousand. */
function publicConsultations(app: App, councilId: string) {
  return app.database.db
    .selectFrom('consultations.consultation')
    .select(['id', 'number', 'title', 'phase', 'stage', 'opens_at', 'closes_at'])
    .where('council_id', '=', councilId)
    .where('stage', '<>', 'prepared')
    .orderBy('number')
    .limit(10_000)
    .execute()
}

async function* consultationRows(app: App, councilId: string): AsyncIterable<Record<string, unknown>> {
  for (const { id, number, ...row } of await publicConsultations(app, councilId)) {
    yield { consultation: number, ...row, ...(await dataCounts(app.database.db, councilId, id)) }
  }
}

async function* hiddenRows(app: App, councilId: string): AsyncIterable<Record<string, unknown>> {
  for (const { number, byReason } of (await moderatedConsultations(app, councilId)).toReversed()) {
    for (const each of byReason) {
      yield {
        consultation: number,
        reason: each.reason,
        hidden: each.hidden,
        still_hidden: each.stillHidden,
        restored: each.restored,
        withdrawn: each.withdrawn,
        appealed: each.appealed,
        waiting: each.waiting,
      }
    }
  }
}
