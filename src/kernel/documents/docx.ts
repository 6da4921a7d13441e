import { type Block, type Margins, type PageSize, sheetMm } from './blocks.ts'
import { writeZip } from './zip.ts'
import { readZip } from './zip-guard.ts'

export type DocxSetup = {
  readonly title: string
  /** Language of the text, BCP 47. */
  readonly lang: string
  readonly pageSize?: PageSize
  /** Default 37, 26, 35 and 28 mm, the type area of GB/T 9704-2012, 5.1. */
  readonly margins?: Margins
  readonly author?: string
  /** Written into the file; without it the same input gives the same bytes. */
  readonly madeAt?: Date
}

/**
 * A Word file in the layout of Chinese official documents (GB/T 9704-2012): title 小标宋 二号, body 仿宋 三号 in 22 lines
 * to a page, headings 黑体 and 楷体, page numbers `— 1 —` outside. The blocks are those of `pdfDocument`.
 */
export async function docxDocument(setup: DocxSetup, blocks: readonly Block[]): Promise<Uint8Array> {
  const { AlignmentType, Document, Footer, Packer, PageNumber, Paragraph, TextRun } = await import('docx')
  const { contentOf, twips } = await import('./docx-blocks.ts')
  const { wMm, hMm } = sheetMm(setup.pageSize ?? 'A4')
  const { top, right, bottom, left } = setup.margins ?? { top: 37, right: 26, bottom: 35, left: 28 }
  const footer = (alignment: typeof AlignmentType.LEFT | typeof AlignmentType.RIGHT) =>
    new Footer({
      children: [
        new Paragraph({
          alignment,
          // One character in from the edge.
          indent: { left: 280, right: 280 },
          children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], size: 28, font: '宋体' })],
        }),
      ],
    })
  const document = new Document({
    title: setup.title,
    creator: setup.author ?? '',
    lastModifiedBy: setup.author ?? '',
    evenAndOddHeaderAndFooters: true,
    styles: { default: { document: { run: { language: { value: 'en-US', eastAsia: setup.lang } } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: twips(wMm), height: twips(hMm) },
            margin: {
              top: twips(top),
              right: twips(right),
              bottom: twips(bottom),
              left: twips(left),
              footer: twips(bottom - 7),
            },
          },
        },
        footers: { default: footer(AlignmentType.RIGHT), even: footer(AlignmentType.LEFT) },
        children: await contentOf(blocks, twips(wMm - left - right)),
      },
    ],
  })
  return finished(await Packer.toBuffer(document), setup.madeAt)
}

/** What a computer without the official typefaces uses instead. */
const replacements = {
  方正小标宋简体: '宋体',
  仿宋_GB2312: '仿宋',
  楷体_GB2312: '楷体',
  黑体: 'SimHei',
  宋体: 'SimSun',
}

const fontTable = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${Object.entries(replacements)
  .map(([name, instead]) => `<w:font w:name="${name}"><w:altName w:val="${instead}"/><w:charset w:val="86"/></w:font>`)
  .join('')}</w:fonts>`

/** Names the replacing typefaces, and takes the time of writing out of the file. */
async function finished(bytes: Uint8Array, madeAt: Date | undefined): Promise<Uint8Array> {
  const files = await readZip(bytes)
  const at = (madeAt ?? new Date(Date.UTC(1980, 0))).toISOString().replace(/\.\d+Z$/, 'Z')
  return writeZip(
    [...files].map(([name, content]) => {
      if (name === 'word/fontTable.xml') return { name, bytes: fontTable }
      if (name !== 'docProps/core.xml') return { name, bytes: content }
      return { name, bytes: content.toString().replace(/(<dcterms:\w+[^>]*>)[^<]*/g, `$1${at}`) }
    }),
  )
}
