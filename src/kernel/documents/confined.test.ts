import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { runConfined } from './confined.ts'

const folder = mkdtempSync(join(tmpdir(), 'confined-'))
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
const confine = (body: string, input: unknown = null, confines = { memoryMb: 128, workMs: 5_000 }) => {
  count += 1
  const path = join(folder, `work-${count}.mjs`)
  writeFileSync(
    path,
    `import * as fs from 'node:fs'; import * as cp from 'node:child_process'\nexport async function run(input) { ${body} }`,
  )
  return runConfined(pathToFileURL(path), input, confines)
}

test('honest work gives its answer, binary data included', async () => {
  expect(await confine('return { sum: input.bytes[0] + input.bytes[1] }', { bytes: new Uint8Array([2, 3]) })).toEqual({
    ok: true,
    answer: { sum: 5 },
  })
})

test('work that never ends is killed at its time', async () => {
  expect(await confine('for (;;) {}', null, { memoryMb: 128, workMs: 300 })).toEqual({ ok: false, reason: 'time' })
})

test.runIf(process.platform === 'linux')(
  'work that waited for its turn is not refused, and none may wait for ever',
  async () => {
    const confines = { memoryMb: 128, workMs: 500 }
    const turn = (ms: number) => `await new Promise((r) => setTimeout(r, ${ms})); return 'done'`
    expect(await confine(turn(1000), null, confines)).toEqual({ ok: true, answer: 'done' })
    expect(await confine(turn(60_000), null, confines)).toEqual({ ok: false, reason: 'time' })
  },
)

test('work that fills the heap or memory outside it is killed', async () => {
  expect(await confine('const all = []; for (;;) all.push({ a: [1, 2, 3] })')).toEqual({ ok: false, reason: 'memory' })
  const outside =
    'const all = []; for (;;) { all.push(Buffer.alloc(4e6, 1)); await new Promise((r) => setTimeout(r, 2)) }'
  expect(await confine(outside)).toEqual({ ok: false, reason: 'memory' })
})

test('work that ends its process, or throws, is told apart', async () => {
  expect(await confine('process.exit(0)')).toEqual({ ok: false, reason: 'crashed' })
  expect(await confine("throw Object.assign(new Error('no'), { code: 'ratio' })")).toEqual({
    ok: false,
    reason: 'failed',
    message: 'no',
    code: 'ratio',
  })
})

test('confined work writes no file, starts no process and knows no secret', async () => {
  const file = join(folder, 'written')
  expect(await confine(`fs.writeFileSync(${JSON.stringify(file)}, 'x')`)).toMatchObject({
    reason: 'failed',
    code: 'ERR_ACCESS_DENIED',
  })
  expect(await confine("return cp.spawnSync('true').pid")).toMatchObject({
    reason: 'failed',
    code: 'ERR_ACCESS_DENIED',
  })
  process.env.A_SECRET = 'hidden'
  expect(await confine('return process.env.A_SECRET ?? null')).toEqual({ ok: true, answer: null })
})
