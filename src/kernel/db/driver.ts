import { hash } from 'node:crypto'
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely'
import type pg from 'pg'

/** How a statement is sent; see `send`. */
export interface Sending {
  readonly prepared?: true
  readonly later?: true
}

/** What `send` said of a statement, for when Kysely hands it over. */
export const sendings = new WeakMap<CompiledQuery, Sending>()

/**
 * Connections of a pool, for Kysely. On a server a transaction's `begin`, and what is sent `later`, travel with the
 * statement after them: one round trip instead of two. An embedded database is asked one thing after the other.
 */
export class PoolDriver implements Driver {
  readonly #pool: pg.Pool
  readonly #server: boolean
  readonly #connections = new WeakMap<pg.PoolClient, PoolConnection>()

  constructor(pool: pg.Pool, server: boolean) {
    this.#pool = pool
    this.#server = server
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PoolConnection> {
    const client = await this.#pool.connect()
    const connection = this.#connections.get(client) ?? new PoolConnection(client, this.#server)
    this.#connections.set(client, connection)
    return connection
  }

  async beginTransaction(connection: PoolConnection, { isolationLevel, accessMode }: TransactionSettings) {
    const level = isolationLevel ? ` isolation level ${isolationLevel}` : ''
    await connection.begin(`start transaction${level}${accessMode ? ` ${accessMode}` : ''}`)
  }

  commitTransaction(connection: PoolConnection): Promise<void> {
    return connection.commit()
  }

  rollbackTransaction(connection: PoolConnection): Promise<void> {
    return connection.rollback()
  }

  async releaseConnection(connection: PoolConnection): Promise<void> {
    connection.release()
  }

  destroy(): Promise<void> {
    return this.#pool.end()
  }
}

class PoolConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient
  readonly #server: boolean
  /** The first error among statements nobody waited for. Answers come in order, so it is here before the next one. */
  #failure: unknown
  /** Until the database has answered something since `begin`: the answer to it. */
  #beginning: Promise<void> | undefined
  #broken = false

  constructor(client: pg.PoolClient, server: boolean) {
    this.#client = client
    this.#server = server
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { prepared, later } = sendings.get(query) ?? {}
    // Behind a `begin` that failed, a write would stand by itself: only what reads travels with it.
    if (this.#beginning && !isRead(query.sql)) await this.#begun()
    const config = {
      text: query.sql,
      values: [...query.parameters],
      // The connections of an embedded database share one session, which knows the names of the one before.
      ...(prepared && this.#server && { name: nameOf(query.sql) }),
    }
    if (later && this.#server) {
      void this.#sent(config)
      return { rows: [] }
    }
    const { command, rowCount, rows } = await this.#answerTo(config)
    const changed = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE'
    return { rows: rows as Row[], ...(changed && { numAffectedRows: BigInt(rowCount ?? 0) }) }
  }

  // biome-ignore lint/correctness/useYield: nothing in the house reads a result piece by piece
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('results are not streamed')
  }

  async begin(statement: string): Promise<void> {
    this.#beginning = this.#sent({ text: statement }).then(() => {})
    if (!this.#server) await this.#begun()
  }

  /** @throws the error that undid the transaction, if a statement nobody waited for had one */
  async commit(): Promise<void> {
    const { command } = await this.#answerTo({ text: 'commit' })
    if (command === 'ROLLBACK') throw new Error('the transaction was undone instead of committed')
  }

  async rollback(): Promise<void> {
    try {
      await this.#client.query('rollback')
    } catch (error) {
      this.#broken = true
      throw error
    } finally {
      this.#failure = undefined
    }
  }

  release(): void {
    this.#client.release(this.#broken)
  }

  async #begun(): Promise<void> {
    await this.#beginning
    this.#beginning = undefined
    this.#throwFailure()
  }

  async #answerTo(config: pg.QueryConfig): Promise<pg.QueryResult> {
    const answer = await this.#sent(config)
    this.#beginning = undefined
    this.#throwFailure()
    return answer!
  }

  /** The answer, or nothing where it is a failure. */
  #sent(config: pg.QueryConfig): Promise<pg.QueryResult | undefined> {
    return this.#client.query(config).catch((error: unknown) => {
      this.#failure ??= error
      return undefined
    })
  }

  #throwFailure(): void {
    const failure = this.#failure
    this.#failure = undefined
    if (failure !== undefined) throw failure
  }
}

function isRead(text: string): boolean {
  return /^\s*select\b/i.test(text)
}

const names = new Map<string, string>()

/** A statement's name on its connection, the same for the same words. */
function nameOf(text: string): string {
  const name = names.get(text) ?? hash('sha256', text, 'hex').slice(0, 20)
  names.set(text, name)
  return name
}
