import { z } from 'zod'
import { definitions, type SettingKey, type settingsText, standardSettings } from '#parts/councils'

/** A value that has words of its own in the texts of the settings. */
export type SettingChoice = keyof (typeof settingsText)['zh-CN']['choice']

/** How a setting is edited, told by the shape of its standard value. */
export type Shape =
  | { readonly is: 'number' }
  | { readonly is: 'flag' }
  | { readonly is: 'text' }
  | { readonly is: 'choice'; readonly options: readonly SettingChoice[] }
  | { readonly is: 'share' }
  | { readonly is: 'words' }
  | { readonly is: 'rows'; readonly columns: readonly RowColumn[] }

export interface RowColumn {
  readonly key: string
  readonly is: 'text' | 'lines' | 'number' | 'owner'
}

/** Empty rows offered below those there are. */
const spare = 2

export function shapeOf(key: SettingKey): Shape {
  const standard: unknown = standardSettings[key]
  if (typeof standard === 'number') return { is: 'number' }
  if (typeof standard === 'boolean') return { is: 'flag' }
  const { schema } = definitions[key] as { readonly schema: z.ZodType }
  if (schema instanceof z.ZodEnum) return { is: 'choice', options: schema.options as SettingChoice[] }
  if (typeof standard === 'string') return { is: 'text' }
  if (!Array.isArray(standard)) return { is: 'share' }
  const [first] = standard as readonly unknown[]
  // An empty list as delivered is a list of words: rows are never delivered empty.
  if (first === undefined || typeof first === 'string') return { is: 'words' }
  return { is: 'rows', columns: Object.entries(first as object).map(([name, value]) => columnOf(name, value)) }
}

function columnOf(key: string, value: unknown): RowColumn {
  if (typeof value === 'number') return { key, is: 'number' }
  if (key === 'owner') return { key, is: 'owner' }
  return { key, is: key.startsWith('tasks') ? 'lines' : 'text' }
}

/** The fields of a form for a value: `value`, `value.of`, `value.0.name_zh`. */
export function fieldsOf(shape: Shape, value: unknown): Record<string, string> {
  switch (shape.is) {
    case 'number':
    case 'text':
    case 'choice':
      return { value: String(value) }
    case 'flag':
      return { value: value ? 'yes' : 'no' }
    case 'words':
      return { value: (value as readonly string[]).join('\n') }
    case 'share': {
      const share = value as { of: number; in: number }
      return { 'value.of': String(share.of), 'value.in': String(share.in) }
    }
    case 'rows':
      return Object.fromEntries(
        (value as readonly Record<string, unknown>[]).flatMap((row, index) =>
          Object.entries(row).map(([key, cell]) => [`value.${index}.${key}`, String(cell)]),
        ),
      )
  }
}

/** How many rows a form shows for these fields. */
export function rowCount(fields: Readonly<Record<string, string>>): number {
  const indices = Object.keys(fields).flatMap((name) => /^value\.(\d+)\./.exec(name)?.[1] ?? [])
  return Math.min(60, Math.max(0, ...indices.map((index) => Number(index) + 1))) + spare
}

/** The value that a form's fields stand for. What is no number stays text, so that the schema names the field. */
export function decidedValue(shape: Shape, fields: Readonly<Record<string, string>>): unknown {
  const text = (fields.value ?? '').trim()
  switch (shape.is) {
    case 'number':
      return numberOf(text)
    case 'text':
    case 'choice':
      return text
    case 'flag':
      return text === 'yes'
    case 'words':
      return text
        .split(/[\n、,，;；]+/)
        .map((word) => word.trim())
        .filter(Boolean)
    case 'share':
      return { of: numberOf(fields['value.of'] ?? ''), in: numberOf(fields['value.in'] ?? '') }
    case 'rows':
      return rowsOf(shape.columns, fields)
  }
}

/** Rows in the order of their number; a row without any text is left out, which is how one is taken away. */
function rowsOf(columns: readonly RowColumn[], fields: Readonly<Record<string, string>>): unknown[] {
  return Array.from({ length: rowCount(fields) }, (_, index) => {
    const cell = (key: string) => (fields[`value.${index}.${key}`] ?? '').trim()
    const filled = columns.some(({ key, is }) => is !== 'owner' && cell(key) !== '')
    return filled
      ? Object.fromEntries(columns.map(({ key, is }) => [key, is === 'number' ? numberOf(cell(key)) : cell(key)]))
      : null
  }).filter((row) => row !== null)
}

function numberOf(text: string): number | string {
  const value = Number(text.trim().normalize('NFKC'))
  return text.trim() === '' || !Number.isFinite(value) ? text : value
}
