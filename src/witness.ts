import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  cosignerOf,
  createWitness,
  formatVerifier,
  memoryIn,
  parseVerifier,
  type Verifier,
  type Witness,
} from '#kernel/ledger'

const usage = `zhitong ledger witness --dir DIR --name NAME [--port 8090] [--host 127.0.0.1]

Signs the checkpoints of other people's logs, each only if it continues the one signed before
(c2sp.org/tlog-witness). DIR holds its key, made at the first start, what it signed, and the file "logs":
the keys of the logs it watches, one a line, as /log/SLUG/key shows them. NAME is an address without
scheme, such as witness.example.org. Put a proxy that ends TLS in front of it.

DIR must never be restored from a backup: a witness that lost it begins anew under another name.`

/** @returns the exit code: 0 stopped, 1 could not start, 2 asked wrongly */
export async function witnessCommand(args: readonly string[]): Promise<number> {
  const asked = read(args)
  if (!asked) {
    console.error(usage)
    return 2
  }
  try {
    const { server, key } = await openWitness(asked.dir, asked.name)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(asked.port, asked.host, resolve)
    })
    console.log(`witness ${asked.name} ${key} http://${asked.host}:${asked.port}`)
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    })
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    return 0
  } catch (error) {
    console.error((error as Error).message)
    return 1
  }
}

/** A witness and its server, not listening yet. `key` is what a log's operator enters. */
export async function openWitness(dir: string, name: string): Promise<{ server: Server; key: string }> {
  if (!/^[^\s+]{1,200}$/u.test(name)) throw new Error(`${name} is no name for a witness: no spaces, no +.`)
  await mkdir(dir, { recursive: true })
  const signer = cosignerOf(name, await seedIn(dir))
  const logs = () => logsIn(join(dir, 'logs'))
  const witness = createWitness({ signer, logs, memory: memoryIn(join(dir, 'signed')) })
  return { server: serverOf(witness), key: formatVerifier(signer) }
}

async function seedIn(dir: string): Promise<Buffer> {
  const path = join(dir, 'key')
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text !== null) {
    if (!/^[0-9a-f]{64}\n?$/.test(text)) throw new Error(`${path} is not the key of a witness.`)
    return Buffer.from(text.trim(), 'hex')
  }
  const seed = randomBytes(32)
  await writeFile(path, `${seed.toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  return seed
}

/** Read at each request, so that a log is added without a restart. */
async function logsIn(path: string): Promise<Verifier[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
  return lines.map((line) => {
    const verifier = parseVerifier(line.trim())
    if (!verifier) throw new Error(`${path}: not the key of a log: ${line}`)
    return verifier
  })
}

const mostBytes = 64 * 1024

/** The one thing a witness answers: `POST /add-checkpoint`. */
export function serverOf(witness: Witness, tell: (error: unknown) => void = console.error): Server {
  return createServer(async (request, response) => {
    const reply = (status: number, body: string, type = 'text/plain; charset=utf-8') =>
      response.writeHead(status, { 'content-type': type }).end(body)
    if (request.url !== '/add-checkpoint') return reply(404, 'POST /add-checkpoint\n')
    if (request.method !== 'POST') return reply(405, 'POST /add-checkpoint\n')
    try {
      const body = await bodyOf(request)
      if (body === undefined) return reply(413, 'too long\n')
      const answer = await witness.addCheckpoint(body, new Date())
      return reply(answer.status, answer.body, answer.type)
    } catch (error) {
      tell(error)
      return reply(500, 'this witness cannot answer now\n')
    }
  })
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request) {
    bytes += (piece as Buffer).length
    if (bytes > mostBytes) return undefined
    pieces.push(piece as Buffer)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function read(args: readonly string[]) {
  const string = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: { dir: string, name: string, port: string, host: string },
  })
  const text = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise)
  const [dir, name, port] = [text(values.dir, ''), text(values.name, ''), Number(text(values.port, '8090'))]
  if (!dir || !name || !Number.isInteger(port) || port < 0 || port > 65_535) return null
  return { dir, name, port, host: text(values.host, '127.0.0.1') }
}
