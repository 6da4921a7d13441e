import './tables.ts'
import { dayOf } from '#kernel/calendar'
import { sql } from '#kernel/db'
import { setDue } from '#kernel/due'
import {
  type ApplyCall,
  type CellValue,
  choiceCell,
  codeCell,
  councilById,
  dayCell,
  type ImportCall,
  type ImportColumn,
  type ImportKind,
  type ImportRow,
  importActions,
  linesCell,
  numberCell,
  type Problem,
  textCell,
} from '#parts/councils'
import { insertReceptions, type NewReception } from './actions/receptions.ts'
import { text } from './pages/ledgers.text.ts'
import { keepsAnyLog, keepsLog, type Topic, topics } from './rules.ts'

/** A subject by its code or its words in either language. */
const topicWords: Readonly<Record<string, string>> = Object.fromEntries(
  topics.flatMap((topic) => [
    [topic, topic],
    [text['zh-CN'].topic[topic], topic],
    [text.en.topic[topic], topic],
  ]),
)

const columns: readonly ImportColumn[] = [
  { key: 'code', headings: ['编号', '台账编号', '序号', 'code', 'no'], required: true, read: codeCell },
  { key: 'place', headings: ['站点编码', 'place', 'place_code'], required: true, read: codeCell },
  { key: 'day', headings: ['接待日期', '日期', 'day', 'date'], required: true, read: dayCell },
  { key: 'words', headings: ['说了什么', '反映内容', '内容', 'words'], required: true, read: linesCell(5000) },
  { key: 'topic', headings: ['事项', '类别', 'topic'], read: choiceCell(topicWords) },
  { key: 'at_once', headings: ['当场办了什么', '处理情况', 'at_once'], read: linesCell(2000) },
  { key: 'deputy', headings: ['接待代表', '接待人', 'deputy'], read: textCell(60) },
  { key: 'called', headings: ['怎么称呼', '来访人', 'called'], read: textCell(40) },
  { key: 'phone', headings: ['电话', '联系电话', 'phone'], read: textCell(40) },
  { key: 'people', headings: ['人数', 'people'], read: numberCell(1, 10_000) },
]

/** An old reception log: rows are known again by place and number, and never change what is there. */
export const receptionImport: ImportKind = {
  name: 'receptions',
  columns,
  allow: keepsAnyLog,
  async judge(call, rows) {
    const places = await placesNamed(call, rows)
    const there = await codesThere(call, rows)
    const council = await councilById(call.tx, call.councilId)
    const today = dayOf(call.now, council?.time_zone ?? 'UTC')
    const fate = new Map<number, 'added' | 'changed' | 'unchanged'>()
    const problems: (Problem & { line: number })[] = []
    for (const { line, values } of rows) {
      const code = String(values.place ?? '')
      const place = places.get(code)
      fate.set(line, place && there.has(`${place.place_id} ${values.code}`) ? 'unchanged' : 'added')
      // A place whose log somebody else keeps is not there for whoever imports.
      if (code && !(place && keepsLog(call.actor, place))) {
        problems.push({ line, column: 'place', code: 'unknown-place', values: { place: code } })
      }
      if (String(values.day ?? '') > today) problems.push({ line, column: 'day', code: 'not-a-day' })
    }
    return { fate, problems }
  },
  async apply(call, rows) {
    const { tx, councilId } = call
    const places = await placesNamed(call, rows)
    const there = await codesThere(call, rows)
    const deputies = await deputiesByName(call)
    const entries = rows.flatMap((row) => entryOf(row, places, deputies))
    const fresh = entries.filter(({ placeId, logCode }) => !there.has(`${placeId} ${logCode}`))
    const due = (name: string, subjectId: string, at: Date, input: Readonly<Record<string, unknown>>) =>
      setDue(tx, { councilId, name, subjectId, at, input })
    await insertReceptions({ ...call, due }, fresh)
  },
}

type Places = ReadonlyMap<string, { readonly place_id: string }>

async function placesNamed({ tx, councilId }: Pick<ImportCall, 'tx' | 'councilId'>, rows: readonly ImportRow[]) {
  const codes = [...new Set(rows.flatMap(({ values }) => (values.place ? [String(values.place)] : [])))]
  const { rows: found } = await sql<{ register_code: string; place_id: string }>`
    select register_code, place_id from network.place
     where council_id = ${councilId} and register_code = any(${codes})`.execute(tx)
  return new Map(found.map((place) => [place.register_code, place]))
}

/** Place and number of what is in the logs already. */
async function codesThere({ tx, councilId }: Pick<ImportCall, 'tx' | 'councilId'>, rows: readonly ImportRow[]) {
  const codes = [...new Set(rows.map(({ values }) => String(values.code ?? '')))]
  const { rows: found } = await sql<{ key: string }>`
    select place_id || ' ' || log_code as key from stations.reception
     where council_id = ${councilId} and log_code = any(${codes})`.execute(tx)
  return new Set(found.map(({ key }) => key))
}

/** Deputies by name; a name that two bear leads to neither. */
async function deputiesByName({ tx, councilId }: ApplyCall): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ name: string; id: string }>`
    select p.name, min(p.id::text) as id from people.person p
     where p.council_id = ${councilId} and p.erased_at is null and p.name is not null
       and exists (select from people.membership m
                    where m.council_id = p.council_id and m.person_id = p.id and m.role = 'deputy')
     group by p.name having count(*) = 1`.execute(tx)
  return new Map(rows.map(({ name, id }) => [name, id]))
}

function entryOf({ values }: ImportRow, places: Places, deputies: ReadonlyMap<string, string>): NewReception[] {
  const place = places.get(String(values.place ?? ''))
  if (!place) return []
  const said = (value: CellValue | undefined) => (value ? String(value) : null)
  const deputy = said(values.deputy)
  const deputyId = (deputy && deputies.get(deputy)) ?? null
  return [
    {
      placeId: place.place_id,
      channel: 'import',
      receivedOn: String(values.day),
      called: said(values.called),
      phone: said(values.phone),
      people: Math.round(Number(values.people ?? 1)),
      deputyId,
      receivedBy: deputyId ? null : deputy,
      topic: (said(values.topic) ?? 'other') as Topic,
      words: String(values.words),
      atOnce: said(values.at_once) ?? '',
      logCode: String(values.code),
    },
  ]
}

export const { previewImport, confirmImport, dropImport } = importActions('stations', [receptionImport])
