import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument } from '@cantoo/pdf-lib'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { Block } from './blocks.ts'
import { paginate, pdfDocument } from './pdf.ts'

const setup = { title: '意见收到回执', lang: 'zh-CN' }
const hasPoppler = spawnSync('pdftotext', ['-v']).error === undefined
if (!hasPoppler) console.warn('pdftotext is not installed: what readers extract from a PDF is not checked')

const sentence =
  '您于2026年11月3日提交的《关于完善老旧小区加装电梯工作的意见》已经收到，我们将在15个工作日内告知采纳情况；未采纳的，会说明理由。'

function textOf(bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'pdf-'))
  try {
    writeFileSync(join(folder, 'a.pdf'), bytes)
    return execFileSync('pdftotext', ['-raw', join(folder, 'a.pdf'), '-'], { encoding: 'utf8' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const bare = (text: string) => text.replace(/\s/g, '')

test.skipIf(!hasPoppler)('a reader copies out of the file the same Chinese text that went in', async () => {
  const blocks: Block[] = [
    { kind: 'title', text: '意见收到回执', subtitle: '云山市人大常委会' },
    { kind: 'paragraph', text: [sentence, { text: '请保存好本回执', bold: true }], indent: 'first' },
    { kind: 'fields', rows: [{ label: '编号', value: 'YS-2026-000417' }] },
    {
      kind: 'line',
      stations: [
        { label: '已提交', state: 'passed' },
        { label: '研究处理', note: '15日', state: 'present' },
      ],
    },
    { kind: 'list', items: ['先看第一条', '再看第二条'] },
  ]
  const copied = bare(textOf((await pdfDocument(setup, blocks)).bytes))
  for (const part of [
    '意见收到回执',
    sentence,
    '请保存好本回执',
    'YS-2026-000417',
    '研究处理',
    '再看第二条',
    '第1页共1页',
  ])
    expect(copied).toContain(bare(part))
})

test.skipIf(!hasPoppler)('words hold no ligatures and spread lines gain no spaces', async () => {
  const words = 'efficient office affairs, final'
  const { bytes } = await pdfDocument({ ...setup, pageNumbers: false }, [
    { kind: 'paragraph', text: words },
    { kind: 'paragraph', text: sentence.repeat(3) },
  ])
  const copied = textOf(bytes)
  expect(copied).toContain(words)
  expect(copied).not.toMatch(/\p{Script=Han} \p{Script=Han}/u)
})

test.skipIf(!hasPoppler)('a look-alike radical does not change how the real character is read back', async () => {
  const { bytes, missing } = await pdfDocument(setup, [{ kind: 'paragraph', text: '人民代表人民⼈' }])
  expect(bare(textOf(bytes))).toContain('人民代表人民人')
  expect(missing).toEqual([])
})

test.skipIf(!hasPoppler)('a character the typeface lacks is shown by its code and reported', async () => {
  const { bytes, missing } = await pdfDocument(setup, [{ kind: 'paragraph', text: '王𠮷祥😀😀\ufe0f 反\u202e对' }])
  expect(bare(textOf(bytes))).toContain('王〔U+20BB7〕祥〔U+1F600〕〔U+1F600〕反〔U+202E〕对')
  expect(missing).toEqual(
    expect.arrayContaining([
      { char: '😀', code: 'U+1F600', count: 2, shown: true },
      { char: '\u202e', code: 'U+202E', count: 1, shown: true },
      { char: '\ufe0f', code: 'U+FE0F', count: 1, shown: false },
    ]),
  )
  expect(missing).toHaveLength(4)
})

test('a notice of two pages weighs at most 60 kB', async () => {
  const blocks: Block[] = Array.from({ length: 11 }, (_, i) => [
    { kind: 'heading' as const, level: 2 as const, text: `第${i + 1}条 分摊办法与补助` },
    { kind: 'paragraph' as const, text: sentence.repeat(2), indent: 'first' as const },
  ]).flat()
  const { bytes, pages } = await pdfDocument(setup, blocks)
  expect(pages).toBe(2)
  expect(bytes.length).toBeLessThanOrEqual(60_000)
})

test('the same document is the same file, byte for byte', async () => {
  const blocks: Block[] = [{ kind: 'paragraph', text: sentence }]
  const [one, two] = [await pdfDocument(setup, blocks), await pdfDocument(setup, blocks)]
  expect(Buffer.from(one.bytes).equals(Buffer.from(two.bytes))).toBe(true)
})

test('pages have the size asked for, and say their title and language', async () => {
  for (const [pageSize, w, h] of [
    ['A4', 210, 297],
    ['A5', 148, 210],
    ['A6', 105, 148],
    [{ wMm: 90, hMm: 54 }, 90, 54],
  ] as const) {
    const pdf = await PDFDocument.load(
      (await pdfDocument({ ...setup, pageSize }, [{ kind: 'paragraph', text: '好' }])).bytes,
    )
    const size = pdf.getPage(0).getSize()
    expect([size.width, size.height].map((points) => Math.round((points * 25.4) / 72))).toEqual([w, h])
    expect(pdf.getTitle()).toBe('意见收到回执')
    expect(pdf.catalog.toString()).toContain('/Lang')
  }
})

test.skipIf(!hasPoppler)(
  'a long table repeats its header on every page and a very long cell is continued',
  async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [`${i + 1}`, i === 30 ? sentence.repeat(30) : '同意'])
    const { bytes, pages } = await pdfDocument(setup, [
      { kind: 'table', columns: [{ label: '序号栏' }, { label: '意见栏', share: 4 }], rows },
    ])
    const copied = bare(textOf(bytes))
    expect(pages).toBeGreaterThan(2)
    expect(copied.split('序号栏').length - 1).toBe(pages)
    expect(copied.split('会说明理由').length - 1).toBe(30)
  },
)

test('a heading is not left alone at the foot of a page', () => {
  const piece = (height: number, keepWithNext = false) => ({ height, gap: 0, keepWithNext, draw: () => {} })
  const pages = paginate([piece(80), piece(15, true), piece(20)], 100)
  expect(pages.map((page) => page.length)).toEqual([1, 2])
  expect(paginate([piece(80), piece(15), piece(20)], 100).map((page) => page.length)).toEqual([2, 1])
})

test('images, columns, frames and a certificate border are drawn', async () => {
  const bytes = await sharp({ create: { width: 40, height: 20, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  const blocks: Block[] = [
    { kind: 'frame', blocks: [{ kind: 'image', bytes, mediaType: 'image/png', widthMm: 30, alt: '红' }] },
    {
      kind: 'columns',
      columns: [{ blocks: [{ kind: 'paragraph', text: '左' }] }, { blocks: [{ kind: 'qr', text: 'x', sizeMm: 20 }] }],
    },
    { kind: 'page-break' },
    { kind: 'rule' },
  ]
  const { pages } = await pdfDocument({ ...setup, certificate: true, pageNumbers: false }, blocks)
  expect(pages).toBe(2)
})
