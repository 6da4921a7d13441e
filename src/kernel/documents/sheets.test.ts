import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Column,
  csvPieces,
  guarded,
  jsonLinePieces,
  parseCsv,
  readSheet,
  type SheetRow,
  sheetLimits,
  sheetRecords,
  unguarded,
  xlsxPieces,
} from './sheets.ts'
import { writeZip } from './zip.ts'
import { readZip } from './zip-guard.ts'

const columns: readonly Column[] = [
  { key: 'id', label: '身份号码', type: 'text' },
  { key: 'body', label: '意见', type: 'text', width: 60 },
  { key: 'votes', label: '票数', type: 'integer' },
  { key: 'share', label: '占比', type: 'number' },
  { key: 'open', label: '公开', type: 'boolean' },
  { key: 'on', label: '日期', type: 'date' },
  { key: 'at', label: '时间', type: 'instant' },
]

const nasty = [
  '他说“可以”, "quoted", it\'s; fine',
  'line one\nline two\r\nline three',
  '😀👨‍👩‍👧 𠮷野家 ZWJ',
  ' leading and trailing ',
  '',
  '=1+1',
  "'=1+1",
  "''",
  '_x000D_ not an escape',
  'a\tb',
  '<b>&amp;</b>',
  '\ufeffmark',
  'true',
  '2026-11-03',
  '1e5',
]

const rows: readonly SheetRow[] = nasty.map((body, i) => ({
  id: `00110101${1_990_000_000 + i}`,
  body,
  votes: i - 3,
  share: i / 7,
  open: i % 2 === 0,
  on: '2026-11-03',
  at: new Date(`2026-11-03T08:30:${String(i).padStart(2, '0')}Z`),
}))

async function gather(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

async function rowsIn(bytes: Uint8Array, options?: Parameters<typeof readSheet>[1]) {
  const read = await readSheet(bytes, options)
  if (!read.ok) throw new Error(read.reason)
  return read.rows
}

const refusalOf = async (bytes: Uint8Array, options?: Parameters<typeof readSheet>[1]) => {
  const read = await readSheet(bytes, options)
  return read.ok ? 'read' : read.reason
}

test('a CSV gives back every value, however nasty', async () => {
  const read = await rowsIn(await gather(csvPieces(columns, rows)))
  expect(read[0]).toEqual(columns.map(({ label }) => label))
  for (const [i, row] of rows.entries()) {
    expect(read[i + 1]).toEqual([
      row.id,
      row.body,
      String(row.votes),
      String(row.share),
      String(row.open),
      row.on,
      (row.at as Date).toISOString(),
    ])
  }
})

test('a CSV begins with the mark Excel needs, ends its lines with CRLF and quotes every cell', async () => {
  const text = (await gather(csvPieces([columns[0]!, columns[2]!], [{ id: '007', votes: -1 }]))).toString()
  expect(text).toBe('\ufeff"身份号码","票数"\r\n"007","-1"\r\n')
})

test('text of any kind survives CSV', async () => {
  const column: Column = { key: 'x', label: '列', type: 'text' }
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (x) => {
      const value = `.${x}`.replaceAll('\0', '')
      const read = parseCsv((await gather(csvPieces([column], [{ x: value }]))).toString())
      expect(read[1]).toEqual([value])
    }),
  )
})

test('what guards a text against being a formula comes off again, for every text', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("'", '=', '-', ' ', 'a', '\t', '＝'), { maxLength: 6 }), (chars) => {
      expect(unguarded(guarded(chars.join('')))).toBe(chars.join(''))
    }),
  )
})

const starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', ' =', '\u3000=', '\u00a0+', '\ufeff=']
const ends = ["cmd|' /C calc'!A0", 'HYPERLINK("http://evil.example","点")', '1+1', 'SUM(A1:A9)']
const payloads = starts.flatMap((start) => ends.map((end) => start + end)).slice(0, 60)

test(`none of ${payloads.length} formula payloads begins a CSV cell as a formula`, async () => {
  expect(payloads.length).toBeGreaterThanOrEqual(50)
  const column: Column = { key: 'x', label: '=标题', type: 'text' }
  const text = (
    await gather(
      csvPieces(
        [column],
        payloads.map((x) => ({ x })),
      ),
    )
  ).toString()
  expect(text).toContain(`"'=标题"`)
  for (const payload of payloads) expect(text).toContain(`"'${payload.replaceAll('"', '""')}"\r\n`)
  expect(parseCsv(text).slice(1)).toEqual(payloads.map((x) => [x]))
})

test('a workbook gives back typed values, with zeros and long numbers kept', async () => {
  const read = await rowsIn(await gather(xlsxPieces({ name: '意见', columns }, rows)))
  expect(read[0]).toEqual(columns.map(({ label }) => label))
  for (const [i, row] of rows.entries()) {
    const [id, body, votes, share, open, on, at] = read[i + 1]!
    expect([id, votes, open, on, at]).toEqual([
      row.id,
      row.votes,
      row.open,
      row.on,
      (row.at as Date).toISOString().slice(0, 19),
    ])
    expect(String(body ?? '')).toBe(row.body)
    expect(share).toBeCloseTo(row.share as number, 12)
  }
})

test('a workbook holds no formula, whatever the text', async () => {
  const bytes = await gather(
    xlsxPieces(
      { name: 'x', columns: [columns[1]!] },
      payloads.map((body) => ({ body })),
    ),
  )
  const sheet = (await readZip(bytes)).get('xl/worksheets/sheet1.xml')!.toString()
  expect(sheet).not.toContain('<f')
  expect(sheet).toContain('state="frozen"')
})

