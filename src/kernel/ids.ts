import { uuidv7 } from 'uuidv7'

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]?: Name }

/** Id of a council, the unit of tenancy: first in the primary key of every table of a part or module. */
export type CouncilId = Branded<'council'>

/** Ids are made in the application: PostgreSQL 15 has no uuidv7(), and an offline client makes its own. */
export function newId(): string {
  return uuidv7()
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function isId(text: string): boolean {
  return uuid.test(text)
}
