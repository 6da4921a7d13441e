import { createHash, randomBytes } from 'node:crypto'
import { sign, signatureHolds } from './session.ts'

/** When the house asks those who are not signed in for a proof that they are no machine, and what it takes. */
export interface FloodLimits {
  /** Writings of guests in one council that this process works on at one moment. */
  readonly mostAtOnce: number
  /** How long it goes on asking after the last such moment. */
  readonly staysMs: number
  /** Leading zero bits a browser has to find: some seconds of an old phone. */
  readonly bits: number
  /** Instead of the proof, waiting this long is as good. */
  readonly waitMs: number
  /** How many of one network are let in by waiting, each minute. */
  readonly waitersPerNetwork: number
  /** What one proof is good for: writing, looking it over, sending, adding something. */
  readonly pass: { readonly writings: number; readonly forMs: number }
  /** How long a ticket is good. */
  readonly ticketMs: number
}

export const floodLimits: FloodLimits = {
  mostAtOnce: 300,
  staysMs: 60_000,
  bits: 16,
  waitMs: 60_000,
  waitersPerNetwork: 6,
  pass: { writings: 5, forMs: 10 * 60_000 },
  ticketMs: 30 * 60_000,
}

/** Who wants to write, and what they bring. */
export interface Writer {
  readonly councilId: string
  readonly network: string
  readonly deviceId: string | null
  readonly ticket: string | undefined
  readonly proof: string | undefined
}

/** A flood gate of one process. It keeps nothing but counts, for minutes. */
export interface FloodGate {
  /** Whether guests are asked for a proof in this council now. */
  asks(councilId: string, now: Date): boolean
  /** Lets one in, or hands out a ticket for the way in. */
  judge(writer: Writer, now: Date): { readonly ok: true } | { readonly ok: false; readonly ticket: string }
  /** Counts a writing that has begun. @returns what to call when it has ended */
  enter(councilId: string, now: Date): () => void
}

export function createFloodGate(secret: string, limits: FloodLimits = floodLimits): FloodGate {
  const busy = new Map<string, { at: number; until: number }>()
  const used = new Expiring()
  const passes = new Expiring<{ left: number }>()
  const waiters = new Expiring<{ count: number }>()

  const ticketFor = (councilId: string, now: Date) => {
    const words = `${now.getTime().toString(36)}.${randomBytes(9).toString('base64url')}`
    return `${words}.${sign(secret, 'flood', `${councilId} ${words}`)}`
  }

  const ageOf = ({ councilId, ticket = '' }: Writer, now: Date): number | null => {
    const [issued = '', random = '', signature = ''] = ticket.split('.')
    if (!signatureHolds(secret, 'flood', `${councilId} ${issued}.${random}`, signature)) return null
    const age = now.getTime() - Number.parseInt(issued, 36)
    return age >= 0 && age <= limits.ticketMs && !used.get(ticket, now) ? age : null
  }

  const hasWaited = (age: number, { network }: Writer, now: Date): boolean => {
    if (age < limits.waitMs) return false
    const before = waiters.get(network, now) ?? { count: 0 }
    if (before.count >= limits.waitersPerNetwork) return false
    if (before.count === 0) waiters.set(network, before, now, 60_000)
    before.count += 1
    return true
  }

  return {
    asks(councilId, now) {
      const state = busy.get(councilId)
      return state !== undefined && (state.at >= limits.mostAtOnce || now.getTime() < state.until)
    },
    judge(writer, now) {
      const { councilId, deviceId, ticket = '', proof } = writer
      const passName = `${councilId} ${deviceId}`
      const pass = deviceId === null ? undefined : passes.get(passName, now)
      if (pass && pass.left > 0) {
        pass.left -= 1
        return { ok: true }
      }
      const age = ageOf(writer, now)
      if (age === null) return { ok: false, ticket: ticketFor(councilId, now) }
      // The wait goes on with the ticket one has.
      if (!proves(ticket, proof, limits.bits) && !hasWaited(age, writer, now)) return { ok: false, ticket }
      used.set(ticket, true, now, limits.ticketMs)
      const left = limits.pass.writings - 1
      if (deviceId !== null) passes.set(passName, { left }, now, limits.pass.forMs)
      return { ok: true }
    },
    enter(councilId, now) {
      const state = busy.get(councilId) ?? { at: 0, until: 0 }
      busy.set(councilId, state)
      state.at += 1
      if (state.at >= limits.mostAtOnce) state.until = now.getTime() + limits.staysMs
      let left = false
      return () => {
        if (!left) state.at -= 1
        left = true
      }
    },
  }
}

/** Whether SHA-256 of `ticket:proof` begins with that many zero bits. */
export function proves(ticket: string, proof: string | undefined, bits: number): boolean {
  if (!proof || !/^[0-9a-z]{1,16}$/.test(proof)) return false
  const hash = createHash('sha256').update(`${ticket}:${proof}`).digest()
  return Math.clz32(hash.readUInt32BE()) >= bits
}

const mostKept = 200_000

/** Values that are forgotten after a time; when there are too many, the oldest first. */
class Expiring<Value = true> {
  readonly #kept = new Map<string, { readonly value: Value; readonly until: number }>()

  get(name: string, now: Date): Value | undefined {
    const kept = this.#kept.get(name)
    return kept && kept.until > now.getTime() ? kept.value : undefined
  }

  set(name: string, value: Value, now: Date, forMs: number): void {
    for (const [old, { until }] of this.#kept) {
      if (until > now.getTime() && this.#kept.size < mostKept) break
      this.#kept.delete(old)
    }
    this.#kept.delete(name)
    this.#kept.set(name, { value, until: now.getTime() + forMs })
  }
}
