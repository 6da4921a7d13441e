#!/usr/bin/env node
// Checks a certificate without asking anybody: no network, no database, nothing of the server's code.
//
//   node verify-certificate.mjs CERTIFICATE.note --policy POLICY
//
// CERTIFICATE  the signed file, as the certificate's page offers it
// POLICY       whom to believe: lines `log <name>+<key id>+<key>`, as the same page shows them
// Answers 0 and prints what it says when it holds, 1 when it does not, 2 when it could not be checked.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/**
 * @param {string} note
 * @param {string} policy
 * @returns {Record<string, unknown> | null} what the certificate says, or null if none of the keys signed it
 */
export function verifyCertificate(note, policy) {
  const parts = /^(zhitong-certificate\/1\n([^\n]+)\n)\n((?:— \S+ \S+\n)+)$/u.exec(note)
  if (!parts) return null
  const [, text = '', json = '', lines = ''] = parts
  const keys = policy.split('\n').flatMap((line) => keyOf(/^log (\S+)$/.exec(line)?.[1] ?? ''))
  const signed = lines.split('\n').some((line) => {
    const [, name, encoded = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? []
    const bytes = Buffer.from(encoded, 'base64')
    return keys.some(
      (key) =>
        key.name === name &&
        key.id === bytes.toString('hex', 0, 4) &&
        verify(null, Buffer.from(text), key.publicKey, bytes.subarray(4)),
    )
  })
  return signed ? JSON.parse(json) : null
}

function keyOf(verifier) {
  const [, name = '', id, encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(verifier) ?? []
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.length !== 33 || bytes[0] !== 1) return []
  const told = createHash('sha256').update(`${name}\n`).update(bytes).digest('hex').slice(0, 8)
  if (told !== id) return []
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(1).toString('base64url') }
  return [{ name, id, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) }]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [path, option, policyPath] = process.argv.slice(2)
  if (!path || option !== '--policy' || !policyPath) {
    console.error('node verify-certificate.mjs CERTIFICATE.note --policy POLICY')
    process.exit(2)
  }
  const said = verifyCertificate(readFileSync(path, 'utf8'), readFileSync(policyPath, 'utf8'))
  console.log(said ? JSON.stringify(said, null, 2) : 'The signature does not hold.')
  process.exit(said ? 0 : 1)
}
