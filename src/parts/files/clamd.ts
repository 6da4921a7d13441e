import { connect } from 'node:net'

export type Scan =
  | { readonly verdict: 'clean' }
  | { readonly verdict: 'infected'; readonly name: string }
  /** No answer that can be trusted: the file stays in quarantine and is scanned again later. */
  | { readonly verdict: 'unknown'; readonly why: string }

export type Scanner = (bytes: Uint8Array) => Promise<Scan>

let inUse: Scanner | null = null

/** Sets the virus scanner of this process, once at its start; null for none. */
export function useScanner(scanner: Scanner | null): void {
  inUse = scanner
}

export const scannerInUse = (): Scanner | null => inUse

const chunkBytes = 65_536
const mostAnswerBytes = 4_096

/**
 * A clamd daemon reached over TCP, by its INSTREAM command.
 * @param address `host` or `host:port`; the port is 3310 unless given. Set clamd's StreamMaxLength to 12M or more.
 * Source: clamd(8), section COMMANDS.
 */
export function clamdScanner(address: string, { waitMs = 20_000 }: { waitMs?: number } = {}): Scanner {
  const [, host = address, port = '3310'] = /^(.*?)(?::(\d+))?$/.exec(address) ?? []
  return (bytes) =>
    new Promise((resolve) => {
      const socket = connect({ host, port: Number(port) })
      let answer = ''
      const settle = (scan: Scan) => {
        socket.destroy()
        resolve(scan)
      }
      socket.setTimeout(waitMs, () => settle({ verdict: 'unknown', why: 'no answer in time' }))
      socket.on('error', (error) => settle({ verdict: 'unknown', why: error.message }))
      socket.on('connect', () => send(socket, bytes))
      socket.on('data', (piece) => {
        answer += piece.toString('utf8')
        if (answer.includes('\0') || answer.length > mostAnswerBytes) settle(verdictOf(answer))
      })
      socket.on('close', () => settle(verdictOf(answer)))
    })
}

function send(socket: ReturnType<typeof connect>, bytes: Uint8Array): void {
  socket.write('zINSTREAM\0')
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes)
    const size = Buffer.alloc(4)
    size.writeUInt32BE(chunk.length)
    socket.write(size)
    socket.write(chunk)
  }
  socket.write(Buffer.alloc(4))
}

function verdictOf(answer: string): Scan {
  const line = answer.split('\0')[0]!.trim()
  if (line === 'stream: OK') return { verdict: 'clean' }
  const found = /^stream: (.+) FOUND$/.exec(line)
  if (found) return { verdict: 'infected', name: found[1]! }
  return { verdict: 'unknown', why: line || 'the connection ended without an answer' }
}
