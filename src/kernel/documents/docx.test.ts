import mammoth from 'mammoth'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { Block } from './blocks.ts'
import { docxDocument } from './docx.ts'
import { pdfDocument } from './pdf.ts'
import { readZip } from './zip-guard.ts'

const setup = { title: '关于完善老旧小区加装电梯工作的报告', lang: 'zh-CN' }

const report: readonly Block[] = [
  { kind: 'title', text: setup.title, subtitle: '云山市人大常委会' },
  {
    kind: 'line',
    stations: [
      { label: '提交', state: 'passed' },
      { label: '研究', note: '15日', state: 'present' },
      { label: '公开', state: 'later' },
    ],
  },
  { kind: 'heading', level: 1, text: '一、基本情况' },
  { kind: 'heading', level: 2, text: '（一）收到的意见' },
  {
    kind: 'paragraph',
    text: ['共收到', { text: '128条', bold: true, colour: 'cinnabar' }, '意见。\n第二段 <b>&amp;'],
    indent: 'first',
  },
  { kind: 'list', ordered: true, items: ['先看第一条', '再看第二条'] },
  { kind: 'fields', rows: [{ label: '编号', value: 'YS-2026-000417' }] },
  {
    kind: 'table',
    caption: '表一',
    columns: [
      { label: '序号', share: 1 },
      { label: '意见', share: 4 },
    ],
    rows: [
      ['1', '同意'],
      ['2', '修改'],
    ],
  },
  {
    kind: 'columns',
    columns: [
      { blocks: [{ kind: 'paragraph', text: '左栏' }] },
      { blocks: [{ kind: 'qr', text: 'https://yunshan.example/1', sizeMm: 25, label: '核对' }] },
    ],
  },
  { kind: 'page-break' },
  { kind: 'frame', blocks: [{ kind: 'paragraph', text: '框内文字' }] },
  { kind: 'rule' },
  { kind: 'space', mm: 5 },
]

const partOf = async (bytes: Uint8Array, name: string) => String((await readZip(bytes)).get(name))

test('one list of blocks makes a Word file and a PDF with the same words', async () => {
  const bytes = await docxDocument(setup, report)
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) })
  for (const words of [
    setup.title,
    '一、基本情况',
    '共收到128条意见。',
    '第二段 <b>&amp;',
    '2. 再看第二条',
    'YS-2026-000417',
    '修改',
    '左栏',
    '核对',
    '框内文字',
  ])
    expect(value).toContain(words)
  expect((await pdfDocument(setup, report)).pages).toBe(2)
})

test('the sheet, the type and the lines are those of an official document', async () => {
  const xml = await partOf(await docxDocument(setup, report), 'word/document.xml')
  expect(xml).toMatch(/<w:pgSz w:w="11906" w:h="16838"/)
  for (const margin of ['w:top="2098"', 'w:right="1474"', 'w:bottom="1984"', 'w:left="1587"'])
    expect(xml).toContain(margin)
  for (const font of ['方正小标宋简体', '仿宋_GB2312', '黑体', '楷体_GB2312'])
    expect(xml).toContain(`w:eastAsia="${font}"`)
  expect(xml).toContain('<w:sz w:val="44"/>')
  expect(xml).toContain('w:line="560"')
  expect(xml).toContain('<w:tblHeader/>')
  expect(xml).toContain('w:firstLine="640"')
})

test('page numbers stand outside on both sides, and missing typefaces have a replacement', async () => {
  const bytes = await docxDocument(setup, report)
  const names = [...(await readZip(bytes)).keys()]
  const footers = await Promise.all(
    names.filter((name) => /footer\d\.xml$/.test(name)).map((name) => partOf(bytes, name)),
  )
  expect(footers).toHaveLength(2)
  expect(footers.map((xml) => /w:jc w:val="(\w+)"/.exec(xml)?.[1]).sort()).toEqual(['left', 'right'])
  for (const xml of footers) expect(xml.replace(/<[^>]+>/g, '')).toMatch(/— PAGE —/)
  expect(await partOf(bytes, 'word/fontTable.xml')).toContain('<w:altName w:val="仿宋"/>')
})

test('the same document is the same file, and the time in it is the one it was given', async () => {
  const words: Block[] = [{ kind: 'paragraph', text: '同意。' }]
  const [one, two] = [await docxDocument(setup, words), await docxDocument(setup, words)]
  expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true)
  const dated = await docxDocument({ ...setup, madeAt: new Date('2026-11-20T01:00:00Z') }, words)
  expect(await partOf(dated, 'docProps/core.xml')).toContain('2026-11-20T01:00:00Z')
})

test('pictures keep their shape and say in words what they show', async () => {
  const picture = sharp({ create: { width: 400, height: 100, channels: 3, background: 'red' } })
  for (const [mediaType, bytes] of [
    ['image/png', await picture.png().toBuffer()],
    ['image/jpeg', await picture.jpeg().toBuffer()],
  ] as const) {
    const xml = await partOf(
      await docxDocument(setup, [{ kind: 'image', bytes, mediaType, widthMm: 80, alt: '一座桥' }]),
      'word/document.xml',
    )
    const [, cx, cy] = /<wp:extent cx="(\d+)" cy="(\d+)"/.exec(xml) ?? []
    expect(Number(cx) / Number(cy)).toBeCloseTo(4, 1)
    expect(xml).toContain('一座桥')
  }
})

test('characters Word cannot hold do not damage the file', async () => {
  const bytes = await docxDocument(setup, [{ kind: 'paragraph', text: 'a\u0000b\ud800c' }])
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) })
  expect(value.trim()).toBe('a\ufffdb\ufffdc')
})

test('a page break holds before a text and before a table', async () => {
  const after: readonly Block[] = [
    { kind: 'paragraph', text: '二' },
    { kind: 'table', columns: [{ label: '三' }], rows: [] },
    { kind: 'frame', blocks: [] },
  ]
  for (const block of after) {
    const bytes = await docxDocument(setup, [
      { kind: 'page-break' },
      { kind: 'paragraph', text: '一' },
      { kind: 'page-break' },
      block,
    ])
    expect((await partOf(bytes, 'word/document.xml')).split('<w:pageBreakBefore/>')).toHaveLength(2)
  }
})
