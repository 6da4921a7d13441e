import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { PDFDocument } from '@cantoo/pdf-lib'
import { AlignmentType, Document, LevelFormat, Packer, Paragraph, TextRun } from 'docx'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { writeZip } from '#kernel/documents/zip'
import { browser, closeBrowser } from '#support/browser'
import { dataFolder } from '#support/data'
import { parseLegalText } from './parse.ts'
import { bombOfZeros } from './read/bomb.fixture.ts'
import { FileRefused, readDocument, readDocumentFile, readPasted } from './read.ts'
import type { Provision } from './tree.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'laws-read-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const law = [
  '云山市养犬管理条例',
  '第一章　总　则',
  '第一条 为了规范养犬行为，制定本条例。',
  '第二条 下列犬只不适用本条例：',
  '（一）军用犬；',
  '（二）警用犬。',
  '第二条之一 养犬应当登记。',
  '登记不收费。',
]
const shape = (source: string) =>
  JSON.stringify(parseLegalText(source).text.provisions, (key, value) => (key === 'line' ? 0 : value))
const expected = shape(law.join('\n'))
const bytesOf = (text: string) => new TextEncoder().encode(text)

async function refusal(reading: Promise<unknown>): Promise<string> {
  try {
    await reading
    return 'read'
  } catch (error) {
    if (error instanceof FileRefused) return error.code
    throw error
  }
}

describe('plain text', () => {
  const text = law.join('\r\n')

  test('is read in UTF-8 with and without a mark, in UTF-16 of both orders, and in GB18030', async () => {
    const little = Buffer.from(text, 'utf16le')
    const big = Buffer.from(little).swap16()
    const encodings = {
      'utf-8': bytesOf(text),
      'utf-8 with mark': bytesOf(`\ufeff${text}`),
      'utf-16le': Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      'utf-16be': Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
      'utf-16le without mark': little,
      gb18030: gb18030(text),
    }
    for (const [name, bytes] of Object.entries(encodings)) {
      assert.equal(shape(await readDocument('law.txt', bytes)), expected, name)
    }
  })

  test('that was cut off in the middle of a character is still read', async () => {
    const bytes = bytesOf(text)
    assert.match(await readDocument('law.txt', bytes.subarray(0, bytes.length - 1)), /登记不收费/)
  })

  test('in no known encoding is refused', async () => {
    const noise = Uint8Array.from({ length: 2000 }, (_, index) => 0x81 + ((index * 37) % 0x7e))
    noise.fill(0xff, 500, 900)
    assert.equal(await refusal(readDocument('law.txt', noise)), 'encoding')
  })

  test('without end is refused', async () => {
    assert.equal(await refusal(readDocument('law.txt', bytesOf('一\n'.repeat(150_000)))), 'too-long')
  })
})

describe('web pages', () => {
  test('are read without their scripts and hidden words', async () => {
    const page = `<!doctype html><html><head><title>x</title><script>第九条 不算</script></head><body>
      <h1>${law[0]}</h1><h2>${law[1]}</h2>${law
        .slice(2)
        .map(
          (line) => `<p>&nbsp;&nbsp;<b>${line.slice(0, 3)}</b>${line.slice(3)}<span style="display:none">藏</span></p>`,
        )
        .join('')}</body></html>`
    assert.equal(shape(await readDocument('law.html', bytesOf(page))), expected)
    assert.equal(shape(await readPasted(page)), expected)
  })

  test('more at once than can wait are told to come back, and the others are read', async () => {
    const outcomes = await Promise.all(Array.from({ length: 44 }, () => refusal(readPasted('<p>第一条 短。</p>'))))
    assert.equal(outcomes.filter((outcome) => outcome === 'read').length, 42)
    assert.equal(outcomes.filter((outcome) => outcome === 'busy').length, 2)
  })

  test('pasted text without tags is taken as it is', async () => {
    assert.equal(shape(await readPasted(law.join('\n'))), expected)
  })

  test('nested two hundred thousand deep do no harm', async () => {
    const outcome = await refusal(readDocument('deep.html', bytesOf('<div>'.repeat(200_000))))
    assert.ok(['read', 'too-slow', 'too-heavy', 'damaged'].includes(outcome), outcome)
  })
})

