#!/usr/bin/env node
// Watches a public log (c2sp.org/tlog-tiles) from outside: is it still the log seen before, only longer?
//
//   node watch-log.mjs https://example.org/log/yunshan [--state FILE] [--key KEY]... [--leaves]
//
// Needs Node 20 or newer and nothing else: no server code, no packages. It keeps what it has seen in a state file;
// keep that file where the operator of the log cannot reach it. The first visit trusts the key it finds, unless one
// is given with --key (as printed in the gazette or on the log's page).
//
// Exit code: 0 the log holds · 1 alarm, the log contradicts itself or what was seen · 2 it could not be checked now.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { argv, exit, stderr, stdout } from 'node:process'

const tileWidth = 256
const toleranceMs = 5 * 60_000
const waitMs = 30_000

class Alarm extends Error {}
class Unreachable extends Error {}

const options = readArguments(argv.slice(2))
try {
  const report = await visit(options)
  stdout.write(`${report}\n`)
} catch (error) {
  if (!(error instanceof Alarm) && !(error instanceof Unreachable)) throw error
  stderr.write(`${error instanceof Alarm ? 'ALARM' : 'NOT CHECKED'}: ${error.message}\n`)
  exit(error instanceof Alarm ? 1 : 2)
}

async function visit({ address, stateFile, keys: given, leaves: listLeaves }) {
  const before = existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, 'utf8')) : null
  const keys = given.length > 0 ? given : (before?.keys ?? lines(await textAt(`${address}/key`)))
  const note = await textAt(`${address}/checkpoint`)
  const signed = readCheckpoint(note, keys.map(readKey), before?.origin)
  if (before) compareWith(before, signed, note)

  const from = before?.size ?? 0
  const added = await entriesBetween(address, from, signed.size)
  const edge = grow({ size: from, hashes: (before?.edge ?? []).map(bytesOf) }, added.map(leafHash))
  if (!rootOf(edge).equals(signed.root)) {
    throw new Alarm(
      `the ${added.length} entries from ${from} do not lead from the tree seen before to the tree of ${signed.size} signed now:\n${note}`,
    )
  }
  await checkTiles(address, signed.size)
  const subjects = { ...(before?.subjects ?? {}) }
  const problems = added.flatMap((entry, place) => readLeaf(entry, from + place, subjects, before?.seenAt))
  const rotated = rotations(added, signed.origin)
  const state = {
    address,
    origin: signed.origin,
    keys: [...new Set([...keys, ...rotated])],
    size: signed.size,
    edge: edge.hashes.map((hash) => hash.toString('base64')),
    note,
    seenAt: new Date().toISOString(),
    subjects,
  }
  // The state moves on only when nothing contradicts it; so a contradiction stays provable.
  if (problems.length > 0) throw new Alarm(problems.join('\n'))
  writeFileSync(`${stateFile}.new`, JSON.stringify(state))
  renameSync(`${stateFile}.new`, stateFile)
  return describe(before, signed, added, subjects, listLeaves)
}

function describe(before, { origin, size, root }, added, subjects, listLeaves) {
  const due = Object.values(subjects).filter((subject) => subject.due && Date.parse(subject.due) < Date.now()).length
  const said = [
    `${origin}: ${size} entries, ${added.length} new${before ? ` since ${before.seenAt}` : ' (first visit)'}, consistent`,
    `root ${root.toString('base64')}`,
  ]
  if (due > 0) said.push(`${due} matters are past the day an outcome was due`)
  if (listLeaves) said.push(...added.map((entry) => entry.toString('utf8')))
  return said.join('\n')
}

// --- The checkpoint ---

function readCheckpoint(note, keys, knownOrigin) {
  const gap = note.lastIndexOf('\n\n')
  const text = note.slice(0, gap + 1)
  const parts = /^([^\n]+)\n(0|[1-9][0-9]{0,14})\n([^\n]+)\n$/.exec(text)
  if (gap < 0 || !parts) throw new Alarm(`this is no checkpoint:\n${note}`)
  const [, origin, size, root] = parts
  if (knownOrigin && origin !== knownOrigin) throw new Alarm(`the log calls itself ${origin}; it was ${knownOrigin}`)
  let signers = 0
  for (const line of lines(note.slice(gap + 2))) {
    const [, name, encoded] = /^— ([^\s+]+) (\S+)$/u.exec(line) ?? []
    const signature = Buffer.from(encoded ?? '', 'base64')
    const key = keys.find((each) => each.name === name && each.id === signature.toString('hex', 0, 4))
    if (!key || name !== origin) continue
    if (!verify(null, Buffer.from(text), key.publicKey, signature.subarray(4)))
      throw new Alarm(`the signature does not hold:\n${note}`)
    signers += 1
  }
  if (signers === 0) throw new Alarm(`none of the known keys signed this:\n${note}`)
  return { origin, size: Number(size), root: bytesOf(root) }
}

function readKey(word) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(word) ?? []
  const bytes = Buffer.from(encoded ?? '', 'base64')
  const expected = sha256(Buffer.from(`${name}\n`), bytes).toString('hex', 0, 4)
  if (bytes.length !== 33 || bytes[0] !== 1 || id !== expected) throw new Unreachable(`not a key of a log: ${word}`)
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(1).toString('base64url') }
  return { name, id, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) }
}

function compareWith(before, signed, note) {
  if (signed.size < before.size)
    throw new Alarm(`the log had ${before.size} entries and has ${signed.size}:\n${before.note}\n${note}`)
  const old = rootOf({ size: before.size, hashes: before.edge.map(bytesOf) })
  if (signed.size === before.size && !old.equals(signed.root)) {
    throw new Alarm(`two different trees of ${signed.size} entries are signed:\n${before.note}\n${note}`)
  }
}

