import type { NameVisibility, SignInMethod } from './tables.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How long a one-time code lives, in ms. Source: OWASP ASVS 5.0, 6.5.5: ten minutes at most. */
export const codeLifeMs = 10 * minute

/** Wrong answers after which a code is dead. */
export const codeTries = 5

/** How long a passkey's or identity service's challenge lives, in ms. */
export const challengeLifeMs = 10 * minute

/** How long an erasure that was asked for can be taken back, in ms. */
export const eraseAfterMs = 7 * day

/**
 * How far back a guest's device may claim what it wrote, in ms: a reaction to `people.contact-proved` takes nothing
 * older, because a device may be shared.
 */
export const claimWindowMs = day

/** How often a session's last sight is written, in ms: not at every page. */
export const seenEveryMs = 5 * minute

/** How long a session lasts, and how long it may stand unused, in ms. */
export interface SessionLife {
  readonly lifeMs: number
  readonly idleMs: number
}

const residentLife: SessionLife = { lifeMs: 30 * day, idleMs: 14 * day }
const staffLife: SessionLife = { lifeMs: 12 * hour, idleMs: 2 * hour }

/** Residents stay signed in on their phone; whoever holds a role that sees other people's data does not. */
export function sessionLife({ strongRole }: { readonly strongRole: boolean }): SessionLife {
  return strongRole ? staffLife : residentLife
}

/** Whether a session opened this way may act in roles that see other people's data. */
export function isStrong(method: SignInMethod): boolean {
  return method !== 'code'
}

export interface Named {
  readonly name: string | null
  readonly display_name: string | null
  readonly name_visibility: NameVisibility
}

/** The name everybody may see; null where the person shows none. */
export function publicName(person: Named): string | null {
  return person.name_visibility === 'public' ? (person.name ?? person.display_name) : person.display_name
}

/** The name the office that handles the matter may see; null where the person shows none. */
export function officeName(person: Named): string | null {
  return person.name_visibility === 'nobody' ? person.display_name : (person.name ?? person.display_name)
}

/** One ceiling: at most `most` in each window of `windowMs`. */
export interface Ceiling {
  readonly most: number
  readonly windowMs: number
}

/**
 * How many codes may be asked for. A flood of messages costs money and annoys whoever gets them; a village shares
 * one address, so a network's ceiling is wide.
 */
export const codeCeilings = {
  contact: [
    { most: 1, windowMs: minute },
    { most: 5, windowMs: hour },
    { most: 10, windowMs: day },
  ],
  network: [
    { most: 30, windowMs: 10 * minute },
    { most: 300, windowMs: day },
  ],
  phoneBlock: [{ most: 30, windowMs: hour }],
  emailDomain: [{ most: 1000, windowMs: hour }],
  everybody: [{ most: 5000, windowMs: day }],
} as const satisfies Record<string, readonly Ceiling[]>

/** The path to go on to after signing in: one of this site, else the person's own page. */
export function safeNext(next: string | null | undefined, otherwise = '/me'): string {
  return next && /^\/(?![/\\])[^\s\\]*$/.test(next) && next.length <= 500 ? next : otherwise
}
