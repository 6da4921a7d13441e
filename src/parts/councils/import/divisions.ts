import { sql } from '#kernel/db'
import type { DivisionLevel } from '../tables.ts'
import { isDivisionCode } from './areas.ts'
import { codeCell, type ImportColumn, textCell } from './cells.ts'
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
  {
    key: 'code',
    headings: ['代码', '编码', '行政区划代码', 'code'],
    required: true,
    read: (text) => {
      const read = codeCell(text)
      if ('value' in read && !isDivisionCode(text)) return { code: 'division-code-shape' }
      return read
    },
  },
  { key: 'name_zh', headings: ['名称', '单位名称', 'name', 'name_zh'], required: true, read: textCell(100) },
  { key: 'name_en', headings: ['英文名称', 'name_en'], read: textCell(200) },
]

const parentLength: Readonly<Record<number, number>> = { 4: 2, 6: 4, 9: 6, 12: 9 }

/** The code that a division's code begins with: who stands above is part of the code itself. */
export function divisionParent(code: string): string | null {
  const length = parentLength[code.length]
  return length === undefined ? null : code.slice(0, length)
}

/** Divisions of the state by their codes, for all councils. Source of the codes: GB/T 2260 and GB/T 10114. */
export const divisionImport: ImportKind = {
  name: 'divisions',
  columns,
  shared: true,
  async judge(call, rows) {
    const existing = await existingDivisions(call)
    const compared = compare(rows, existing, divisionOf)
    const coming = compared.map(({ line, after }) => ({ line, code: after.code, parent: after.parent_code }))
    const above = new Map([...existing].map(([code, division]) => [code, division.parent_code]))
    const problems = treeProblems(coming, above).map((problem) => ({ ...problem, column: 'code' }))
    return { fate: fatesOf(compared), problems }
  },
  apply: writeDivisions,
}

interface Division {
  readonly code: string
  readonly parent_code: string | null
  readonly level: DivisionLevel
  readonly name_zh: string
  readonly name_en: string | null
}

async function existingDivisions({ tx }: Pick<ImportCall, 'tx'>): Promise<Map<string, Division>> {
  const rows = await tx.selectFrom('councils.division').selectAll().execute()
  return new Map(rows.map((row) => [row.code, row]))
}

const levels: Readonly<Record<number, DivisionLevel>> = {
  2: 'province',
  4: 'city',
  6: 'county',
  9: 'street',
  12: 'village',
}

function divisionOf(values: ImportRow['values'], before: Division | undefined): Division {
  const code = String(values.code)
  return {
    code,
    parent_code: divisionParent(code),
    level: levels[code.length] ?? 'village',
    name_zh: String(values.name_zh),
    name_en: said(values.name_en, before?.name_en),
  }
}

async function writeDivisions({ tx }: Pick<ApplyCall, 'tx'>, rows: readonly ImportRow[]): Promise<void> {
  const compared = compare(rows, await existingDivisions({ tx }), divisionOf)
  const divisions = compared.filter(({ fate }) => fate !== 'unchanged').map(({ after }) => after)
  await sql`
    insert into councils.division (code, parent_code, level, name_zh, name_en)
    select code, parent_code, level, name_zh, name_en
      from jsonb_to_recordset(${JSON.stringify(divisions)}::jsonb)
        as row (code text, parent_code text, level text, name_zh text, name_en text)
    on conflict (code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en`.execute(tx)
}