describe('Word files', () => {
  const wordOf = (children: Paragraph[], numbering?: ConstructorParameters<typeof Document>[0]['numbering']) =>
    Packer.toBuffer(new Document({ ...(numbering ? { numbering } : {}), sections: [{ children }] }))

  test('are read paragraph by paragraph', async () => {
    const file = await wordOf(
      law.map((line) => new Paragraph({ children: [new TextRun(line.slice(0, 4)), new TextRun(line.slice(4))] })),
    )
    assert.equal(shape(await readDocument('law.docx', file)), expected)
  })

  test('with automatic numbers get the numbers Word would print', async () => {
    const level = (at: number, text: string) => ({
      level: at,
      format: LevelFormat.CHINESE_COUNTING,
      text,
      alignment: AlignmentType.START,
    })
    const numbered = (text: string, at: number) => new Paragraph({ text, numbering: { reference: 'law', level: at } })
    const file = await wordOf(
      [
        new Paragraph(law[0]!),
        numbered('为了规范养犬行为，制定本条例。', 0),
        numbered('下列犬只不适用本条例：', 0),
        numbered('军用犬；', 1),
        numbered('警用犬。', 1),
        numbered('本条例自公布之日起施行。', 0),
      ],
      { config: [{ reference: 'law', levels: [level(0, '第%1条'), level(1, '（%2）')] }] },
    )
    const { counts, problems, text } = parseLegalText(await readDocument('law.docx', file))
    assert.deepEqual(problems, [])
    assert.equal(counts.articles, 3)
    assert.deepEqual(
      text.provisions[1]!.children[0]!.children.map((item) => item.label),
      ['（一）', '（二）'],
    )
  })

  const parts = (document: string) => [
    { name: '[Content_Types].xml', bytes: '<Types/>' },
    { name: 'word/document.xml', bytes: document },
  ]
  const body = (inner: string) => `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>${inner}</w:body></w:document>`
  const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`

  test('leave out deleted and hidden words', async () => {
    const file = await writeZip(
      parts(
        body(
          `<w:p><w:r><w:t>第一条 </w:t></w:r><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>`,
        ),
      ),
    )
    assert.equal(await readDocument('law.docx', file), '第一条 新')
  })

  test('with a DOCTYPE are refused', async () => {
    const evil = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>${body(paragraph('第一条 &a;')).replace('<?xml version="1.0"?>', '')}`
    assert.equal(await refusal(readDocument('law.docx', await writeZip(parts(evil)))), 'doctype')
  })

  test('that unpack from 300 kB to 300 MiB are refused', async () => {
    const bomb = await bombOfZeros('word/document.xml', 300)
    assert.ok(bomb.length < 400_000)
    assert.equal(await refusal(readDocument('bomb.docx', bomb)), 'bomb')
  })

  test('that lie about their size are stopped', async () => {
    const bomb = await bombOfZeros('word/document.xml', 300, 1000)
    assert.equal(await refusal(readDocument('bomb.docx', bomb)), 'damaged')
  })

  test('cut off, of another office program, or of the old format are refused by name', async () => {
    const file = await wordOf([new Paragraph(law[0]!)])
    assert.equal(await refusal(readDocument('law.docx', file.subarray(0, file.length / 2))), 'damaged')
    const sheet = await writeZip([{ name: 'xl/workbook.xml', bytes: '<workbook/>' }])
    assert.equal(await refusal(readDocument('law.docx', sheet)), 'wrong-type')
    const old = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600)])
    assert.equal(await refusal(readDocument('law.doc', old)), 'old-office')
    assert.equal(await refusal(readDocument('law.docx', old)), 'old-office')
  })
})

describe('PDF files', () => {
  test('with a password, without text, or cut off are refused by name', async () => {
    const scan = await PDFDocument.create()
    scan.addPage().drawSquare({ x: 50, y: 50, size: 300 })
    const bytes = await scan.save()
    assert.equal(await refusal(readDocument('scan.pdf', bytes)), 'no-text-layer')
    assert.equal(await refusal(readDocument('scan.pdf', bytes.subarray(0, bytes.length - 200))), 'damaged')
    const locked = await PDFDocument.create()
    locked.addPage().drawText('secret')
    locked.encrypt({ userPassword: 'open', ownerPassword: 'owner' })
    assert.equal(await refusal(readDocument('locked.pdf', await locked.save({ useObjectStreams: false }))), 'password')
  })

  test('whose one page unpacks to 600 MB are stopped', async () => {
    const outcome = await refusal(readDocument('bomb.pdf', pdfWithContent(deflateSync(Buffer.alloc(600_000_000, ' ')))))
    assert.ok(['too-heavy', 'too-slow', 'damaged', 'no-text-layer'].includes(outcome), outcome)
  })
})

