import { type Block, pdfDocument } from '#kernel/documents'
import type { Locale } from '#kernel/text'
import { nameIn } from '#parts/councils'
import { networkText, openingLines, type Place } from '#parts/network'
import { text } from './poster.text.ts'

interface Poster {
  readonly place: Place
  readonly councilName: string
  readonly locale: Locale
  readonly doorUrl: string
}

/** The poster for a place's door: what it is, when it is open, and a code that leads to its page. A4, upright. */
export async function doorPoster({ place, councilName, locale, doorUrl }: Poster): Promise<Uint8Array<ArrayBuffer>> {
  const t = text[locale]
  const en = locale === 'en'
  const name = nameIn(place, locale)
  const address = en ? (place.address_en ?? place.address_zh) : place.address_zh
  const lines = openingLines(place.opening, locale)
  const hours = lines.length > 0 ? lines.map(({ days, hours: at }) => `${days} ${at}`) : [t.noHours]
  const note = en ? (place.opening_note_en ?? place.opening_note_zh) : place.opening_note_zh
  const blocks: Block[] = [
    { kind: 'paragraph', text: councilName, align: 'center', size: 'large' },
    { kind: 'rule', colour: 'cinnabar' },
    { kind: 'title', text: name, subtitle: networkText[locale].kind[place.kind] },
    { kind: 'paragraph', text: t.who, align: 'center', size: 'large' },
    { kind: 'space', mm: 6 },
    { kind: 'qr', text: doorUrl, sizeMm: 80, label: t.scan, align: 'center' },
    { kind: 'space', mm: 6 },
    {
      kind: 'fields',
      rows: [
        { label: t.hours, value: [...hours, ...(note ? [note] : [])].join('\n') },
        ...(address ? [{ label: t.address, value: address }] : []),
        ...(place.phone ? [{ label: t.phone, value: place.phone }] : []),
      ],
    },
    { kind: 'space', mm: 4 },
    { kind: 'paragraph', text: t.code(place.code), align: 'center', size: 'small' },
  ]
  const pdf = await pdfDocument({ title: name, lang: locale, pageSize: 'A4', pageNumbers: false }, blocks)
  return pdf.bytes
}
