import { createHmac } from 'node:crypto'

/** A digest that is the same for requests of one network, an IPv6 caller's whole /64, and tells nobody which one. */
export function networkDigest(secret: string, address: string): string {
  return createHmac('sha256', secret)
    .update(`network\0${blockOf(address)}`)
    .digest('base64url')
    .slice(0, 22)
}

/** An IPv4 address as it is; of an IPv6 address the first four groups. */
export function blockOf(address: string): string {
  const plain = address
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '')
    .replace(/%.*$/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const gap = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  return [...left, ...gap, ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
