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
  folder = mkdtempSync(join(tmpdir(), 'laws-cli-'))
  writeFileSync(
    join(folder, 'good.txt'),
    '云山市养犬管理条例\n第一条 甲。\n第二条 下列犬只除外：\n（一）乙；\n（二）丙。\n',
  )
  writeFileSync(join(folder, 'bad.md'), '# 云山市养犬管理条例\n\n第一条 甲。\n\n第三条 乙。\n')
  printed = ''
  complained = ''
  vi.stubEnv('INVOKED_FROM', folder)
  vi.stubEnv('LC_ALL', '')
  vi.stubEnv('LANG', 'zh_CN.UTF-8')
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

test('check of a sound file ends with 0 and counts what it holds', async () => {
  assert.equal(await run(['check', 'good.txt', '--json']), 0)
  assert.deepEqual(JSON.parse(printed), [
    {
      file: 'good.txt',
      counts: { parts: 0, chapters: 0, sections: 0, articles: 2, paragraphs: 2, items: 2 },
      problems: [],
    },
  ])
})

test('check of several files reports each, also when one cannot be read, and ends with 1', async () => {
  assert.equal(await run(['check', 'good.txt', 'none.docx', 'bad.md', '--json']), 1)
  const reports: { file: string; problems: { kind: string; line: number }[] }[] = JSON.parse(printed)
  assert.deepEqual(
    reports.map(({ file, problems }) => [file, problems.map(({ kind, line }) => `${kind} ${line}`)]),
    [
      ['good.txt', []],
      ['none.docx', ['unreadable 0']],
      ['bad.md', ['gap 5']],
    ],
  )
})

test('check speaks Chinese, and English where LANG begins with en', async () => {
  await run(['check', 'bad.md'])
  assert.match(printed, /2 条 {2}2 款 {2}1 个问题\n {2}第 5 行 {2}第一条之后就是第三条，缺少第二条。/)
  printed = ''
  vi.stubEnv('LANG', 'en_GB.UTF-8')
  await run(['check', 'bad.md'])
  assert.match(printed, /2 articles, 2 paragraphs {2}1 problem\n {2}line 5 {2}第一条 is followed by 第三条/)
})

test('compare tells which articles changed', async () => {
  writeFileSync(
    join(folder, 'new.txt'),
    '云山市养犬管理条例\n第一条 甲。\n第二条 下列犬只除外：\n（一）乙；\n（二）丁。\n',
  )
  assert.equal(await run(['compare', 'good.txt', 'new.txt', '--json']), 0)
  const { links } = JSON.parse(printed) as { links: { from: string[]; kind: string }[] }
  assert.deepEqual(
    links.map(({ from, kind }) => [from[0], kind]),
    [
      ['1', 'same'],
      ['2', 'changed'],
    ],
  )
})

test('export writes the asked format', async () => {
  assert.equal(await run(['export', 'good.txt', '--to', 'akn']), 0)
  assert.match(printed, /<akomaNtoso[\s\S]*eId="art_2__para_1/)
})

test('wrong usage ends with 2 and says how to use it', async () => {
  for (const args of [
    [],
    ['check'],
    ['check', '--what', 'good.txt'],
    ['weigh'],
    ['compare', 'good.txt'],
    ['export', 'good.txt'],
    ['export', 'good.txt', '--to', 'pdf'],
  ]) {
    complained = ''
    assert.equal(await run(args), 2, args.join(' '))
    assert.match(complained, /用法/)
  }
  assert.equal(await run(['help']), 0)
})

test('compare and export of what cannot be read end with 1', async () => {
  assert.equal(await run(['compare', 'good.txt', 'none.txt']), 1)
  assert.equal(await run(['export', 'none.txt', '--to', 'md']), 1)
  assert.match(complained, /找不到这个文件/)
})
