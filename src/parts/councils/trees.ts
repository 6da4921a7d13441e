import { sql, type Tx } from '#kernel/db'
import { invalid, Refused } from '#kernel/outcome'

const registers = {
  area: { table: 'councils.area', id: 'area_id' },
  organisation: { table: 'councils.organisation', id: 'organisation_id' },
} as const

/** Refuses a parent that stands below the thing itself: nobody is his own grandfather. */
export async function noCircle(
  tx: Tx,
  councilId: string,
  register: keyof typeof registers,
  id: string,
  parentId: string | null,
): Promise<void> {
  if (parentId === null) return
  const { table, id: idColumn } = registers[register]
  const { rows } = await sql<{ found: boolean }>`
    with recursive above as (
      select ${sql.ref(idColumn)} as id, parent_id from ${sql.table(table)}
       where council_id = ${councilId} and ${sql.ref(idColumn)} = ${parentId}
      union
      select t.${sql.ref(idColumn)}, t.parent_id
        from ${sql.table(table)} t join above a on t.${sql.ref(idColumn)} = a.parent_id
       where t.council_id = ${councilId}
    )
    select exists (select 1 from above where id = ${id}) as found`.execute(tx)
  if (rows[0]?.found) throw new Refused(invalid({ path: 'parentId', code: 'circle' }))
}
