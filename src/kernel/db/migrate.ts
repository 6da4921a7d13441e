import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'

/** A folder of numbered SQL files, forward only, and the schema they build. */
export interface MigrationSource {
  readonly name: string
  readonly directory: string
  /** Tables to which the application may only add: `schema.table`. */
  readonly appendOnly?: readonly string[]
}

interface Migration {
  readonly source: string
  readonly file: string
  readonly sql: string
  readonly sha256: string
}

/** The key of the advisory lock that one process at a time holds while it changes the tables. */
const migrationLock = 0x5a68_7467

/** The role the application takes inside every transaction, so that row-level security holds even for the owner. */
export const applicationRole = 'zhitong_app'

/**
 * Brings the database up to the newest migration of every source, in the sources' order, each file in a transaction;
 * then locks every table that carries a council to that council's rows.
 * @returns the files that were run
 * @throws Error when a file that already ran was edited since
 */
export async function migrate(pool: pg.Pool, sources: readonly MigrationSource[]): Promise<string[]> {
  const client = await pool.connect()
  try {
    await prepare(client)
    const pending = await pendingOf(client, await read(sources))
    for (const migration of pending) await run(client, migration)
    await guardTables(client, sources)
    return pending.map((migration) => `${migration.source}/${migration.file}`)
  } finally {
    client.release()
  }
}

export async function pendingMigrations(pool: pg.Pool, sources: readonly MigrationSource[]): Promise<string[]> {
  const client = await pool.connect()
  try {
    await prepare(client)
    return (await pendingOf(client, await read(sources))).map((migration) => `${migration.source}/${migration.file}`)
  } finally {
    client.release()
  }
}

/** A digest of all migrations: two houses with the same digest have the same tables. */
export async function migrationsDigest(sources: readonly MigrationSource[]): Promise<string> {
  const hash = createHash('sha256')
  for (const migration of await read(sources))
    hash.update(`${migration.source}/${migration.file}:${migration.sha256}\n`)
  return hash.digest('hex').slice(0, 16)
}

async function read(sources: readonly MigrationSource[]): Promise<Migration[]> {
  const migrations: Migration[] = []
  for (const source of sources) {
    for (const file of (await filesOf(source.directory))
      .filter((name) => /^\d{3}-[a-z0-9-]+\.sql$/.test(name))
      .sort()) {
      const text = await readFile(join(source.directory, file), 'utf8')
      migrations.push({ source: source.name, file, sql: text, sha256: createHash('sha256').update(text).digest('hex') })
    }
  }
  return migrations
}

async function filesOf(directory: string): Promise<string[]> {
  try {
    return await readdir(directory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

async function prepare(client: pg.PoolClient): Promise<void> {
  await alone(client, async () => {
    await client.query(`
      create schema if not exists kernel;
      create table if not exists kernel.migration (
        source text not null,
        file text not null,
        sha256 text not null,
        applied_at timestamptz not null default now(),
        primary key (source, file)
      )`)
  })
}

/** One transaction that no other process's step overlaps: of two that start together the second waits here. */
async function alone(client: pg.PoolClient, step: () => Promise<void>): Promise<void> {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
    await step()
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function pendingOf(client: pg.PoolClient, migrations: readonly Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ source: string; file: string; sha256: string }>(
    'select source, file, sha256 from kernel.migration',
  )
  const applied = new Map(rows.map((row) => [`${row.source}/${row.file}`, row.sha256]))
  for (const migration of migrations) {
    const before = applied.get(`${migration.source}/${migration.file}`)
    if (before && before !== migration.sha256) {
      throw new Error(`${migration.source}/${migration.file} was edited after it ran; write a new migration instead.`)
    }
  }
  return migrations.filter((migration) => !applied.has(`${migration.source}/${migration.file}`))
}

async function run(client: pg.PoolClient, { source, file, sql, sha256 }: Migration): Promise<void> {
  try {
    await alone(client, async () => {
      const before = await client.query('select 1 from kernel.migration where source = $1 and file = $2', [
        source,
        file,
      ])
      if (before.rowCount) return
      await client.query(`create schema if not exists "${source}"`)
      await client.query(sql)
      await client.query('insert into kernel.migration (source, file, sha256) values ($1, $2, $3)', [
        source,
        file,
        sha256,
      ])
    })
  } catch (error) {
    throw new Error(`migration ${source}/${file} failed: ${(error as Error).message}`, { cause: error })
  }
}

/**
 * Row-level security by council on every table that has one, and the rights of the application's role: whatever is
 * missing, also when an earlier start was cut off between the tables and their locks.
 */
async function guardTables(client: pg.PoolClient, sources: readonly MigrationSource[]): Promise<void> {
  await createApplicationRole(client)
  const schemas = sources.map((source) => source.name)
  const appendOnly = new Set(sources.flatMap((source) => source.appendOnly ?? []))
  await alone(client, async () => {
    for (const { schema } of await schemasToOpen(client, schemas))
      await client.query(`grant usage on schema "${schema}" to ${applicationRole}`)
    for (const { schema, table, granted, toSecure } of await tablesToGuard(client, schemas)) {
      const rights = appendOnly.has(`${schema}.${table}`) ? 'select, insert' : 'select, insert, update, delete'
      if (!granted) await client.query(`grant ${rights} on "${schema}"."${table}" to ${applicationRole}`)
      if (!toSecure) continue
      await client.query(`alter table "${schema}"."${table}" enable row level security`)
      await client.query(
        `create policy of_council on "${schema}"."${table}"
           using (council_id = nullif(current_setting('app.council', true), '')::uuid)`,
      )
    }
  })
}

/** Roles belong to the whole server: another database of the same server may be creating it at the same moment. */
async function createApplicationRole(client: pg.PoolClient): Promise<void> {
  await client.query(`
    do $$ begin
      create role ${applicationRole} nologin;
    exception when duplicate_object or unique_violation then null;
    end $$`)
  await client.query(`
    do $$ begin
      grant ${applicationRole} to current_user;
    exception when unique_violation then null;
    end $$`)
}

async function schemasToOpen(client: pg.PoolClient, schemas: readonly string[]): Promise<{ schema: string }[]> {
  const { rows } = await client.query<{ schema: string }>(
    `select nspname as schema from pg_namespace
      where nspname = any($1) and not has_schema_privilege('${applicationRole}', oid, 'usage')`,
    [schemas],
  )
  return rows
}

async function tablesToGuard(
  client: pg.PoolClient,
  schemas: readonly string[],
): Promise<{ schema: string; table: string; granted: boolean; toSecure: boolean }[]> {
  const { rows } = await client.query<{ schema: string; table: string; granted: boolean; toSecure: boolean }>(
    `select * from (
       select n.nspname as schema, c.relname as table,
              has_table_privilege('${applicationRole}', c.oid, 'insert') as granted,
              not c.relrowsecurity and exists (
                select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'council_id'
              ) as "toSecure"
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname = any($1)
     ) found
     where not granted or "toSecure"`,
    [schemas],
  )
  return rows
}
