import {
  createCipheriv,
  createECDH,
  createPrivateKey,
  type ECDH,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'

/** What a browser hands out: where to, and the two keys with which only it can read. */
export interface PushSubscription {
  readonly endpoint: string
  /** Public key of the browser, base64url: an uncompressed point of P-256. */
  readonly p256dh: string
  /** Secret shared with the browser, base64url: 16 bytes. */
  readonly auth: string
}

/** Most bytes of a message; push services take a record of 4096 (RFC 8291, section 4). */
export const longestPushBytes = 3900

/**
 * Encrypts a message so that the push service cannot read it: RFC 8291 over RFC 8188 (`aes128gcm`), one record.
 * @param own the sender's key of this one message and its salt; random unless a test gives them
 * @throws RangeError if the keys are none, or the message is too long
 */
export function encryptPush(
  message: Uint8Array,
  { p256dh, auth }: Pick<PushSubscription, 'p256dh' | 'auth'>,
  own: { readonly ecdh: ECDH; readonly salt: Uint8Array } = { ecdh: freshKey(), salt: randomBytes(16) },
): Buffer {
  if (message.length > longestPushBytes) throw new RangeError(`a push of ${message.length} bytes is too long`)
  const theirs = keyOf(p256dh)
  const secret = Buffer.from(auth, 'base64url')
  if (secret.length !== 16) throw new RangeError('the secret of a push subscription has 16 bytes')
  const ours = own.ecdh.getPublicKey()
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours])
  const keying = hkdf(own.ecdh.computeSecret(theirs), secret, info, 32)
  const key = hkdf(keying, own.salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = hkdf(keying, own.salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  // 2 ends the last record (RFC 8188, section 2).
  const sealed = Buffer.concat([cipher.update(message), cipher.update(Uint8Array.of(2)), cipher.final()])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(4096)
  return Buffer.concat([own.salt, size, Uint8Array.of(ours.length), ours, sealed, cipher.getAuthTag()])
}

function freshKey(): ECDH {
  const ecdh = createECDH('prime256v1')
  ecdh.generateKeys()
  return ecdh
}

function keyOf(p256dh: string): Buffer {
  const key = Buffer.from(p256dh, 'base64url')
  if (key.length !== 65 || key[0] !== 4) throw new RangeError('the key of a push subscription is a point of P-256')
  return key
}

function hkdf(keying: Uint8Array, salt: Uint8Array, info: Uint8Array, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', keying, salt, info, bytes))
}

/** The key by which push services know this house (VAPID, RFC 8292). */
export interface PushIdentity {
  /** Uncompressed point, base64url: what a browser subscribes with. */
  readonly publicKey: string
  readonly privateKey: KeyObject
}

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** Made of the house's secret, so that every process has the same one and nothing is kept. */
export function pushIdentity(houseSecret: string): PushIdentity {
  const wide = Buffer.from(hkdfSync('sha256', houseSecret, '', 'zhitong web push 1', 48))
  const scalar = (BigInt(`0x${wide.toString('hex')}`) % (order - 1n)) + 1n
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex'))
  const point = ecdh.getPublicKey()
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
    d: Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').toString('base64url'),
  }
  return { publicKey: point.toString('base64url'), privateKey: createPrivateKey({ key: jwk, format: 'jwk' }) }
}

const tokenSeconds = 12 * 3600

/**
 * Tells a push service who sends: the `Authorization` header of RFC 8292.
 * @param contact `mailto:` or `https:` address of whoever runs the house
 */
export function vapidHeader(
  { publicKey, privateKey }: PushIdentity,
  { endpoint, contact, now }: { readonly endpoint: string; readonly contact: string; readonly now: Date },
): string {
  const claims = {
    aud: new URL(endpoint).origin,
    exp: Math.floor(now.getTime() / 1000) + tokenSeconds,
    sub: contact,
  }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ typ: 'JWT', alg: 'ES256' })}.${part(claims)}`
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `vapid t=${signed}.${signature.toString('base64url')}, k=${publicKey}`
}
