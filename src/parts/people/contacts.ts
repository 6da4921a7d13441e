import type { ContactKind } from './tables.ts'

/** A phone number in E.164 or an e-mail address, as it is stored and compared. */
export interface Contact {
  readonly kind: ContactKind
  readonly value: string
}

/**
 * Reads what somebody typed as a phone number or an e-mail address: full-width digits, spaces and dashes are taken as
 * they are meant, a number without country is Chinese.
 * @returns null when it is neither
 */
export function readContact(typed: string): Contact | null {
  const text = typed.normalize('NFKC').trim()
  return text.includes('@') ? readEmail(text) : readPhone(text)
}

function readEmail(text: string): Contact | null {
  const value = text.toLowerCase()
  if (value.length > 254 || !/^[^\s@<>()[\],;:\\"]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,62})\.)+[a-z]{2,24}$/.test(value)) {
    return null
  }
  return { kind: 'email', value }
}

function readPhone(text: string): Contact | null {
  const digits = text.replace(/[\s().-]/g, '').replace(/^00/, '+')
  const local = digits.replace(/^(?:\+?86)(?=1[3-9]\d{9}$)/, '')
  if (/^1[3-9]\d{9}$/.test(local)) return { kind: 'phone', value: `+86${local}` }
  return /^\+(?!86)[1-9]\d{7,14}$/.test(digits) ? { kind: 'phone', value: digits } : null
}

/**
 * The contact as it may be shown back to its owner, with the middle hidden.
 * @returns for example `138****0001` or `l***@example.org`
 */
export function maskContact({ kind, value }: Contact): string {
  if (kind === 'phone') {
    const shown = value.startsWith('+86') ? value.slice(3) : value
    return `${shown.slice(0, shown.length - 8)}****${shown.slice(-4)}`
  }
  const at = value.indexOf('@')
  return `${value.slice(0, 1)}***${value.slice(at)}`
}

/** One name for all spellings of an address that reach the same box, so that a limit cannot be walked around. */
export function sameBox({ kind, value }: Contact): string {
  if (kind === 'phone') return value
  const at = value.indexOf('@')
  return `${value.slice(0, at).replace(/\+.*$/, '')}${value.slice(at)}`
}

/** The block of numbers or the mail domain a contact belongs to: floods come in blocks. */
export function blockOf({ kind, value }: Contact): string {
  return kind === 'phone' ? value.slice(0, value.length - 4) : value.slice(value.indexOf('@'))
}

/** The network an address belongs to: an IPv6 caller owns a whole /64. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
