import { dayOf } from '#kernel/calendar'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { councilById } from '../queries.ts'
import { organisationKinds } from '../tables.ts'
import { choiceCell, codeCell, type ImportColumn, linesCell, textCell } from './cells.ts'
import {
  type ApplyCall,
  compare,
  fatesOf,
  type ImportCall,
  type ImportKind,
  type ImportRow,
  said,
  treeProblems,
} from './judge.ts'

const columns: readonly ImportColumn[] = [
  { key: 'code', headings: ['编码', '单位编码', 'code'], required: true, read: codeCell },
  { key: 'name_zh', headings: ['名称', '单位名称', 'name', 'name_zh'], required: true, read: textCell(100) },
  { key: 'name_en', headings: ['英文名称', 'name_en'], read: textCell(200) },
  {
    key: 'kind',
    headings: ['类型', '单位类型', 'kind'],
    required: true,
    read: choiceCell({
      ...Object.fromEntries(organisationKinds.map((kind) => [kind, kind])),
      人大机构: 'committee',
      专门委员会: 'committee',
      街道人大工委: 'street-office',
      政府: 'government',
      部门: 'department',
      政府部门: 'department',
      承办单位: 'department',
      监察委员会: 'supervisory-commission',
      监委: 'supervisory-commission',
      法院: 'court',
      检察院: 'procuratorate',
      企业: 'enterprise',
      社会团体: 'association',
      协会: 'association',
      事业单位: 'institution',
      社区: 'community',
      其他: 'other',
    }),
  },
  { key: 'parent', headings: ['上级编码', '上级单位编码', 'parent', 'parent_code'], read: codeCell },
  { key: 'area', headings: ['区域编码', '所在区域编码', 'area', 'area_code'], read: codeCell },
  { key: 'phone', headings: ['电话', '联系电话', 'phone'], read: textCell(40) },
  { key: 'duties', headings: ['职责', '主要职责', 'duties'], read: linesCell(2000) },
]

/** Organisations of a council: handling departments, courts, enterprises, adviser units. */
export const organisationImport: ImportKind = {
  name: 'organisations',
  columns,
  async judge(call, rows) {
    const existing = await existingOrganisations(call)
    const compared = compare(rows, existing, organisationOf)
    const coming = compared.map(({ line, after }) => ({ line, code: after.code, parent: after.parent }))
    const above = new Map([...existing].map(([code, organisation]) => [code, organisation.parent]))
    const areas = compared.map(({ line, after }) => ({ line, column: 'area', wanted: after.area }))
    const problems = [...treeProblems(coming, above), ...(await unknownAreas(call, areas))]
    return { fate: fatesOf(compared), problems }
  },
  apply: writeOrganisations,
}

interface CodedOrganisation {
  readonly code: string
  readonly name_zh: string
  readonly name_en: string | null
  readonly kind: string
  readonly phone: string | null
  readonly duties: string | null
  readonly parent: string | null
  readonly area: string | null
}

async function existingOrganisations({
  tx,
  councilId,
}: Pick<ImportCall, 'tx' | 'councilId'>): Promise<Map<string, CodedOrganisation>> {
  const rows = await tx
    .selectFrom('councils.organisation as o')
    .leftJoin('councils.organisation as p', (join) =>
      join.onRef('p.council_id', '=', 'o.council_id').onRef('p.organisation_id', '=', 'o.parent_id'),
    )
    .leftJoin('councils.area as a', (join) =>
      join.onRef('a.council_id', '=', 'o.council_id').onRef('a.area_id', '=', 'o.area_id'),
    )
    .select(['o.code', 'o.name_zh', 'o.name_en', 'o.kind', 'o.phone', 'o.duties', 'p.code as parent', 'a.code as area'])
    .where('o.council_id', '=', councilId)
    .execute()
  return new Map(rows.map((row) => [row.code, row]))
}

function organisationOf(values: ImportRow['values'], before: CodedOrganisation | undefined): CodedOrganisation {
  return {
    code: String(values.code),
    name_zh: String(values.name_zh),
    name_en: said(values.name_en, before?.name_en),
    kind: String(values.kind),
    phone: said(values.phone, before?.phone),
    duties: said(values.duties, before?.duties),
    parent: said(values.parent, before?.parent),
    area: said(values.area, before?.area),
  }
}

/** Cells that name an area the council does not have. */
export async function unknownAreas(
  { tx, councilId }: Pick<ImportCall, 'tx' | 'councilId'>,
  cells: readonly { readonly line: number; readonly column: string; readonly wanted: string | null }[],
) {
  const wanted = [...new Set(cells.flatMap((cell) => cell.wanted ?? []))]
  if (wanted.length === 0) return []
  const found = await sql<{ code: string }>`
    select code from councils.area where council_id = ${councilId} and code = any(${wanted}::text[])`.execute(tx)
  const known = new Set(found.rows.map((row) => row.code))
  return cells.flatMap(({ line, column, wanted: area }) =>
    area === null || known.has(area) ? [] : [{ line, column, code: 'unknown-area', values: { area } }],
  )
}

async function writeOrganisations({ tx, councilId, now }: ApplyCall, rows: readonly ImportRow[]): Promise<void> {
  const council = await councilById(tx, councilId)
  if (!council) throw new Error(`no council ${councilId}`)
  const existing = await existingOrganisations({ tx, councilId })
  const compared = compare(rows, existing, organisationOf).filter(({ fate }) => fate !== 'unchanged')
  const fresh = compared.filter(({ fate }) => fate === 'added')
  const first = await reserveNumbers(tx, councilId, 'councils.organisation', fresh.length)
  const added = fresh.map(({ after }, index) => ({ id: newId(), number: first + index, ...after }))
  const since = dayOf(now, council.time_zone)
  // First those that are new, then who stands under whom: whichever order the sheet has them in.
  await sql`
    insert into councils.organisation (council_id, organisation_id, number, code, kind, name_zh, since)
    select ${councilId}::uuid, id, number, code, kind, name_zh, ${since}::date
      from jsonb_to_recordset(${JSON.stringify(added)}::jsonb)
        as row (id uuid, number int, code text, kind text, name_zh text)`.execute(tx)
  await sql`
    update councils.organisation o
       set kind = row.kind, name_zh = row.name_zh, name_en = row.name_en, phone = row.phone, duties = row.duties,
           parent_id = p.organisation_id, area_id = a.area_id
      from jsonb_to_recordset(${JSON.stringify(compared.map(({ after }) => after))}::jsonb)
        as row (code text, kind text, name_zh text, name_en text, phone text, duties text, parent text, area text)
      left join councils.organisation p on p.council_id = ${councilId} and p.code = row.parent
      left join councils.area a on a.council_id = ${councilId} and a.code = row.area
     where o.council_id = ${councilId} and o.code = row.code`.execute(tx)
}

/** The first of so many numbers in a row of a council's counter. */
export async function reserveNumbers(
  tx: ApplyCall['tx'],
  councilId: string,
  name: string,
  count: number,
): Promise<number> {
  if (count === 0) return 0
  const row = await tx
    .insertInto('kernel.counter')
    .values({ council_id: councilId, name, value: count })
    .onConflict((clash) =>
      clash.columns(['council_id', 'name']).doUpdateSet({ value: sql<number>`kernel.counter.value + ${count}` }),
    )
    .returning('value')
    .executeTakeFirstOrThrow()
  return row.value - count + 1
}
