import assert from 'node:assert/strict'
import { test } from 'vitest'
import { signerOf } from './keys.ts'
import {
  formatCheckpoint,
  formatVerifier,
  parseCheckpoint,
  parseNote,
  parseVerifier,
  type Signer,
  signatureTypes,
  signersOf,
  signNote,
  verifierOf,
} from './note.ts'
import { judge, parsePolicy } from './policy.ts'

const seed = (n: number) => Buffer.alloc(32, n)
const log = signerOf('log.example/1', seed(1))
const text = formatCheckpoint({ origin: log.name, size: 7, root: seed(9) })

test('the first signature of RFC 8032 is made and found to hold', () => {
  const secret = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex')
  const signer = signerOf('any.example', secret)
  const publicKey = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
  assert.equal(Buffer.from(signer.publicKey).toString('hex'), publicKey)
  const signature =
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'
  assert.equal(Buffer.from(signer.sign(new Uint8Array())).toString('hex'), signature)
})

test('a note signed by another implementation verifies', () => {
  const verifier = parseVerifier('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
  assert(verifier)
  const note = parseNote(
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
  )
  assert(note)
  assert.deepEqual(signersOf(note, [verifier]), [verifier])
})

test('a key written as a word reads back, and not with another id', () => {
  const word = formatVerifier(log)
  assert.equal(parseVerifier(word)?.keyId, log.keyId)
  assert.equal(parseVerifier(word.replace(log.keyId, '00000000')), undefined)
  assert.equal(parseVerifier(word.replace('log.example/1', 'log.example/2')), undefined)
})

test('what is not a signed note is not read as one', () => {
  const note = signNote(text, [log])
  assert.equal(parseNote(note)?.text, text)
  for (const wrong of [
    '',
    text,
    note.slice(0, -1),
    note.replace('— ', '- '),
    note.replaceAll('\n', '\r\n'),
    note.replace('7\n', '7\u0000\n'),
    `${note}— x !!\n`,
    note.replace('— log.example/1', '— log.exa+mple/1'),
  ]) {
    assert.equal(parseNote(wrong), undefined, JSON.stringify(wrong))
  }
})

test('a checkpoint has three lines, a size without leading zeros and a root of 32 bytes', () => {
  assert.deepEqual(parseCheckpoint(text)?.size, 7)
  for (const wrong of [
    text.replace('\n7\n', '\n07\n'),
    text.replace('\n7\n', '\n-7\n'),
    text.replace('\n7\n', '\n7.0\n'),
    `${text}more\n`,
    text.slice(0, -1),
    `${log.name}\n7\nAAAA\n`,
  ]) {
    assert.equal(parseCheckpoint(wrong), undefined, JSON.stringify(wrong))
  }
})

test('signatures of unknown keys are ignored, and one known signature that does not hold spoils the note', () => {
  const other = signerOf('other.example', seed(2))
  const both = parseNote(signNote(text, [other, log]))
  assert(both)
  assert.deepEqual(signersOf(both, [log]), [log])
  assert.deepEqual(signersOf(both, [signerOf('third.example', seed(3))]), [])
  const spoilt = { ...both, text: text.replace('7', '8') }
  assert.equal(signersOf(spoilt, [log]), undefined)
})

test('a policy asks for a log and a quorum of witnesses, and counts each witness once', () => {
  const witnesses = [4, 5, 6].map((n) => cosignerOf(`witness.example/${n}`, n))
  const policy = parsePolicy(
    [
      '# two of three',
      `log ${formatVerifier(log)} https://log.example/1`,
      ...witnesses.map((witness, i) => `witness w${i} ${formatVerifier(witness)}`),
      'group courts any w0 w1',
      'group enough all courts w2',
      '\tquorum enough',
    ].join('\n'),
  )
  const judged = (signers: readonly Signer[], origin = log.name) => {
    const note = parseNote(signNote(text, signers))
    assert(note)
    const verdict = judge(policy, origin, note)
    return typeof verdict === 'string' ? verdict : verdict.witnesses.length
  }
  const [w0, w1, w2] = witnesses
  assert(w0 && w1 && w2)
  assert.equal(judged([log]), 'too-few-witnesses')
  assert.equal(judged([log, w0, w1]), 'too-few-witnesses')
  assert.equal(judged([log, w0, w0]), 'too-few-witnesses')
  assert.equal(judged([log, w1, w2]), 2)
  assert.equal(judged([w0, w2]), 'unknown-log')
  assert.equal(judged([log, w0, w2], 'log.example/2'), 'unknown-log')
  assert.equal(judged([log, w0, { ...w2, sign: () => Buffer.alloc(72) }]), 'signature')
})

test('a policy that is not clear is refused with its line', () => {
  const key = formatVerifier(log)
  for (const [policy, line] of [
    ['log x\nquorum none', 1],
    [`log ${key}\nlog ${key}\nquorum none`, 2],
    ['quorum all', 1],
    ['quorum none\nquorum none', 2],
    ['group g 2 a', 1],
    ['nonsense', 1],
  ] as const) {
    assert.throws(() => parsePolicy(policy), new RegExp(`line ${line}`))
  }
  assert.throws(() => parsePolicy(`log ${key}`), /quorum/)
})

/** A witness as c2sp.org/tlog-cosignature describes it. */
function cosignerOf(name: string, n: number): Signer {
  const key = signerOf(name, seed(n))
  const time = 1_790_000_000n
  return {
    ...verifierOf(name, signatureTypes.cosignature, key.publicKey),
    sign(message) {
      const header = Buffer.from(`cosignature/v1\ntime ${time}\n`)
      const stamp = Buffer.alloc(8)
      stamp.writeBigUInt64BE(time)
      return Buffer.concat([stamp, key.sign(Buffer.concat([header, message]))])
    },
  }
}
