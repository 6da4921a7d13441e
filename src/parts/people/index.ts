import { join } from 'node:path'
import type { Manifest } from '#kernel/module'

export { ensurePerson } from './accounts.ts'
export * from './actions.ts'
export * from './books.ts'
export { type IssuedCode, issueCode } from './codes.ts'
export * from './contacts.ts'
export { guest, identify } from './identify.ts'
export * from './identity-service.ts'
export { endMembership, giveMembership, type MembershipGiven } from './memberships.ts'
export { type ListedPasskey, passkeysOf, takeChallenge } from './passkeys.ts'
export * from './personal-data.ts'
export * from './queries.ts'
export * from './roles.ts'
export * from './rules.ts'
export { hashToken } from './secrets.ts'
export { deviceLabel, type ListedSession, openSessions } from './sessions.ts'
export { hasStrongFactor } from './strength.ts'
export * from './tables.ts'

import * as actions from './actions.ts'
import { eraseDue, peopleData } from './personal-data.ts'
import { forgetExpired } from './quota.ts'

/** Accounts, persons, roles and signing in. */
export const peoplePart: Manifest = {
  name: 'people',
  migrations: { name: 'people', directory: join(import.meta.dirname, 'migrations') },
  actions: Object.values(actions),
  personalData: peopleData,
  sweeps: [
    {
      name: 'people.forget-expired',
      everyMs: 10 * 60_000,
      run: (app) => forgetExpired(app.database.db, app.clock.now()),
    },
    { name: 'people.erase-due', everyMs: 60_000, run: eraseDue },
  ],
}
