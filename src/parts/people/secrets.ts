import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

/** A new session token: 256 random bits, safe in a cookie. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a token: whoever reads the database cannot sign in with it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Six digits, each equally likely. */
export function newCode(): string {
  return String(randomInt(0, 1_000_000)).padStart(6, '0')
}

/** What is stored of a code. Keyed, because a million plain hashes are tried in a second; bound to its request. */
export function hashCode(secret: string, request: string, code: string): string {
  return createHmac('sha256', secret).update(`code:${request}:${code}`).digest('base64url')
}

/** A digest under which somebody is counted without being named. */
export function digestFor(secret: string, what: string): string {
  return createHmac('sha256', secret).update(`count:${what}`).digest('base64url').slice(0, 22)
}

export function sameHash(one: string, other: string): boolean {
  const a = Buffer.from(one)
  const b = Buffer.from(other)
  return a.length === b.length && timingSafeEqual(a, b)
}