describe('files that are not what they say', () => {
  test('are refused: two formats in one, a wrong ending, a program, nothing at all', async () => {
    const zip = await writeZip([{ name: 'word/document.xml', bytes: '<w:document/>' }])
    const twofold = Buffer.concat([Buffer.from('%PDF-1.7\n'), zip])
    assert.equal(await refusal(readDocument('law.docx', twofold)), 'name-differs')
    assert.equal(await refusal(readDocument('law.pdf', twofold)), 'damaged')
    assert.equal(await refusal(readDocument('law.txt', zip)), 'name-differs')
    assert.equal(
      await refusal(readDocument('law.txt', Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0', 'latin1'))),
      'wrong-type',
    )
    assert.equal(await refusal(readDocument('law.gif', Buffer.from('GIF89a'))), 'wrong-type')
    assert.equal(await refusal(readDocument('law.txt', new Uint8Array())), 'empty')
  })

  test('a file of 300 MB is refused by its size, a folder and a missing file by name', async () => {
    const big = join(folder, 'big.docx')
    writeFileSync(big, '')
    truncateSync(big, 300_000_000)
    assert.equal(await refusal(readDocumentFile(big)), 'too-large')
    assert.equal(await refusal(readDocumentFile(folder)), 'not-a-file')
    assert.equal(await refusal(readDocumentFile(join(folder, 'none.txt'))), 'not-found')
  })
})

const drafts = dataFolder('drafts-zh')
const draftLines = drafts
  ? readFileSync(join(drafts, '反网络暴力法_征求意见稿_2026-07-29.md'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('<!--'))
  : []

describe.skipIf(!drafts)('a real draft of 60 articles', () => {
  const tree = (source: string) => {
    const { text, problems } = parseLegalText(source)
    assert.deepEqual(problems, [])
    const bare = (provision: Provision): unknown => [
      provision.id,
      provision.label,
      provision.heading,
      provision.text,
      provision.children.map(bare),
    ]
    return JSON.stringify([text.title, text.note, text.provisions.map(bare)])
  }
  const original = tree(draftLines.join('\n'))
  const page = (style: string) =>
    `<!doctype html><html lang="zh"><head><meta charset="utf-8"><style>body{font:16px/1.8 "Noto Serif CJK SC"}h1,h2{text-align:center}${style}</style></head><body>${draftLines
      .map((line) =>
        line
          .replace(/^## (.*)$/, '<h2>$1</h2>')
          .replace(/^# (.*)$/, '<h1>$1</h1>')
          .replace(/^([^<].*)$/, '<p>$1</p>'),
      )
      .join('\n')}</body></html>`

  test('has 7 章, 60 条 and 14 项', () => {
    const { counts } = parseLegalText(draftLines.join('\n'))
    assert.deepEqual(counts, { parts: 0, chapters: 7, sections: 0, articles: 60, paragraphs: 87, items: 14 })
  })

  test('is the same tree from Word, a web page and plain text', async () => {
    const plain = draftLines.map((line) => line.replace(/^#+ /, ''))
    const word = await Packer.toBuffer(
      new Document({ sections: [{ children: plain.map((line) => new Paragraph(line)) }] }),
    )
    assert.equal(tree(await readDocument('draft.docx', word)), original)
    assert.equal(tree(await readDocument('draft.html', bytesOf(page('')))), original)
    assert.equal(tree(await readDocument('draft.txt', gb18030(plain.join('\r\n')))), original)
  })

  test('is the same tree from a printed page, with page numbers, set in or set apart', async () => {
    const tab = await (await browser()).newPage()
    const margin = { top: '25mm', bottom: '25mm', left: '28mm', right: '26mm' }
    const edge = '<span style="font-size:9px;margin:auto">— <span class="pageNumber"></span> —</span>'
    for (const style of ['p{text-indent:2em;margin:0}', 'p{margin:1em 0}']) {
      await tab.setContent(page(style))
      const pdf = await tab.pdf({
        format: 'A4',
        margin,
        displayHeaderFooter: true,
        headerTemplate: '<span style="font-size:9px">反网络暴力法</span>',
        footerTemplate: edge,
      })
      assert.equal(tree(await readDocument('draft.pdf', pdf)), original, style)
    }
    await closeBrowser()
  })
})

function pdfWithContent(packed: Buffer): Buffer {
  const head = [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<>>>>endobj',
    `4 0 obj<</Length ${packed.length}/Filter/FlateDecode>>stream\n`,
  ].join('\n')
  return Buffer.concat([Buffer.from(head), packed, Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')])
}

/** Node decodes GB18030 but does not encode it: the table of its two-byte part, turned round. */
function gb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030')
  const table = new Map<string, readonly number[]>()
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      if (low !== 0x7f) table.set(decoder.decode(Uint8Array.of(high, low)), [high, low])
    }
  }
  return Buffer.from([...text].flatMap((character) => table.get(character) ?? [character.charCodeAt(0)]))
}