test('a failing source fails the workbook instead of ending it early', async () => {
  async function* broken() {
    yield { id: '1' }
    throw new Error('the cursor broke')
  }
  await expect(gather(xlsxPieces({ name: 'x', columns }, broken()))).rejects.toThrow('the cursor broke')
})

test('JSON Lines are one object a line, keys in the order of the columns', async () => {
  const text = (
    await gather(jsonLinePieces(columns.slice(0, 3), [{ votes: 2, body: 'a\nb', id: '007' }, {}]))
  ).toString()
  expect(text).toBe('{"id":"007","body":"a\\nb","votes":2}\n{"id":null,"body":null,"votes":null}\n')
})

test('a CSV from Excel on a Chinese Windows is read as GB18030, with or without semicolons', async () => {
  const gb = Buffer.from([
    0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xb5, 0xd8, 0xd6, 0xb7, 0x0d, 0x0a, 0xcd, 0xf5, 0x2c, 0xd4, 0xc6, 0xc9, 0xbd,
  ])
  expect(await rowsIn(gb)).toEqual([
    ['姓名', '地址'],
    ['王', '云山'],
  ])
  expect(await rowsIn(Buffer.from('甲;乙\n1,5;2\n'))).toEqual([
    ['甲', '乙'],
    ['1,5', '2'],
  ])
  expect(await rowsIn(Buffer.from('\ufeff甲\t乙\n1\t2', 'utf16le'))).toEqual([
    ['甲', '乙'],
    ['1', '2'],
  ])
})

test('a table past its limits is refused with the reason', async () => {
  const limits = { ...sheetLimits, rows: 3, columns: 2, cellCharacters: 5 }
  expect(await refusalOf(Buffer.from('a,b\n1,2\n3,4'), { limits })).toBe('read')
  expect(await refusalOf(Buffer.from('a\n1\n2\n3'), { limits })).toBe('too-many-rows')
  expect(await refusalOf(Buffer.from('a,b,c'), { limits })).toBe('too-many-columns')
  expect(await refusalOf(Buffer.from('abcdef'), { limits })).toBe('cell-too-long')
  expect(await refusalOf(Buffer.from('"abc'), { limits })).toBe('unclosed-quote')
  expect(await refusalOf(Buffer.alloc(20, 65), { limits: { ...limits, bytes: 19 } })).toBe('too-large')
  expect(await refusalOf(Buffer.from([0xff, 0x00, 0x81]))).toBe('unknown-encoding')
  const book = await gather(xlsxPieces({ name: 'x', columns }, rows))
  expect(await refusalOf(book, { limits: { ...sheetLimits, rows: 3 } })).toBe('too-many-rows')
  expect(await refusalOf(book, { limits: { ...sheetLimits, columns: 3 } })).toBe('too-many-columns')
  expect(await refusalOf(book, { sheet: '没有' })).toBe('no-such-sheet')
})

/** A workbook with the given sheet XML, as small as one can be. */
function workbook(sheet: string, extra: readonly { name: string; bytes: string }[] = []) {
  const ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
  return writeZip([
    {
      name: 'xl/workbook.xml',
      bytes: `<workbook ${ns} xmlns:r="r"><sheets><sheet name="一" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      bytes: '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    },
    { name: 'xl/worksheets/sheet1.xml', bytes: sheet.replace('<worksheet', `<worksheet ${ns}`) },
    ...extra,
  ])
}

test('a column named __proto__ is a column like another', async () => {
  const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`
  const bytes = await workbook(
    `<worksheet><sheetData><row>${text('__proto__')}${text('constructor')}</row><row>${text('polluted')}${text('x')}</row></sheetData></worksheet>`,
  )
  const [record] = sheetRecords(await rowsIn(bytes))
  expect(Object.getPrototypeOf(record)).toBe(null)
  expect(Object.entries(record!)).toEqual([
    ['__proto__', 'polluted'],
    ['constructor', 'x'],
  ])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('shared strings, formulas, errors, dates and gaps are read as a person sees them', async () => {
  const bytes = await workbook(
    '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1"><f>1+1</f><v>2</v></c><c r="D1" t="e"><v>#REF!</v></c><c r="E1" s="1"><v>46329</v></c><c r="F1" t="b"><v>1</v></c></row></sheetData></worksheet>',
    [
      {
        name: 'xl/sharedStrings.xml',
        bytes: '<sst><si><r><t>云</t></r><r><t>山</t></r><rPh><t>yun</t></rPh></si></sst>',
      },
      {
        name: 'xl/styles.xml',
        bytes: '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
      },
    ],
  )
  expect(await rowsIn(bytes)).toEqual([['云山', null, 2, null, '2026-11-03', true]])
})

test('entities, bombs and pretended workbooks are refused', async () => {
  const lol =
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><c><v>&b;</v></c></worksheet>'
  expect(await refusalOf(await workbook(lol))).toBe('not-a-table')
  expect(await refusalOf(await workbook('<worksheet><sheetData><row>'))).toBe('not-a-table')
  expect(await refusalOf(await writeZip([{ name: 'word/document.xml', bytes: '<w/>' }]))).toBe('not-a-table')
  expect(await refusalOf(Buffer.from('PK\x03\x04 nothing'))).toBe('not-a-table')
  expect(await refusalOf(await workbook(`<worksheet>${' '.repeat(90_000_000)}</worksheet>`))).toBe('too-large')
})
