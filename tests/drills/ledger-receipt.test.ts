import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { appendLeaf, newSubjectId, policyOf, receiptOf, signerOf, verifyReceipt } from '#kernel/ledger'
import { embeddedLedger, keys, openTestLog } from '#support/ledger'
import {
  formatVerifier,
  parseNote,
  type Signer,
  signatureTypes,
  signNote,
  verifierOf,
} from '../../src/kernel/ledger/note.ts'

interface Case {
  readonly receipt: string
  readonly policy: string
  readonly payload: Record<string, string>
}
type Outcome =
  | { readonly ok: true; readonly index: number; readonly opened: readonly string[] }
  | { readonly ok: false; readonly fault: string }

const root = join(import.meta.dirname, '..', '..')
const script = join(root, 'scripts', 'verify-receipt.mjs')
const python = join(import.meta.dirname, 'verify_receipt.py')
const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) console.warn('There is no python3; receipts are not checked with the second verifier.')

const ledger = await embeddedLedger()
afterAll(() => ledger.drop())

const payload = { text: '路灯坏了，请修一修。', who: '张三' }
let cases: Case[] = []
let standalone: (receipt: string, policy: string, payload?: Record<string, string>) => Outcome

beforeAll(async () => {
  standalone = (await import(pathToFileURL(script).href)).verifyReceipt
  cases = await receiptsOf(40)
})

describe('a receipt', () => {
  test('is not larger than what one QR code holds', () => {
    // Version 40 with the lowest correction holds 2,953 bytes; ten million leaves need 24 hashes of 45 bytes.
    const [first] = cases
    assert(first)
    const hashes = first.receipt.split('\n\n')[0]?.split('\n').slice(3).length ?? 0
    assert(first.receipt.length + (24 - hashes) * 45 < 2953, String(first.receipt.length))
  })

  test('with any one of its bytes altered, removed or doubled does not verify', () => {
    const { receipt, policy } = cases[17] ?? assert.fail('no receipt')
    const bytes = Buffer.from(receipt)
    let tried = 0
    for (const [at, byte] of bytes.entries()) {
      const replaced = [1, 2, 4, 8, 16, 32, 64, 128].map((bit) => bytes.with(at, byte ^ bit))
      const others = ['0', 'A', '=', '\n', ' '].map((character) => bytes.with(at, character.charCodeAt(0)))
      const removed = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
      const doubled = Buffer.concat([bytes.subarray(0, at + 1), bytes.subarray(at)])
      for (const mutant of [...replaced, ...others, removed, doubled]) {
        const text = Buffer.from(mutant).toString('utf8')
        if (text === receipt) continue
        tried += 1
        assert.equal(verifyReceipt(text, policy).ok, false, `byte ${at}`)
        assert.equal(standalone(text, policy).ok, false, `byte ${at}, stand-alone`)
      }
    }
    assert(tried > 14 * bytes.length)
    assert(verifyReceipt(receipt, policy).ok, 'and unaltered it does')
  })

  test('verifies only with its own content', () => {
    const { receipt, policy } = cases[3] ?? assert.fail('no receipt')
    for (const check of [verifyReceipt, standalone]) {
      assert.deepEqual(check(receipt, policy, payload).ok, true)
      assert.deepEqual(check(receipt, policy, { text: `${payload.text} ` }), { ok: false, fault: 'content-differs' })
      assert.deepEqual(check(receipt, policy, { who: '' }), { ok: false, fault: 'content-differs' })
      assert.deepEqual(check(receipt, policy, { photo: 'x' }), { ok: false, fault: 'content-unknown' })
      assert.deepEqual(check(receipt, policy, { constructor: 'x' }), { ok: false, fault: 'content-unknown' })
    }
  })

  test('is judged alike by three verifiers, whole, spliced and spoilt', async () => {
    const asked = [...cases, ...spliced(cases), ...spoilt(cases), ...(await witnessed(cases))]
    const answers = hasPython ? await askPython(asked, []) : undefined
    const seen = new Set<string>()
    for (const [n, { receipt, policy, payload }] of asked.entries()) {
      const ours = brief(verifyReceipt(receipt, policy, payload))
      seen.add(ours.ok ? 'ok' : ours.fault)
      assert.deepEqual(brief(standalone(receipt, policy, payload)), ours, `case ${n}: stand-alone`)
      if (answers) assert.deepEqual(brief(answers[n] ?? assert.fail('no answer')), ours, `case ${n}: second language`)
    }
    // Were a kind of verdict missing, agreement about it would say nothing.
    assert.deepEqual([...seen].sort(), [
      'content-differs',
      'content-unknown',
      'format',
      'not-included',
      'ok',
      'signature',
      'too-few-witnesses',
      'unknown-log',
    ])
  })

  test.skipIf(!hasPython)('is judged alike by signatures checked as plain arithmetic', async () => {
    const asked = [...cases.slice(0, 6), ...spoilt(cases).slice(0, 30)]
    for (const [n, answer] of (await askPython(asked, ['--pure'])).entries()) {
      const { receipt, policy, payload } = asked[n] ?? assert.fail('no case')
      assert.deepEqual(brief(answer), brief(verifyReceipt(receipt, policy, payload)), `case ${n}`)
    }
  })
})

