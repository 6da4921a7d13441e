import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { areaKinds } from '../tables.ts'
import { choiceCell, codeCell, type ImportColumn, textCell } from './cells.ts'
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
  { key: 'code', headings: ['编码', '代码', 'code'], required: true, read: codeCell },
  { key: 'name_zh', headings: ['名称', '中文名称', 'name', 'name_zh'], required: true, read: textCell(100) },
  { key: 'name_en', headings: ['英文名称', 'name_en', 'english name'], read: textCell(200) },
  {
    key: 'kind',
    headings: ['类型', 'kind', 'level'],
    read: choiceCell({
      ...Object.fromEntries(areaKinds.map((kind) => [kind, kind])),
      省: 'province',
      直辖市: 'province',
      自治区: 'province',
      市: 'city',
      地级市: 'city',
      区: 'county',
      县: 'county',
      区县: 'county',
      街道: 'street',
      乡: 'street',
      镇: 'street',
      乡镇: 'street',
      乡镇街道: 'street',
      社区: 'village',
      村: 'village',
      居委会: 'village',
      村委会: 'village',
      网格: 'grid',
      其他: 'other',
    }),
  },
  {
    key: 'parent',
    headings: ['上级编码', '上级代码', 'parent', 'parent_code', 'streetCode', 'areaCode', 'cityCode', 'provinceCode'],
    read: codeCell,
  },
  { key: 'division_code', headings: ['行政区划代码', '区划代码', 'division_code', 'gbt2260'], read: codeCell },
]

/** Areas of a council: districts, streets, communities, grids. */
export const areaImport: ImportKind = {
  name: 'areas',
  columns,
  async judge(call, rows) {
    const existing = await existingAreas(call)
    const compared = compare(rows, existing, areaOf)
    const coming = compared.map(({ line, after }) => ({ line, code: after.code, parent: after.parent }))
    const problems = treeProblems(coming, new Map([...existing].map(([code, area]) => [code, area.parent])))
    return { fate: fatesOf(compared), problems }
  },
  apply: writeAreas,
}

interface CodedArea {
  readonly code: string
  readonly name_zh: string
  readonly name_en: string | null
  readonly kind: string
  readonly division_code: string | null
  readonly parent: string | null
}

async function existingAreas({ tx, councilId }: Pick<ImportCall, 'tx' | 'councilId'>): Promise<Map<string, CodedArea>> {
  const rows = await tx
    .selectFrom('councils.area as a')
    .leftJoin('councils.area as p', (join) =>
      join.onRef('p.council_id', '=', 'a.council_id').onRef('p.area_id', '=', 'a.parent_id'),
    )
    .select(['a.code', 'a.name_zh', 'a.name_en', 'a.kind', 'a.division_code', 'p.code as parent'])
    .where('a.council_id', '=', councilId)
    .execute()
  return new Map(rows.map((row) => [row.code, row]))
}

function areaOf(values: ImportRow['values'], before: CodedArea | undefined): CodedArea {
  const code = String(values.code)
  return {
    code,
    name_zh: String(values.name_zh),
    name_en: said(values.name_en, before?.name_en),
    kind: said(values.kind, before?.kind) ?? kindByCode(code),
    division_code: said(values.division_code, before?.division_code) ?? (isDivisionCode(code) ? code : null),
    parent: said(values.parent, before?.parent),
  }
}

/** Whether a code has the shape of the state's: 2, 4, 6, 9 or 12 digits. */
export function isDivisionCode(code: string): boolean {
  return /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(code)
}

function kindByCode(code: string): string {
  if (!isDivisionCode(code)) return 'other'
  return { 2: 'province', 4: 'city', 6: 'county', 9: 'street', 12: 'village' }[code.length] ?? 'other'
}

async function writeAreas({ tx, councilId }: ApplyCall, rows: readonly ImportRow[]): Promise<void> {
  const compared = compare(rows, await existingAreas({ tx, councilId }), areaOf)
  const areas = compared.filter(({ fate }) => fate !== 'unchanged').map(({ after }) => ({ id: newId(), ...after }))
  // One statement for the rows, one for who stands under whom: whichever order the sheet has them in.
  await sql`
    insert into councils.area (council_id, area_id, code, kind, name_zh, name_en, division_code)
    select ${councilId}::uuid, id, code, kind, name_zh, name_en, division_code
      from jsonb_to_recordset(${JSON.stringify(areas)}::jsonb)
        as row (id uuid, code text, kind text, name_zh text, name_en text, division_code text)
    on conflict (council_id, code) do update
      set kind = excluded.kind, name_zh = excluded.name_zh, name_en = excluded.name_en,
          division_code = excluded.division_code`.execute(tx)
  await sql`
    update councils.area a set parent_id = p.area_id
      from jsonb_to_recordset(${JSON.stringify(areas.map(({ code, parent }) => ({ code, parent })))}::jsonb)
        as row (code text, parent text)
      left join councils.area p on p.council_id = ${councilId} and p.code = row.parent
     where a.council_id = ${councilId} and a.code = row.code and a.parent_id is distinct from p.area_id`.execute(tx)
}
