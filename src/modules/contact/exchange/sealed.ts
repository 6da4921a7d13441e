import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Wraps a key of another system with the house's secret: whoever reads the database alone cannot use it. */
export function sealKey(secret: string, councilId: string, key: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', wrapping(secret, councilId), nonce)
  return Buffer.concat([nonce, cipher.update(key, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

/** @throws Error when the house's secret is another one than it was wrapped with */
export function openKey(secret: string, councilId: string, sealed: Uint8Array): string {
  const decipher = createDecipheriv('aes-256-gcm', wrapping(secret, councilId), sealed.subarray(0, 12), {
    authTagLength: 16,
  })
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8')
}

function wrapping(secret: string, councilId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, councilId, 'exchange key', 32))
}
