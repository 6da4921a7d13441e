import './tables.ts'
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import type { Db } from '../db.ts'
import type { LogMemory } from './memory.ts'
import { type Signer, signatureTypes, verifierOf } from './note.ts'

/** Who signs for which log. */
export interface LedgerKeys {
  /**
   * The key a log signs with at present.
   * @throws Error if the log has none
   */
  logKeyOf(db: Db, councilId: string): Promise<Signer>
  /** Makes a key for a log and records it; the one before it is retired. */
  newKey(db: Db, councilId: string, origin: string, at: Date): Promise<Signer>
  /** What was published before; nothing that contradicts it is signed. Without it there is only the database's word. */
  readonly memory?: LogMemory
}

/**
 * Keys that lie in the database, encrypted (AES-256-GCM) under a secret that does not.
 * @param secret at least 32 characters; without it the logs cannot be continued
 * @throws RangeError if it is shorter
 */
export function storedKeys(secret: string, memory?: LogMemory): LedgerKeys {
  if (secret.length < 32) throw new RangeError('the secret of the ledger keys has fewer than 32 characters')
  const opened = new Map<string, Signer>()
  return {
    ...(memory && { memory }),
    async logKeyOf(db, councilId) {
      const row = await db
        .selectFrom('ledger.key')
        .select(['key_id', 'origin', 'sealed'])
        .where('council_id', '=', councilId)
        .where('retired_at', 'is', null)
        .executeTakeFirst()
      if (!row) throw new Error(`the log of ${councilId} has no key`)
      const name = `${councilId} ${row.key_id}`
      const signer = opened.get(name) ?? signerOf(row.origin, unseal(secret, councilId, row.sealed))
      if (signer.keyId !== row.key_id) throw new Error(`the key ${row.key_id} of ${councilId} is not what it says`)
      opened.set(name, signer)
      return signer
    },
    async newKey(db, councilId, origin, at) {
      const seed = randomBytes(32)
      const signer = signerOf(origin, seed)
      await db
        .updateTable('ledger.key')
        .set({ retired_at: at })
        .where('council_id', '=', councilId)
        .where('retired_at', 'is', null)
        .execute()
      await db
        .insertInto('ledger.key')
        .values({
          council_id: councilId,
          key_id: signer.keyId,
          origin,
          public_key: signer.publicKey,
          sealed: seal(secret, councilId, seed),
          active_from: at,
          retired_at: null,
        })
        .execute()
      return signer
    },
  }
}

/**
 * One who signs with an Ed25519 key.
 * @param seed the 32 bytes of the private key (RFC 8032 section 5.1.5)
 */
export function signerOf(name: string, seed: Uint8Array): Signer {
  const privateKey = privateKeyOf(seed)
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' })
  const verifier = verifierOf(name, signatureTypes.note, Buffer.from(x ?? '', 'base64url'))
  return { ...verifier, sign: (message) => sign(null, message, privateKey) }
}

function privateKeyOf(seed: Uint8Array): KeyObject {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
  return createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' })
}

function seal(secret: string, councilId: string, seed: Uint8Array): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealingKey(secret, councilId), nonce)
  return Buffer.concat([nonce, cipher.update(seed), cipher.final(), cipher.getAuthTag()])
}

function unseal(secret: string, councilId: string, sealed: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(secret, councilId), sealed.subarray(0, 12), {
    authTagLength: 16,
  })
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
}

function sealingKey(secret: string, councilId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, councilId, 'ledger key', 32))
}
