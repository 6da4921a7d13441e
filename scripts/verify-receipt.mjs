#!/usr/bin/env node
// Checks a receipt without asking anybody: no network, no database, nothing of the server's code.
// Any Node from 20 on can run this one file:
//
//   node verify-receipt.mjs RECEIPT --policy POLICY [--payload CONTENT.json] [--json]
//
// RECEIPT   a proof of c2sp.org/tlog-proof, with the leaf and its salts in the line of extra data
// POLICY    whom to believe, c2sp.org/tlog-policy
// CONTENT   what was handed in: a JSON object, name of the part → text
// Answers 0 when everything holds, 1 when it does not, 2 when it could not be checked.
import { createHash, createHmac, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/**
 * @param {string} receiptText
 * @param {string} policyText
 * @param {Record<string, string>} payload
 * @returns {{ok: true, origin: string, index: number, size: number, leaf: object, opened: string[], witnesses: string[]}
 *   | {ok: false, fault: string}}
 * @throws {SyntaxError} if the policy is not one
 */
export function verifyReceipt(receiptText, policyText, payload = {}) {
  const policy = readPolicy(policyText)
  try {
    return check(readReceipt(receiptText), policy, payload)
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: error.message }
    throw error
  }
}

class Fault extends Error {}

function demand(condition, fault) {
  if (!condition) throw new Fault(fault)
}

function check({ leaf, entry, salts, index, path, note }, policy, payload) {
  const [origin, sizeText, rootText] = note.text.split('\n')
  const known = policy.logs.filter((key) => key.name === origin)
  demand(signaturesHold(note, [...known, ...policy.witnesses]), 'signature')
  demand(
    known.some((key) => signed(note, key)),
    'unknown-log',
  )
  const witnesses = policy.witnesses.filter((key) => signed(note, key))
  demand(policy.quorum(witnesses), 'too-few-witnesses')
  const size = Number(sizeText)
  const root = climb(sha256(Buffer.of(0), entry), index, size, path)
  demand(root?.toString('base64') === rootText, 'not-included')
  for (const [name, body] of Object.entries(payload)) {
    const known = Object.hasOwn(leaf.c, name) && Object.hasOwn(salts, name)
    demand(known, 'content-unknown')
    demand(createHmac('sha256', salts[name]).update(body).digest('base64') === leaf.c[name], 'content-differs')
  }
  const names = witnesses.map((key) => key.name)
  return { ok: true, origin, index, size, leaf, opened: Object.keys(payload).sort(), witnesses: names }
}

// --- The tree of RFC 6962, climbed as in RFC 9162 section 2.1.3.2 ---

