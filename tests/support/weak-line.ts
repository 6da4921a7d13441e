import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the line does with the next request: lets it through, never lets it arrive, or lets it arrive and cuts the answer. */
export type LineMood = 'through' | 'cut-before' | 'cut-after'

export interface WeakLine {
  readonly origin: string
  /** Asked for every request; the line lets everything through unless this says otherwise. */
  mood: (path: string) => LineMood
  /** Changes a body on its way to the server: to plant a fault. */
  rewrite: ((path: string, body: Buffer) => Buffer) | null
  readonly cuts: { before: number; after: number }
  readonly close: () => Promise<void>
}

/** A line to a server that can be cut in the middle of any exchange. */
export async function weakLineTo(port: number): Promise<WeakLine> {
  const server = createServer((incoming, outgoing) => void carry(incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const own = (server.address() as AddressInfo).port
  const self: WeakLine = {
    origin: `http://127.0.0.1:${own}`,
    mood: () => 'through',
    rewrite: null,
    cuts: { before: 0, after: 0 },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return self

  async function carry(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = incoming.url ?? '/'
    const mood = self.mood(path)
    if (mood === 'cut-before') {
      self.cuts.before += 1
      incoming.socket.destroy()
      return
    }
    const pieces: Buffer[] = []
    for await (const piece of incoming) pieces.push(piece)
    const sent = Buffer.concat(pieces)
    const body = self.rewrite ? self.rewrite(path, sent) : sent
    const headers = { ...incoming.headers, 'content-length': String(body.length) }
    const onward = request({ port, host: '127.0.0.1', method: incoming.method, path, headers }, (answer) => {
      const told: Buffer[] = []
      answer.on('data', (piece) => told.push(piece))
      answer.on('end', () => {
        if (mood === 'cut-after') {
          // The server has done its work and the phone never hears of it.
          self.cuts.after += 1
          incoming.socket.destroy()
          return
        }
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        outgoing.end(Buffer.concat(told))
      })
    })
    onward.on('error', () => incoming.socket.destroy())
    onward.end(body)
  }
}
