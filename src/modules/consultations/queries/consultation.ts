import '../tables.ts'
import type { Selectable } from 'kysely'
import type { Db, Tables, Tx } from '#kernel/db'

export type ConsultationRow = Selectable<Tables['consultations.consultation']>

export async function consultationByNumber(
  db: Db | Tx,
  councilId: string,
  number: number,
): Promise<ConsultationRow | null> {
  const row = await db
    .selectFrom('consultations.consultation')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('number', '=', number)
    .executeTakeFirst()
  return row ?? null
}

export async function consultationById(db: Db | Tx, councilId: string, id: string): Promise<ConsultationRow | null> {
  const row = await db
    .selectFrom('consultations.consultation')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/**
 * The consultation, locked until the transaction ends.
 * @param how 'share' for those who give opinions, many at once; 'update' for whoever changes it
 */
export async function lockConsultation(
  tx: Tx,
  councilId: string,
  id: string,
  how: 'share' | 'update' = 'update',
): Promise<ConsultationRow | null> {
  const wanted = tx
    .selectFrom('consultations.consultation')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', id)
  const row = await (how === 'share' ? wanted.forShare() : wanted.forUpdate()).executeTakeFirst()
  return row ?? null
}

/** The title in the reader's language, Chinese when there is none. */
export function titleIn(row: Pick<ConsultationRow, 'title' | 'titles'>, locale: string): string {
  return row.titles[locale] ?? row.title
}
