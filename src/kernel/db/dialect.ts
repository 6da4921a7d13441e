import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type pg from 'pg'
import { PoolDriver } from './driver.ts'

/**
 * Kysely over a pool that the caller owns; destroying it ends the pool.
 * @param server whether each connection is a session of its own on a server, which may be sent several statements at once
 */
export function kyselyOver<Schema>(pool: pg.Pool, server: boolean): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new PoolDriver(pool, server),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}
