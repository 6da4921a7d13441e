import './tables.ts'
import type { Selectable } from 'kysely'
import type { Db, Tables, Tx } from '#kernel/db'
import type { DeviceKind } from './tables.ts'

export type Device = Selectable<Tables['notices.device']>

/** Most devices of an account in one council: a new one takes the place of the oldest. */
export const mostDevices = 8

/** The browsers and the WeChat account somebody added; none while her account is closed. */
export function devicesOf(db: Db | Tx, councilId: string, accountId: string): Promise<Device[]> {
  return db
    .selectFrom('notices.device as d')
    .innerJoin('people.account as a', 'a.id', 'd.account_id')
    .selectAll('d')
    .where('d.council_id', '=', councilId)
    .where('d.account_id', '=', accountId)
    .where('a.erased_at', 'is', null)
    .where('a.disabled_at', 'is', null)
    .orderBy('d.added_at')
    .orderBy('d.id')
    .limit(mostDevices)
    .execute()
}

/** An address that no longer takes anything. */
export async function forgetDevice(
  db: Db,
  councilId: string,
  { kind, address }: { readonly kind: DeviceKind; readonly address: string },
): Promise<void> {
  await db
    .deleteFrom('notices.device')
    .where('council_id', '=', councilId)
    .where('kind', '=', kind)
    .where('address', '=', address)
    .execute()
}