function climb(leafHash, index, size, path) {
  if (index >= size) return undefined
  let place = index
  let last = size - 1
  let hash = leafHash
  for (const sibling of path) {
    if (last === 0) return undefined
    if (place % 2 === 1 || place === last) {
      hash = sha256(Buffer.of(1), sibling, hash)
      while (place % 2 === 0 && place !== 0) {
        place = Math.floor(place / 2)
        last = Math.floor(last / 2)
      }
    } else {
      hash = sha256(Buffer.of(1), hash, sibling)
    }
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? hash : undefined
}

// --- The receipt ---

function readReceipt(text) {
  demand(text.length <= 64 * 1024, 'format')
  const end = text.indexOf('\n\n')
  demand(end > 0, 'format')
  const [first, extraLine, indexLine, ...hashes] = text.slice(0, end).split('\n')
  demand(first === 'c2sp.org/tlog-proof@v1', 'format')
  demand(extraLine?.startsWith('extra '), 'format')
  demand(/^index (0|[1-9][0-9]{0,14})$/.test(indexLine ?? ''), 'format')
  const path = hashes.map((hash) => bytesOf(hash, 32))
  const note = readNote(text.slice(end + 2))
  demand(/^[^\n]+\n(0|[1-9][0-9]{0,14})\n[A-Za-z0-9+/]{43}=\n$/.test(note.text), 'format')
  bytesOf(note.text.split('\n')[2], 32)
  return { ...readExtra(extraLine.slice(6)), index: Number(indexLine.slice(6)), path, note }
}

function readExtra(text) {
  const json = readCanonical(bytesOf(text))
  demand(isObject(json), 'format')
  const { sum, ...shown } = json
  demand(Object.keys(shown).sort().join() === 'leaf,salts,v' && shown.v === 1, 'format')
  demand(sum === sha256(Buffer.from(canonical(shown))).toString('base64'), 'format')
  demand(isObject(shown.salts) && isLeaf(shown.leaf), 'format')
  const salts = {}
  for (const [name, value] of Object.entries(shown.salts)) {
    demand(typeof value === 'string' && Object.hasOwn(shown.leaf.c, name), 'format')
    salts[name] = bytesOf(value, 32)
  }
  const { v, ...leaf } = shown.leaf
  return { leaf, salts, entry: Buffer.from(canonical(shown.leaf)) }
}

function isLeaf(leaf) {
  if (!isObject(leaf) || leaf.v !== 1 || !isObject(leaf.c)) return false
  const allowed = ['v', 'type', 'subj', 'n', 'prev', 'c', 'by', 'unit', 'at', 'due', 'out', 'erased', 'key']
  const code = (value) => typeof value === 'string' && /^[a-z0-9][A-Za-z0-9._:-]{0,63}$/.test(value)
  const part = (value) => typeof value === 'string' && /^[a-z][a-zA-Z0-9_]{0,15}$/.test(value)
  const hash = (value) => typeof value === 'string' && decode(value)?.length === 32
  const time = (value) =>
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
    !Number.isNaN(Date.parse(value)) &&
    new Date(value).toISOString() === value
  const optional = (value, rule) => value === undefined || rule(value)
  return (
    Object.keys(leaf).every((key) => allowed.includes(key)) &&
    code(leaf.type) &&
    typeof leaf.subj === 'string' &&
    /^[0-9a-f]{32}$/.test(leaf.subj) &&
    Number.isSafeInteger(leaf.n) &&
    leaf.n >= 1 &&
    (leaf.n === 1) === (leaf.prev === undefined) &&
    optional(leaf.prev, hash) &&
    Object.entries(leaf.c).every(([name, value]) => part(name) && hash(value)) &&
    time(leaf.at) &&
    optional(leaf.due, time) &&
    optional(leaf.by, code) &&
    optional(leaf.unit, code) &&
    optional(leaf.out, code) &&
    optional(leaf.erased, (names) => Array.isArray(names) && names.every(part)) &&
    optional(leaf.key, (key) => typeof key === 'string' && /^[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/.test(key)) &&
    Buffer.from(canonical(leaf)).length <= 512
  )
}

// --- Signed notes, c2sp.org/signed-note ---

function readNote(text) {
  const gap = text.lastIndexOf('\n\n')
  demand(gap > 0 && text.endsWith('\n') && wellFormed(text), 'format')
  demand(![...text].some((character) => character < ' ' && character !== '\n'), 'format')
  const signatures = text
    .slice(gap + 2, -1)
    .split('\n')
    .map((line) => {
      const parts = /^\u2014 ([^\s+]+) (\S+)$/u.exec(line)
      demand(parts, 'format')
      const bytes = bytesOf(parts[2])
      demand(bytes.length >= 5, 'format')
      return { name: parts[1], id: bytes.toString('hex', 0, 4), bytes: bytes.subarray(4) }
    })
  demand(signatures.length <= 64, 'format')
  return { text: text.slice(0, gap + 1), signatures }
}

function ofKey(note, key) {
  return note.signatures.filter(({ name, id }) => name === key.name && id === key.id)
}

function signed(note, key) {
  return ofKey(note, key).length > 0
}

/** A signature of a known key that does not hold spoils the whole note. */
function signaturesHold(note, keys) {
  return keys.every((key) => ofKey(note, key).every(({ bytes }) => holds(note.text, bytes, key)))
}

function holds(text, bytes, key) {
  if (key.type === 1) return ed25519(key.publicKey, text, bytes)
  if (bytes.length !== 72) return false
  return ed25519(key.publicKey, `cosignature/v1\ntime ${bytes.readBigUInt64BE()}\n${text}`, bytes.subarray(8))
}

function ed25519(publicKey, message, signature) {
  const x = publicKey.toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verify(null, Buffer.from(message), key, signature)
}

// --- Policies, c2sp.org/tlog-policy ---

function readPolicy(text) {
  const policy = { logs: [], witnesses: [], quorum: undefined }
  const rules = new Map()
  const grouped = new Set()
  text.split('\n').forEach((line, index) => {
    const insist = (condition) => {
      if (!condition) throw new SyntaxError(`policy, line ${index + 1}: not understood`)
    }
    const words = line.split(/[ \t]+/).filter(Boolean)
    if (words.length === 0 || words[0].startsWith('#')) return
    const [what, name, ...rest] = words
    const define = (rule) => {
      insist(name && name !== 'none' && !rules.has(name))
      rules.set(name, rule)
    }
    const add = (list, key) => {
      insist(key && !list.some(({ publicKey }) => publicKey.equals(key.publicKey)))
      list.push(key)
      return key
    }
    if (what === 'log') {
      insist(rest.length <= 1)
      add(policy.logs, readKey(name, 1))
    } else if (what === 'witness') {
      insist(rest.length >= 1 && rest.length <= 2)
      const key = add(policy.witnesses, readKey(rest[0], 4))
      define((seen) => seen.includes(key))
    } else if (what === 'group') {
      const [threshold, ...members] = rest
      insist(members.every((member) => rules.has(member) && !grouped.has(member)))
      insist(new Set(members).size === members.length)
      for (const member of members) grouped.add(member)
      const parts = members.map((member) => rules.get(member))
      insist(/^(all|any|[1-9][0-9]*)$/.test(threshold ?? ''))
      const needed = threshold === 'all' ? parts.length : threshold === 'any' ? 1 : Number(threshold)
      insist(needed >= 1 && needed <= parts.length)
      define((seen) => parts.filter((part) => part(seen)).length >= needed)
    } else {
      insist(what === 'quorum' && words.length === 2 && !policy.quorum)
      policy.quorum = name === 'none' ? () => true : rules.get(name)
      insist(policy.quorum)
    }
  })
  if (!policy.quorum) throw new SyntaxError('policy: the quorum line is missing')
  return policy
}

function readKey(text, type) {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(text ?? '')
  const bytes = decode(parts?.[3] ?? '')
  if (bytes?.length !== 33 || bytes[0] !== type) return undefined
  const id = sha256(Buffer.from(`${parts[1]}\n`), bytes).toString('hex', 0, 4)
  return id === parts[2] ? { name: parts[1], id, type, publicKey: bytes.subarray(1) } : undefined
}

// --- Bytes and canonical JSON, RFC 8785 ---

function sha256(...pieces) {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest()
}

function decode(text) {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

function bytesOf(text, length) {
  const bytes = decode(text)
  demand(bytes && (length === undefined || bytes.length === length), 'format')
  return bytes
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readCanonical(bytes) {
  let value
  let text
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    value = JSON.parse(text)
  } catch {
    throw new Fault('format')
  }
  demand(canonical(value) === text, 'format')
  return value
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (isObject(value)) {
    const keys = Object.keys(value).sort()
    return `{${keys.map((key) => `${canonical(key)}:${canonical(value[key])}`).join(',')}}`
  }
  demand(typeof value !== 'number' || Number.isSafeInteger(value), 'format')
  demand(typeof value !== 'string' || wellFormed(value), 'format')
  return JSON.stringify(value)
}

function wellFormed(text) {
  return !/\p{Surrogate}/u.test(text)
}

// --- The command ---

const words = {
  format: '这不是一份完整的回执，可能损坏了。 This is not a complete receipt; it may be damaged.',
  signature: '签名不对，不可相信。 A signature does not hold. Do not trust it.',
  'unknown-log': '签名的不是信任名单中的记录本。 No log that the policy names signed this.',
  'too-few-witnesses': '见证人不够。 Too few witnesses signed this.',
  'not-included': '记录本里没有这一条，或被改动过。 This is not in the signed log, or it was changed.',
  'content-differs': '内容和当时登记的不一样。 The content is not what was recorded.',
  'content-unknown': '这份回执不能证明其中一部分内容。 The receipt says nothing about part of this content.',
}

function main(args) {
  const files = { '--policy': undefined, '--payload': undefined }
  let receiptFile
  let json = false
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === '--json') json = true
    else if (Object.hasOwn(files, args[at]) && args[at + 1]) files[args[at]] = args[++at]
    else if (receiptFile === undefined && !args[at].startsWith('-')) receiptFile = args[at]
    else return usage()
  }
  if (receiptFile === undefined || files['--policy'] === undefined) return usage()
  let verdict
  try {
    const payload = files['--payload'] ? JSON.parse(readFileSync(files['--payload'], 'utf8')) : {}
    if (!isObject(payload) || Object.values(payload).some((body) => typeof body !== 'string')) {
      throw new SyntaxError('the content is to be a JSON object of texts')
    }
    const read = (file) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file))
    verdict = verifyReceipt(read(receiptFile), read(files['--policy']), payload)
  } catch (error) {
    console.error(`${error.message}`)
    return 2
  }
  if (json) console.log(JSON.stringify(verdict))
  else console.log(verdict.ok ? holdsText(verdict) : `✗ ${words[verdict.fault]}`)
  return verdict.ok ? 0 : 1
}

function holdsText({ origin, index, size, leaf, opened, witnesses }) {
  return [
    `✓ 已登记，没有被改动。 Recorded and unchanged.`,
    `  记录本 log: ${origin}`,
    `  第几条 number: ${index + 1} / ${size}`,
    `  事项 event: ${leaf.type}`,
    `  时间 time: ${leaf.at}`,
    ...(leaf.due ? [`  应于此前答复 answer due: ${leaf.due}`] : []),
    `  核对过的内容 content checked: ${opened.length > 0 ? opened.join(', ') : '— (用 --payload 给出 / give it with --payload)'}`,
    `  见证人 witnesses: ${witnesses.length > 0 ? witnesses.join(', ') : '—'}`,
  ].join('\n')
}

function usage() {
  console.error('usage: node verify-receipt.mjs RECEIPT --policy POLICY [--payload CONTENT.json] [--json]')
  return 2
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = main(process.argv.slice(2))
}
