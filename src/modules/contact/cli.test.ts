import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test, vi } from 'vitest'
import { run } from './cli.ts'

let folder = ''
let printed = ''
let complained = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contact-cli-'))
  write('train.jsonl', [
    { id: '1', title: '公交车太少', text: '早上等四十分钟', label: '交通' },
    { id: '2', title: '河水发臭', text: '工厂排污水', label: '环保' },
  ])
  write('test.jsonl', [{ id: 7, title: '公交站太远', text: '老人走不动' }])
  printed = ''
  complained = ''
  vi.stubEnv('INVOKED_FROM', folder)
  vi.stubEnv('LC_ALL', 'zh_CN.UTF-8')
  vi.spyOn(process.stdout, 'write').mockImplementation((words) => {
    printed += String(words)
    return true
  })
  vi.spyOn(console, 'error').mockImplementation((words) => {
    complained += String(words)
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, rows: readonly object[]): void {
  writeFileSync(join(folder, name), `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`)
}

test('route names three at most for each matter, the likeliest first', async () => {
  assert.equal(await run(['route', '--train', 'train.jsonl', '--test', 'test.jsonl', '--json']), 0)
  const reports: { id: string; labels: { label: string; score: number }[] }[] = JSON.parse(printed)
  assert.deepEqual(
    reports.map(({ id, labels }) => [id, labels.map(({ label }) => label)]),
    [['7', ['交通', '环保']]],
  )
  assert.ok(reports[0]!.labels.every(({ score }) => score > 0 && score < 1))
})

test('without --json a person can read it', async () => {
  assert.equal(await run(['route', '--train', 'train.jsonl', '--test', 'test.jsonl']), 0)
  assert.match(printed, /^7\t交通 \d+%\t环保 \d+%\n$/)
})

test('a line that does not fit is named with its number, and nothing is proposed', async () => {
  writeFileSync(join(folder, 'bad.jsonl'), '{"id":"1","title":"甲","text":"乙","label":"丙"}\n\n{"id":"2","title":3}\n')
  assert.equal(await run(['route', '--train', 'bad.jsonl', '--test', 'test.jsonl']), 1)
  assert.match(complained, /bad\.jsonl：第 3 行的 title 不对/)
  assert.equal(await run(['route', '--train', 'none.jsonl', '--test', 'test.jsonl']), 1)
  assert.match(complained, /none\.jsonl：打不开/)
  writeFileSync(join(folder, 'empty.jsonl'), '\n')
  assert.equal(await run(['route', '--train', 'empty.jsonl', '--test', 'test.jsonl']), 1)
  assert.match(complained, /没有任何事项/)
  assert.equal(printed, '')
})

test('wrong usage says how it is used', async () => {
  assert.equal(await run([]), 2)
  assert.equal(await run(['guess']), 2)
  assert.equal(await run(['route', '--train', 'train.jsonl']), 2)
  assert.equal(await run(['route', '--quickly']), 2)
  assert.match(complained, /--train/)
  assert.match(complained, /不认识的选项：--quickly/)
  assert.equal(await run(['--help']), 0)
  assert.match(printed, /用法/)
})
