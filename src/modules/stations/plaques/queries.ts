import type { Selectable } from 'kysely'
import type { Db, Tables } from '#kernel/db'
import type { BaseItem } from './tables.ts'

export interface Plaque extends Selectable<Tables['stations.plaque']> {
  readonly place_number: number
  readonly name_zh: string
  readonly name_en: string | null
}

function plaques(db: Db, councilId: string) {
  return db
    .selectFrom('stations.plaque as q')
    .innerJoin('network.place as n', (join) =>
      join.onRef('n.council_id', '=', 'q.council_id').onRef('n.place_id', '=', 'q.place_id'),
    )
    .selectAll('q')
    .select(['n.number as place_number', 'n.name_zh', 'n.name_en'])
    .where('q.council_id', '=', councilId)
}

/** Plaques that hold, bases first; withdrawn ones are found by their code. */
export function plaquesOf(db: Db, councilId: string): Promise<Plaque[]> {
  return plaques(db, councilId)
    .where('q.withdrawn_on', 'is', null)
    .orderBy('q.kind')
    .orderBy('q.issued_on', 'desc')
    .orderBy('q.plaque_number')
    .limit(2000)
    .execute()
}

export function plaqueByCode(db: Db, councilId: string, code: string): Promise<Plaque | undefined> {
  return plaques(db, councilId).where('q.code', '=', code).executeTakeFirst()
}

export interface BaseWork {
  readonly place_id: string
  readonly item: BaseItem
  readonly told: string
}

export function baseWorkOf(db: Db, councilId: string, placeIds: readonly string[]): Promise<BaseWork[]> {
  if (placeIds.length === 0) return Promise.resolve([])
  return db
    .selectFrom('stations.base_work')
    .select(['place_id', 'item', 'told'])
    .where('council_id', '=', councilId)
    .where('place_id', 'in', [...placeIds])
    .execute()
}
