import { V7Generator } from 'uuidv7'
import { randomOf } from './random.ts'

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]?: Name }

/** Id of a council, the unit of tenancy: first in the primary key of every table of a part or module. */
export type CouncilId = Branded<'council'>

const ids = new V7Generator({ nextUint32 })

/** Ids are made in the application: PostgreSQL 15 has no uuidv7(), and an offline client makes its own. */
export function newId(): string {
  return ids.generate().toString()
}

function nextUint32(): number {
  const [a = 0, b = 0, c = 0, d = 0] = randomOf(4)
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function isId(text: string): boolean {
  return uuid.test(text)
}
