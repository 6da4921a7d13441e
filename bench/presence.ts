/**
 * 900 deputies with their inbox open at one process: what that takes of memory, how long a new matter takes to reach
 * an open inbox when another process stored it, and how many transactions a second it costs the database. The browsers
 * are played: a line that ends is opened again, as theirs would be. The ceiling is a bare Node with as many lines.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { Agent, type ClientRequest, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { succeeded } from '#support/councils'
import { aDeputyOf, aGuest, aSessionOf } from '#support/people'
import { raise } from '../src/modules/contact/actions/resident.ts'
import { type Figure, type Measure, percentile } from './figure.ts'
import { type BenchHouse, benchHouse } from './house.part.ts'

const deputies = 900
const letters = 25
const mebibyte = 1024 * 1024

export const measure: Measure = async () => {
  const house = await benchHouse({ connections: 8 })
  try {
    const people = await enrol(house)
    const bare = await withServer('bare', '', (server) =>
      measured(server, people, async () => server.child.send('word')),
    )
    const ours = await withServer('house', house.url, (server) =>
      measured(server, people, (personId) => write(house, personId), house),
    )
    return [
      figure('900 open inboxes: memory above idle', ours.mebibytes, 'MiB', bare.mebibytes, 150),
      figure('new matter stored elsewhere to open inbox, p95', ours.p95Ms, 'ms', bare.p95Ms, 2000),
      figure('900 open inboxes: transactions of the database', ours.perSecond, '/s', null, 200),
    ]
  } finally {
    await house.close()
  }
}

function figure(name: string, value: number, unit: string, ceiling: number | null, atMost: number): Figure {
  const ratio = ceiling === null ? null : value / ceiling
  return { name, value, unit, ceiling, ratio, goal: `≤ ${atMost} ${unit}`, holds: value <= atMost }
}

interface Person {
  readonly personId: string
  readonly cookie: string
}

async function enrol({ app, council }: BenchHouse): Promise<readonly Person[]> {
  const people: Person[] = []
  for (let n = 0; n < deputies; n += 1) {
    const deputy = await aDeputyOf(app, council, { name: `代表${n}` })
    const token = await aSessionOf(app, deputy, { method: 'passkey' })
    people.push({ personId: deputy.personId, cookie: `zt_session=${token}; zt_council=${council.slug}` })
  }
  return people
}

async function write({ app, council }: BenchHouse, deputyId: string): Promise<void> {
  const letter = {
    clientKey: newId(),
    body: '3号楼东门的路灯坏了一个月。',
    public: false,
    consent: true,
    deputyId,
  } as const
  succeeded(await perform(app, raise, aGuest(council), letter))
}

interface Server {
  readonly child: ChildProcess
  readonly port: number
}

async function withServer<Result>(
  kind: string,
  url: string,
  work: (server: Server) => Promise<Result>,
): Promise<Result> {
  const file = join(import.meta.dirname, 'presence-server.part.ts')
  const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', file, kind, url], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  try {
    const { port } = await said<{ port: number }>(child)
    return await work({ child, port })
  } finally {
    child.kill()
  }
}

function said<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve) => child.once('message', (message) => resolve(message as Message)))
}

async function memoryOf({ child }: Server): Promise<number> {
  const answer = said<{ rss: number }>(child)
  child.send('memory')
  return (await answer).rss / mebibyte
}

/** One browser's line: it is opened again when it ends. */
class Line {
  readonly #server: Server
  readonly #person: Person
  readonly #agent: Agent
  #request: ClientRequest | undefined
  #last = ''
  #heard: (event: string) => void = () => {}
  #closed = false

  constructor(server: Server, person: Person, agent: Agent) {
    this.#server = server
    this.#person = person
    this.#agent = agent
  }

  next(event: string): Promise<void> {
    return new Promise((resolve) => {
      this.#heard = (name) => name === event && resolve()
    })
  }

  open(): void {
    const headers = { cookie: this.#person.cookie, ...(this.#last && { 'last-event-id': this.#last }) }
    const target = { host: '127.0.0.1', port: this.#server.port, path: '/contact/inbox/live', headers }
    this.#request = request({ ...target, agent: this.#agent }, (response) => {
      if (response.statusCode !== 200) throw new Error(`a line was answered with ${response.statusCode}`)
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        this.#last = /id: (\d+)/.exec(text)?.[1] ?? this.#last
        for (const [, name = ''] of text.matchAll(/event: (\w+)/g)) this.#heard(name)
      })
      response.on('end', () => {
        if (!this.#closed) setTimeout(() => this.open(), 1500)
      })
      response.on('error', () => {})
    })
    this.#request.on('error', () => {})
    this.#request.end()
  }

  close(): void {
    this.#closed = true
    this.#request?.destroy()
  }
}

async function measured(
  server: Server,
  people: readonly Person[],
  tell: (personId: string) => Promise<unknown>,
  house?: BenchHouse,
) {
  const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY })
  const all = people.map((person) => new Line(server, person, agent))
  const open = async (lines: readonly Line[]) => {
    for (let from = 0; from < lines.length; from += 50) {
      const some = lines.slice(from, from + 50)
      const here = some.map((line) => line.next('here'))
      for (const line of some) line.open()
      await Promise.all(here)
    }
  }
  // What every first line costs (compiled code, pools) is the process's own.
  const first = people.slice(0, 50).map((person) => new Line(server, person, agent))
  await open(first)
  for (const line of first) line.close()
  await pause(8000)
  const idle = await memoryOf(server)
  await open(all)
  const before = house ? await transactions(house) : 0
  const from = performance.now()
  await pause(15_000)
  const perSecond = house ? ((await transactions(house)) - before) / ((performance.now() - from) / 1000) : 0
  const mebibytes = (await memoryOf(server)) - idle
  const times: number[] = []
  for (let n = 0; n < letters; n += 1) {
    const at = (n * 31) % people.length
    const [line, person] = [all[at], people[at]]
    if (!line || !person) throw new RangeError('no such line')
    const changed = line.next('changed')
    const sentAt = performance.now()
    await tell(person.personId)
    await changed
    times.push(performance.now() - sentAt)
  }
  for (const line of all) line.close()
  return { mebibytes, p95Ms: percentile(times, 0.95), perSecond }
}

async function transactions({ database }: BenchHouse): Promise<number> {
  await database.pool.query('select pg_stat_force_next_flush()')
  const { rows } = await database.pool.query<{ n: number }>(
    'select xact_commit as n from pg_stat_database where datname = current_database()',
  )
  return Number(rows[0]?.n ?? 0)
}
