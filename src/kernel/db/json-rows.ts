import { type RawBuilder, sql } from 'kysely'

/** Rows as a table inside a statement. */
export interface JsonRows {
  /** The columns that some row has, with commas between. */
  readonly names: RawBuilder<unknown>
  /** To be selected from; it has the columns of `names`. */
  readonly table: RawBuilder<unknown>
}

/**
 * Rows as a table named `given` inside a statement, sent as one JSON text: a query of hundreds of parameters takes
 * longer to build than to run, and each column that is named is looked for in every row, so those that no row has are
 * left out and take their default.
 * @param types the database's types by the names of the columns; a value that is undefined is null
 */
export function jsonRows<Name extends string>(
  types: Readonly<Record<Name, string>>,
  rows: readonly { readonly [Key in Name]?: unknown }[],
): JsonRows {
  const present = (Object.keys(types) as Name[]).filter((name) => rows.some((row) => row[name] !== undefined))
  const columns = present.map((name) => `${name} ${types[name]}`)
  return {
    names: sql.raw(present.join(', ')),
    table: sql`json_to_recordset(${JSON.stringify(rows)}) given (${sql.raw(columns.join(', '))})`,
  }
}
