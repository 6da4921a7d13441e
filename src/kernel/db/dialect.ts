import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'

/** Kysely over a pool that the caller owns; destroying it ends the pool. */
export function kyselyOver<Schema>(pool: pg.Pool): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
}
