import {
  AlignmentType,
  Bookmark,
  Document,
  Footer,
  HeadingLevel,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from 'docx'
import type { LegalText, Provision } from '../tree.ts'

/**
 * Typefaces by their names in Word, East Asian first. Where one is not installed Word takes its nearest
 * (小标宋 → 宋体, 仿宋_GB2312 → 仿宋); no font file is embedded.
 */
const latin = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman' }
const faces = {
  title: { ...latin, eastAsia: '方正小标宋简体' },
  heading: { ...latin, eastAsia: '黑体' },
  section: { ...latin, eastAsia: '楷体_GB2312' },
  body: { ...latin, eastAsia: '仿宋_GB2312' },
}

/** Half points: 二号 is 22 pt, 三号 16 pt. */
const erhao = 44
const sanhao = 32
/** Twips. A line is 28 pt; a first line goes in by two characters of 三号. */
const line = { line: 560, lineRule: LineRuleType.EXACT }
const twoCharacters = 640
const millimetre = 1440 / 25.4

/**
 * The text as a Word document in the look of official papers (measures after GB/T 9704—2012: margins 37, 35, 28 and
 * 26 mm, 三号 仿宋 body at 28 pt). 编, 章 and 节 are real headings, every article carries its id as a bookmark.
 */
export function toDocx(text: LegalText): Promise<Buffer> {
  return Packer.toBuffer(
    new Document({
      title: text.title,
      creator: text.title,
      styles: stylesOf(),
      sections: [
        {
          properties: {
            page: {
              size: { width: Math.round(210 * millimetre), height: Math.round(297 * millimetre) },
              margin: {
                top: Math.round(37 * millimetre),
                bottom: Math.round(35 * millimetre),
                left: Math.round(28 * millimetre),
                right: Math.round(26 * millimetre),
              },
            },
          },
          footers: { default: pageFooter() },
          children: [
            new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(text.title)] }),
            ...text.note.map((note) => new Paragraph({ style: 'Note', text: note })),
            ...text.preamble.map(bodyParagraph),
            ...text.provisions.flatMap((provision) => paragraphsOf(provision)),
            ...text.tail.map(bodyParagraph),
          ],
        },
      ],
    }),
  )
}

function stylesOf() {
  const centred = { alignment: AlignmentType.CENTER, spacing: { ...line, before: 280, after: 280 } }
  const heading = (font: typeof latin, bold: boolean) => ({
    run: { font, size: sanhao, bold, color: '000000' },
    paragraph: { ...centred, keepNext: true },
  })
  const body = { alignment: AlignmentType.BOTH, spacing: line, indent: { firstLine: twoCharacters } }
  return {
    default: {
      document: { run: { font: faces.body, size: sanhao, language: { eastAsia: 'zh-CN' } } },
      title: { run: { font: faces.title, size: erhao, color: '000000' }, paragraph: centred },
      heading1: heading(faces.heading, false),
      heading2: heading(faces.heading, false),
      heading3: heading(faces.section, false),
      heading4: heading(faces.section, true),
    },
    paragraphStyles: [
      { id: 'Provision', name: '条文', basedOn: 'Normal', quickFormat: true, paragraph: body },
      {
        id: 'Note',
        name: '题注',
        basedOn: 'Normal',
        quickFormat: true,
        run: { font: faces.section, size: sanhao },
        paragraph: { alignment: AlignmentType.CENTER, spacing: line },
      },
    ],
    characterStyles: [
      { id: 'ArticleNumber', name: '条号', basedOn: 'DefaultParagraphFont', run: { font: faces.heading, bold: true } },
    ],
  }
}

function pageFooter(): Footer {
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ font: '宋体', size: 28, children: ['— ', PageNumber.CURRENT, ' —'] })],
      }),
    ],
  })
}

const levels = {
  part: HeadingLevel.HEADING_1,
  subpart: HeadingLevel.HEADING_2,
  chapter: HeadingLevel.HEADING_2,
  section: HeadingLevel.HEADING_3,
} as const

function paragraphsOf(provision: Provision): readonly Paragraph[] {
  const { kind } = provision
  if (kind === 'article') return articleParagraphs(provision)
  const under = provision.children.flatMap(paragraphsOf)
  if (kind === 'paragraph' || kind === 'item' || kind === 'subitem') return [...ownParagraphs(provision), ...under]
  const heading = [provision.label, provision.heading].filter(Boolean).join('　')
  return [
    new Paragraph({ heading: levels[kind], children: [new TextRun(heading)] }),
    ...ownParagraphs(provision, ''),
    ...under,
  ]
}

/** The article's number in bold on the line of its first paragraph. */
function articleParagraphs(article: Provision): readonly Paragraph[] {
  const [first, ...rest] = article.children
  const heading = article.heading === undefined ? '' : `【${article.heading}】`
  const number = new TextRun({ text: article.label, style: 'ArticleNumber', bold: true })
  const own = new Paragraph({
    style: 'Provision',
    children: [
      new Bookmark({ id: article.id, children: [number] }),
      new TextRun(`　${heading}${first?.text.split('\n')[0] ?? ''}`),
    ],
  })
  const more = first?.text.split('\n').slice(1).map(bodyParagraph) ?? []
  return [own, ...more, ...(first?.children.flatMap(paragraphsOf) ?? []), ...rest.flatMap(paragraphsOf)]
}

function ownParagraphs(provision: Provision, label = provision.label): readonly Paragraph[] {
  const words = label + provision.text
  return words === '' ? [] : words.split('\n').map(bodyParagraph)
}

function bodyParagraph(text: string): Paragraph {
  return new Paragraph({ style: 'Provision', text })
}