describe('the stand-alone verifier as a command', () => {
  test('answers 0, 1 and 2 and needs nothing but its one file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'receipt-'))
    try {
      const { receipt, policy } = cases[0] ?? assert.fail('no receipt')
      const file = async (name: string, text: string) => {
        await writeFile(join(folder, name), text)
        return join(folder, name)
      }
      const receiptFile = await file('mine.tlog-proof', receipt)
      const policyFile = await file('policy.txt', policy)
      const right = await file('mine.json', JSON.stringify(payload))
      const wrong = await file('other.json', JSON.stringify({ text: '路灯没有坏。' }))
      const run = (...args: string[]) =>
        spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8' })
      const good = run(receiptFile, '--policy', policyFile, '--payload', right)
      assert.equal(good.status, 0, good.stderr)
      assert.match(good.stdout, /✓ .*Recorded and unchanged/)
      assert.match(good.stdout, /text, who/)
      const bad = run(receiptFile, '--policy', policyFile, '--payload', wrong)
      assert.equal(bad.status, 1)
      assert.match(bad.stdout, /✗ .*not what was recorded/)
      assert.equal(run(receiptFile).status, 2)
      assert.equal(run(receiptFile, '--policy', join(folder, 'absent')).status, 2)
      assert.equal(run(receiptFile, '--policy', right).status, 2)
      assert.deepEqual(JSON.parse(run(receiptFile, '--policy', policyFile, '--json').stdout).ok, true)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

async function receiptsOf(count: number): Promise<Case[]> {
  const log = await openTestLog(ledger.database.db)
  const leafIds = await log.db.transaction().execute(async (tx) => {
    const ids: string[] = []
    for (let n = 0; n < count; n += 1) {
      const { leafId } = await appendLeaf(
        tx,
        {
          councilId: log.councilId,
          subjectId: newSubjectId(),
          type: 'thing.received',
          parts: payload,
          by: 'citizen',
          at: log.clock.now(),
          due: new Date('2026-12-20T16:00:00Z'),
        },
        keys,
      )
      ids.push(leafId)
    }
    return ids
  })
  await log.sequence()
  const policy = await policyOf(log.db, log.councilId)
  const proofs = await Promise.all(leafIds.map((id) => receiptOf(log.db, log.councilId, id)))
  return proofs.flatMap((receipt) => (receipt?.state === 'logged' ? [{ receipt: receipt.proof, policy, payload }] : []))
}

/** Receipts put together from two good ones, and good ones with foreign content or keys. */
function spliced(whole: readonly Case[]): Case[] {
  return whole.flatMap((one, n) => {
    const other = whole[(n + 1) % whole.length] ?? one
    const [a, b] = [one.receipt.split('\n'), other.receipt.split('\n')]
    const stranger = formatVerifier(signerOf('log.example/other', Buffer.alloc(32, n + 1)))
    return [
      { ...one, receipt: a.with(1, b[1] ?? '').join('\n') },
      { ...one, receipt: a.with(2, b[2] ?? '').join('\n') },
      { ...one, receipt: a.toSpliced(3, 1).join('\n') },
      { ...one, receipt: a.toSpliced(3, 0, a[3] ?? '').join('\n') },
      { ...one, payload: { text: '别的' } },
      { ...one, payload: { photo: '' } },
      { ...one, policy: `log ${stranger}\nquorum none\n` },
    ]
  })
}

/** Receipts with bytes altered at places spread over them. */
function spoilt(whole: readonly Case[]): Case[] {
  return whole.flatMap((one, n) => {
    const bytes = Buffer.from(one.receipt)
    return Array.from({ length: 12 }, (_, k) => {
      const at = (n * 97 + k * 131) % bytes.length
      const byte = bytes[at] ?? 0
      return { ...one, receipt: Buffer.from(bytes.with(at, byte ^ (1 << (k % 7)))).toString('utf8') }
    })
  })
}

/** Receipts whose tree witnesses signed too, under policies that ask for two of three. */
async function witnessed(whole: readonly Case[]): Promise<Case[]> {
  const witnesses = [1, 2, 3].map((n) => cosignerOf(`witness.example/${n}`, n))
  const lines = witnesses.map((witness, n) => `witness w${n} ${formatVerifier(witness)}\n`).join('')
  return whole.slice(0, 8).flatMap((one, n) => {
    const policy = `${one.policy.replace('quorum none\n', '')}${lines}group g 2 w0 w1 w2\nquorum g\n`
    const [proof, ...rest] = one.receipt.split('\n\n')
    const note = rest.join('\n\n')
    const text = parseNote(note)?.text ?? assert.fail('no note')
    const signedBy = (signers: readonly Signer[]) => signNote(text, signers).slice(text.length + 1)
    const [w0, w1, w2] = witnesses
    assert(w0 && w1 && w2)
    const lying = { ...w1, sign: (message: Uint8Array) => Buffer.from(w1.sign(message)).fill(0, 8) }
    return [[], [w0], [w0, w2], [w0, w1, w2], [w0, w0], [w0, lying, w2]].map((signers) => ({
      ...one,
      policy,
      receipt: `${proof}\n\n${note}${signers.length > 0 ? signedBy(signers) : ''}`,
      payload: n % 2 === 0 ? payload : {},
    }))
  })
}

function cosignerOf(name: string, n: number): Signer {
  const key = signerOf(name, Buffer.alloc(32, 100 + n))
  const time = 1_790_000_000n
  return {
    ...verifierOf(name, signatureTypes.cosignature, key.publicKey),
    sign(message) {
      const stamp = Buffer.alloc(8)
      stamp.writeBigUInt64BE(time)
      return Buffer.concat([stamp, key.sign(Buffer.concat([Buffer.from(`cosignature/v1\ntime ${time}\n`), message]))])
    },
  }
}

async function askPython(asked: readonly Case[], args: readonly string[]): Promise<Outcome[]> {
  const child = spawn('python3', [python, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(asked.map((one) => `${JSON.stringify(one)}\n`).join(''))
  const answers: Outcome[] = []
  for await (const line of createInterface({ input: child.stdout })) answers.push(JSON.parse(line))
  assert.equal(answers.length, asked.length)
  return answers
}

function brief(outcome: Outcome): Outcome {
  return outcome.ok ? { ok: true, index: outcome.index, opened: outcome.opened } : { ok: false, fault: outcome.fault }
}