// --- The entries ---

async function entriesBetween(address, from, to) {
  const found = []
  for (let index = Math.floor(from / tileWidth); index * tileWidth < to; index += 1) {
    const width = Math.min(tileWidth, to - index * tileWidth)
    const bundle = await bytesAt(`${address}/${tilePath('entries', index, width)}`)
    found.push(...unbundle(bundle, width, index).slice(Math.max(0, from - index * tileWidth)))
  }
  return found
}

function unbundle(bundle, width, index) {
  const entries = []
  for (let at = 0; at < bundle.length; ) {
    const length = at + 2 <= bundle.length ? bundle.readUInt16BE(at) : Number.POSITIVE_INFINITY
    if (at + 2 + length > bundle.length) throw new Alarm(`bundle ${index} is cut off`)
    entries.push(bundle.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  if (entries.length !== width) throw new Alarm(`bundle ${index} holds ${entries.length} entries, not ${width}`)
  return entries
}

/** The newest tile of each level must be what the entries say: proofs are computed from tiles. */
async function checkTiles(address, size) {
  if (size === 0) return
  const index = Math.floor((size - 1) / tileWidth)
  const width = size - index * tileWidth
  const hashes = await bytesAt(`${address}/${tilePath(0, index, width)}`)
  const entries = await entriesBetween(address, index * tileWidth, size)
  if (!Buffer.concat(entries.map(leafHash)).equals(hashes))
    throw new Alarm(`tile ${index} of the lowest level is not that of its entries`)
}

function readLeaf(entry, at, subjects, seenAt) {
  let leaf
  try {
    leaf = JSON.parse(entry.toString('utf8'))
  } catch {
    return [`entry ${at} is no leaf`]
  }
  const problems = []
  const last = subjects[leaf.subj]
  if (leaf.n !== (last?.n ?? 0) + 1 || leaf.prev !== last?.hash) {
    problems.push(`entry ${at}: event ${leaf.n} does not follow event ${last?.n ?? 0} of its matter`)
  }
  const due = leaf.due ?? (leaf.out === undefined ? last?.due : undefined)
  subjects[leaf.subj] = { n: leaf.n, hash: leafHash(entry).toString('base64'), ...(due && { due }) }
  const time = Date.parse(leaf.at)
  if (seenAt && time < Date.parse(seenAt) - toleranceMs)
    problems.push(`entry ${at} says ${leaf.at}; at ${seenAt} it was not there`)
  if (time > Date.now() + toleranceMs) problems.push(`entry ${at} says ${leaf.at}, which has not come yet`)
  return problems
}

/** Keys that the log itself, under a key already believed, has announced as its next ones. */
function rotations(entries, origin) {
  return entries
    .map((entry) => JSON.parse(entry.toString('utf8')))
    .flatMap((leaf) => (leaf.type === 'key.rotated' && leaf.key ? [`${origin}+${leaf.key}`] : []))
}

// --- The tree of RFC 6962, by its right edge ---

function grow({ size, hashes }, leaves) {
  const edge = [...hashes]
  let count = size
  for (const leaf of leaves) {
    let hash = leaf
    for (let i = count; i % 2 === 1; i = (i - 1) / 2) hash = sha256(Buffer.of(1), edge.pop(), hash)
    edge.push(hash)
    count += 1
  }
  return { size: count, hashes: edge }
}

function rootOf({ hashes }) {
  return hashes.length === 0 ? sha256() : hashes.reduceRight((right, left) => sha256(Buffer.of(1), left, right))
}

function leafHash(entry) {
  return sha256(Buffer.of(0), entry)
}

function sha256(...pieces) {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest()
}

function tilePath(level, index, width) {
  const groups = [index % 1000]
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) groups.unshift(rest % 1000)
  const digits = groups.map((group) => String(group).padStart(3, '0'))
  const path = digits.map((group, place) => (place < digits.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${path}${width < tileWidth ? `.p/${width}` : ''}`
}

// --- Fetching, arguments, words ---

async function textAt(url) {
  return (await bytesAt(url)).toString('utf8')
}

async function bytesAt(url) {
  let answer
  try {
    answer = await fetch(url, { signal: AbortSignal.timeout(waitMs), redirect: 'error' })
  } catch (error) {
    throw new Unreachable(`${url}: ${error.cause?.message ?? error.message}`)
  }
  if (answer.status === 404) throw new Alarm(`${url} is missing`)
  if (!answer.ok) throw new Unreachable(`${url} answers ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer())
}

function lines(text) {
  return text.split('\n').filter((line) => line !== '')
}

function bytesOf(base64) {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length !== 32) throw new Alarm(`not a hash: ${base64}`)
  return bytes
}

function readArguments(words) {
  const found = { address: '', stateFile: '', keys: [], leaves: false }
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === '--state') found.stateFile = words[++at] ?? ''
    else if (words[at] === '--key') found.keys.push(words[++at] ?? '')
    else if (words[at] === '--leaves') found.leaves = true
    else found.address = words[at].replace(/\/+$/, '')
  }
  if (!/^https?:\/\//.test(found.address)) {
    stderr.write('node watch-log.mjs https://example.org/log/yunshan [--state FILE] [--key KEY]... [--leaves]\n')
    exit(2)
  }
  found.stateFile ||= `${found.address.replace(/^https?:\/\//, '').replace(/[^\w.-]+/g, '_')}.json`
  return found
}
