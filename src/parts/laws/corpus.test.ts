import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { dataFolder } from '#support/data'
import { parseLegalText } from './parse.ts'
import type { Parsed, ProvisionCounts } from './tree.ts'

const folder = dataFolder('laws')

type Columns = Readonly<Record<keyof ProvisionCounts, number>>

/** structure.csv counts lines that begin with a label, whatever they belong to. */
function countedLines(): ReadonlyMap<string, Columns> {
  const rows = readFileSync(join(folder!, 'corpus/structure.csv'), 'utf8').trim().split(/\r?\n/).slice(1)
  return new Map(
    rows.map((row) => {
      const cells = [...row.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map((match) => match[1]!.replaceAll('"', ''))
      const [articles, parts, chapters, sections, paragraphs, items] = [3, 7, 8, 9, 10, 11].map((at) =>
        Number(cells[at]),
      )
      return [cells[0]!, { articles, parts, chapters, sections, paragraphs, items } as Columns]
    }),
  )
}

/** Documents whose counts rightly differ from those of their lines, with what was read: [kind, lines, tree]. */
const known: Readonly<Record<string, readonly (readonly [keyof ProvisionCounts, number, number])[]>> = {
  // The contents before the body list every chapter once more.
  '北京市国民经济和社会发展计划审查监督条例(2022-05-26)': [['chapters', 10, 5]],
  // 第七节相应改为第八节 is a sentence, and of the two lines taken for sections one is that sentence.
  '宪法修正案（2018年）': [
    ['sections', 2, 1],
    ['paragraphs', 35, 36],
  ],
  // Lists numbered (一) with narrow brackets.
  '济南市人民代表大会常务委员会讨论决定重大事项的规定(2019-07-26)': [
    ['paragraphs', 36, 31],
    ['items', 36, 41],
  ],
  '烟台市制定地方性法规条例(2016-03-30)': [
    ['paragraphs', 104, 103],
    ['items', 1, 2],
  ],
  '青岛市人民代表大会代表建议、批评和意见工作条例(2021-07-29)': [
    ['paragraphs', 84, 62],
    ['items', 0, 22],
  ],
  '政府信息公开条例(2019-04-03)': [
    ['paragraphs', 123, 82],
    ['items', 0, 41],
  ],
  '物业管理条例(2018-03-19)': [
    ['paragraphs', 143, 108],
    ['items', 0, 35],
  ],
  '行政法规制定程序条例(2017-12-22)': [
    ['paragraphs', 81, 62],
    ['items', 0, 19],
  ],
  '规章制定程序条例(2017-12-22)': [
    ['paragraphs', 92, 76],
    ['items', 0, 16],
  ],
  // Lists numbered 一、 inside an article.
  '国籍法(1980-09-10)': [
    ['paragraphs', 24, 18],
    ['items', 0, 6],
  ],
  // An entry of a list goes on in a second line, or has lost its number: the line belongs to the list.
  '上海市预算审查监督条例(2021-09-28)': [['paragraphs', 129, 127]],
  '聊城市物业管理条例(2021-01-29)': [['paragraphs', 200, 176]],
  '郑州市物业管理条例(2007-12-14)': [['paragraphs', 163, 158]],
  '澳门特别行政区基本法(1993-03-31)': [['paragraphs', 252, 251]],
  // The heading 附则 without a number, or set below its number.
  '北京市人民代表大会常务委员会议事规则(2010-12-23)': [['paragraphs', 67, 66]],
  '北京市人民代表大会议事规则(2022-01-10)': [['paragraphs', 85, 84]],
  // Lines that hold nothing but an invisible character.
  '北京市物业管理条例(2024-03-29)': [['paragraphs', 209, 200]],
  // Annexes and footnotes behind the last article.
  刑法: [
    ['paragraphs', 904, 898],
    ['items', 263, 264],
  ],
  '国徽法(2020-10-17)': [['paragraphs', 44, 31]],
  '国旗法(2020-10-17)': [
    ['paragraphs', 67, 53],
    ['items', 24, 21],
  ],
  '国歌法(2017-09-01)': [['paragraphs', 24, 22]],
  '香港特别行政区基本法(1990-04-04)': [
    ['paragraphs', 327, 250],
    ['items', 60, 58],
  ],
}

/** Documents of the corpus with defects of their own, each looked up by hand: [problem, line]. */
const defects: Readonly<Record<string, readonly string[]>> = {
  '北京市人民代表大会议事规则(2022-01-10)': ['gap 55', 'not-understood 85', 'gap 91', 'gap 169'],
  '嘉兴市住宅物业管理条例(2021-12-07)': ['gap 161'],
  '宁波市住宅小区物业管理条例(2021-10-15)': ['gap 91', 'gap 465', 'gap 657'],
  '山东省人民代表大会代表建议、批评和意见办理工作条例(2017-05-19)': ['gap 29'],
  '山东省人民代表大会议事规则(2019-02-18)': ['gap 161', 'gap 229'],
  河南省物业管理条例: ['gap 93', 'unclosed-list 247'],
  '浙江省人民代表大会常务委员会议事规则(2020-11-27)': ['gap 21'],
  '淄博市制定地方性法规条例(2017-03-30)': ['gap 247'],
  '潍坊市物业管理条例(2022-01-21)': ['gap 283'],
  '聊城市物业管理条例(2021-01-29)': ['gap 117', 'gap 455', 'gap 651', 'gap 681'],
  '舟山市物业管理条例(2021-11-01)': ['gap 111'],
  '菏泽市制定地方性法规条例(2016-04-06)': ['gap 119'],
  '菏泽市物业管理条例(2022-01-21)': ['gap 115'],
  '郑州市物业管理条例(2007-12-14)': ['gap 143', 'gap 167', 'gap 233', 'gap 427', 'gap 447', 'gap 563'],
  '青岛市物业管理条例(2021-01-28)': ['gap 37'],
  '鹤壁市地方立法条例(2017-06-19)': ['gap 177'],
  '香港特别行政区维护国家安全法(2020-06-30)': ['gap 29'],
}

/** The same for the versions in pairs. */
const pairDefects: Readonly<Record<string, readonly string[]>> = {
  '农业技术推广法__2012-08-31__2024-04-26/old.md': ['gap 111'],
  '北京市未成年人保护条例__2016-11-25__2023-05-26/new.md': ['gap 167', 'gap 189', 'gap 267'],
  '烟草专卖法实施条例__2021-11-10__2023-07-20/old.md': ['gap 163'],
}

const nameOf = (path: string) => path.split('/').at(-1)!.replace(/\.md$/, '')
const told = ({ problems }: Parsed) => problems.map(({ kind, line }) => `${kind} ${line}`)

describe.skipIf(!folder)('the collection of real laws', () => {
  const counted = folder ? countedLines() : new Map<string, Columns>()
  const parsed = new Map(
    [...counted.keys()].map((path) => [path, parseLegalText(readFileSync(join(folder!, 'corpus', path), 'utf8'))]),
  )

  test('has as many articles in every one of its 199 documents as were counted', () => {
    assert.equal(counted.size, 199)
    for (const [path, { articles }] of counted) assert.equal(parsed.get(path)!.counts.articles, articles, path)
  })

  test('has the counted 编, 章, 节, 款 and 项, but for the documents whose lines were counted wrongly', () => {
    const differences: Record<string, (readonly [string, number, number])[]> = {}
    for (const [path, columns] of counted) {
      for (const kind of ['parts', 'chapters', 'sections', 'paragraphs', 'items'] as const) {
        const read = parsed.get(path)!.counts[kind]
        if (read === columns[kind]) continue
        differences[nameOf(path)] ??= []
        differences[nameOf(path)]!.push([kind, columns[kind], read])
      }
    }
    assert.deepEqual(differences, known)
  })

  test('raises no problem but where the source itself has a defect or holds no articles', () => {
    const found: Record<string, readonly string[]> = {}
    for (const [path, document] of parsed) {
      if (counted.get(path)!.articles === 0) assert.deepEqual(told(document), ['no-articles 1'], path)
      else if (document.problems.length > 0) found[nameOf(path)] = told(document)
    }
    assert.deepEqual(found, defects)
  })

  test('has a title in every document, and the days that its note names', () => {
    for (const [path, { text }] of parsed) {
      const head = readFileSync(join(folder!, 'corpus', path), 'utf8').split('<!-- INFO END -->')[0]!
      assert.ok(text.title.length >= 4 && head.includes(text.title.split(' ')[0]!), `${path}: ${text.title}`)
      const days = head.match(/^\d{4}年\d+月\d+日/gm) ?? []
      assert.ok(text.dates.length >= days.length, path)
    }
  })

  test('raises no problem in the versions in pairs but where the source has a defect', () => {
    const found: Record<string, readonly string[]> = {}
    for (const pair of readdirSync(join(folder!, 'pairs'))) {
      for (const side of ['old.md', 'new.md']) {
        const problems = told(parseLegalText(readFileSync(join(folder!, 'pairs', pair, side), 'utf8')))
        if (problems.length > 0) found[`${pair}/${side}`] = problems
      }
    }
    assert.deepEqual(found, pairDefects)
  })

  test('reads the same from a text without any Markdown, with indents and other line ends', () => {
    const plain = (source: string) =>
      source
        .replace(/<!--.*?-->/g, '')
        .replace(/^#+ */gm, '')
        .split(/\n+/)
        .map((line) => `　　${line}`)
        .join('\r\n')
    const shape = ({ text }: Parsed) => JSON.stringify(text.provisions, (key, value) => (key === 'line' ? 0 : value))
    for (const [path, document] of parsed) {
      const source = readFileSync(join(folder!, 'corpus', path), 'utf8')
      assert.equal(shape(parseLegalText(plain(source))), shape(document), path)
    }
  })
})
