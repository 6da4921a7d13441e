import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mammoth from 'mammoth'
import { afterAll, describe, expect, test } from 'vitest'
import { dataFolder } from '#support/data'
import { comparableArticles } from '../compare/articles.ts'
import { exportText, readAkn, UnreadableAkn } from '../export.ts'
import { parseLegalText } from '../parse.ts'
import type { LegalText, Provision } from '../tree.ts'

const sample = `# 云山市住宅小区物业管理条例（草案）
（2026年3月8日云山市第八届人民代表大会常务委员会第二次会议通过）

## 第一章　总则

第一条　为了规范物业管理，维护业主的合法权益，制定本条例。

第二条　物业服务人应当履行下列职责：

（一）公布“公共收益” <每季度>；

（二）下列情形应当报告：

1．电梯停运 & 困人；

2．消防通道被占。

前款规定以外的职责由合同约定。

第二条之一　业主应当爱护公共设施。

## 第二章　附则

第三条　本条例自2026年7月1日起施行。
`
const meta = { madeOn: '2026-11-02' }

/** The tree without the lines of its source, which belong to the source alone. */
function withoutLines(text: LegalText): unknown {
  const bare = ({ line: _, children, ...rest }: Provision): unknown => ({ ...rest, children: children.map(bare) })
  return { ...text, provisions: text.provisions.map(bare) }
}

const read = (source: string) => parseLegalText(source).text

describe('Akoma Ntoso', () => {
  test('a text written and read again is the same tree', async () => {
    const text = read(sample)
    expect(withoutLines(readAkn(String(await exportText(text, 'akn', meta))))).toEqual(withoutLines(text))
  })

  test('provisions keep their ids and a draft is a bill', async () => {
    const xml = String(await exportText(read(sample), 'akn', meta))
    expect(xml).toContain('<bill name="draft"')
    for (const id of ['chp_1', 'art_2-1', 'art_2__para_1__item_2__sub_1']) expect(xml).toContain(`eId="${id}"`)
    expect(xml).toContain('<FRBRdate date="2026-03-08"')
    expect(String(await exportText({ ...read(sample), title: '云山市物业管理条例' }, 'akn', meta))).toContain(
      '<act name="law"',
    )
  })

  test('a day that does not exist is left out, for the schema knows only real ones', async () => {
    const text = { ...read(sample), dates: [{ date: '2026-02-30', what: '通过' }] }
    const xml = String(await exportText(text, 'akn', meta))
    expect(xml).not.toContain('2026-02-30')
    expect(xml).toContain('<FRBRdate date="2026-11-02" name="date-not-stated"/>')
  })

  test('a document type, an entity of its own, or no body at all is refused', () => {
    expect(() => readAkn('<!DOCTYPE a [<!ENTITY x "y">]><akomaNtoso/>')).toThrow(UnreadableAkn)
    expect(() => readAkn('<akomaNtoso><act><body><p>&x;</p></body></act></akomaNtoso>')).toThrow(UnreadableAkn)
    expect(() => readAkn('<akomaNtoso><act/></akomaNtoso>')).toThrow('no body')
    expect(() => readAkn('<html><body/></html>')).toThrow('akomaNtoso')
    expect(() => readAkn('<akomaNtoso>')).toThrow(UnreadableAkn)
    expect(() => readAkn('')).toThrow(UnreadableAkn)
    expect(() => readAkn(`<akomaNtoso>${'<p>'.repeat(300)}`)).toThrow('deeply')
  })
})

describe('Markdown', () => {
  test('a text written and read again is the same tree', async () => {
    const text = read(sample)
    expect(withoutLines(read(String(await exportText(text, 'md'))))).toEqual(withoutLines(text))
  })
})

describe('Word', () => {
  test('编 章 节 are real headings and the number of an article is bold', async () => {
    const bytes = await exportText(read(sample), 'docx')
    if (typeof bytes === 'string') throw new Error('bytes expected')
    const { value: html } = await mammoth.convertToHtml({ buffer: bytes })
    expect(html).toContain('<h2>第一章　总则</h2>')
    expect(html).toMatch(/<strong>第二条之一<\/strong>/u)
  })

  test('its words read back to the same articles', async () => {
    const text = read(sample)
    const bytes = await exportText(text, 'docx')
    if (typeof bytes === 'string') throw new Error('bytes expected')
    const { value: words } = await mammoth.extractRawText({ buffer: bytes })
    const wordsOf = (parsed: LegalText) => comparableArticles(parsed).map(({ key, words }) => [key, words])
    expect(wordsOf(read(words))).toEqual(wordsOf(text))
  })
})

const corpus = dataFolder('laws/corpus')
const schema = dataFolder('akoma-ntoso/schema/akomantoso30.xsd')
const xmllint = spawnSync('xmllint', ['--version']).status === 0
if (!xmllint) console.warn('Skipped the check against the schema: xmllint is not installed (package libxml2-utils).')

const laws = corpus
  ? readdirSync(corpus, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .toSorted()
  : []

describe.skipIf(!corpus)('every law of the collection', () => {
  const texts = laws.map((name) => ({ name, text: read(readFileSync(join(corpus!, name), 'utf8')) }))

  test('comes back from Akoma Ntoso as the same tree', async () => {
    for (const { text } of texts)
      expect(withoutLines(readAkn(String(await exportText(text, 'akn', meta))))).toEqual(withoutLines(text))
    expect(texts.length).toBeGreaterThan(150)
  })

  test('comes back from Markdown as the same tree', async () => {
    for (const { name, text } of texts)
      expect(withoutLines(read(String(await exportText(text, 'md')))), name).toEqual(withoutLines(text))
  })

  describe.skipIf(!xmllint || !schema)('against the final schema of Akoma Ntoso 3.0', () => {
    const folder = mkdtempSync(join(tmpdir(), 'akn-'))
    afterAll(() => rmSync(folder, { recursive: true }))
    const validate = (files: readonly string[]) =>
      execFileSync('xmllint', ['--noout', '--nonet', '--schema', schema!, ...files], { stdio: 'pipe' })

    test('is valid', async () => {
      const files = await Promise.all(
        texts.map(async ({ text }, i) => {
          const file = join(folder, `${i}.xml`)
          writeFileSync(file, await exportText(text, 'akn', meta))
          return file
        }),
      )
      validate(files)
    })

    test('a file that breaks the schema is found out', async () => {
      const file = join(folder, 'broken.xml')
      writeFileSync(file, String(await exportText(texts[0]!.text, 'akn', meta)).replace('<body>', '<body><num>1</num>'))
      expect(() => validate([file])).toThrow(/broken\.xml/u)
    })
  })
})
