import assert from 'node:assert/strict'
import { test } from 'vitest'
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts'
import { commit, entryOf, type Leaf, maxEntryBytes, newSalt, opens, parseEntry } from './leaf.ts'

const leaf: Leaf = {
  type: 'thing.received',
  subj: 'a'.repeat(32),
  n: 1,
  c: { text: commit(newSalt(), '路灯坏了') },
  by: 'citizen',
  at: '2026-11-20T01:00:00.000Z',
  due: '2026-12-20T16:00:00.000Z',
}

test('canonical JSON sorts keys by code units, escapes as little as it must and reads only itself', () => {
  const value = { '\u20ac': 'Euro', '\r': '\u000f\n"\\/', '1': 1, '\ud83d\ude02': [true, null, {}], é: '\u007f' }
  const text = '{"\\r":"\\u000f\\n\\"\\\\/","1":1,"é":"\u007f","€":"Euro","😂":[true,null,{}]}'
  assert.equal(canonicalJson(value), text)
  assert.deepEqual(parseCanonicalJson(text), value)
  for (const other of ['{"a":1, "b":2}', '{"b":1,"a":2}', '{"a":1,"a":1}', '1.0', '1e3', '-0', '"\\u0041"']) {
    assert.throws(() => parseCanonicalJson(other), other)
  }
  assert.throws(() => canonicalJson(0.5), RangeError)
  assert.throws(() => canonicalJson('\ud800'), RangeError)
})

test('a leaf reads back from its bytes, and from no other spelling of them', () => {
  const entry = entryOf(leaf)
  assert.deepEqual(parseEntry(entry), leaf)
  assert.equal(parseEntry(Buffer.concat([entry, Buffer.from(' ')])), undefined)
  assert.equal(parseEntry(Buffer.from(entry.toString().replace('"v":1', '"v":2'))), undefined)
  assert.equal(parseEntry(Buffer.from(entry.toString().replace('{', '{"a":1,'))), undefined)
  assert.equal(parseEntry(Buffer.concat([entry, Uint8Array.of(0xff)])), undefined)
})

test('free text has no place in a leaf', () => {
  const wrongs: Partial<Leaf>[] = [
    { by: '张三' },
    { out: 'not adopted because Mr Zhang said so' },
    { type: 'x '.repeat(40) },
    { subj: 'zhang-san' },
    { at: '2026-11-20' },
    { at: '2026-02-30T00:00:00.000Z' },
    { due: '2026-11-20T01:00:00Z' },
    { c: { 'name of the person': leaf.c.text ?? '' } },
    { c: { text: '路灯坏了' } },
    { n: 0 },
    { n: 2 },
    { prev: leaf.c.text ?? '' },
  ]
  for (const wrong of wrongs) {
    assert.throws(() => entryOf({ ...leaf, ...wrong }), RangeError, JSON.stringify(wrong))
  }
})

test('a leaf has at most 512 bytes', () => {
  const parts = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`part${i}`, commit(newSalt(), 'x')]))
  assert.throws(() => entryOf({ ...leaf, c: parts }), /512/)
  assert(entryOf(leaf).length < maxEntryBytes)
})

test('a commitment opens with its salt and its content only, and does not tell a short content', () => {
  const salt = newSalt()
  const commitment = commit(salt, '李四')
  assert(opens(commitment, salt, '李四'))
  assert(!opens(commitment, salt, '李五'))
  assert(!opens(commitment, newSalt(), '李四'))
  assert.notEqual(commit(newSalt(), '李四'), commitment)
})
