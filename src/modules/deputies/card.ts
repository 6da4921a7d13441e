import { type Block, pdfDocument } from '#kernel/documents'
import type { Locale } from '#kernel/text'
import { nameIn } from '#parts/councils'
import { type Deputy, networkText, openingText, type Shown } from '#parts/network'
import { text } from './card.text.ts'

interface Card {
  readonly deputy: Deputy
  readonly shows: Shown
  readonly councilName: string
  readonly locale: Locale
  readonly doorUrl: string
}

/** A card to hand out: who she is, where she is met, and a code that leads to her page. A6, on which four fit a sheet. */
export async function deputyCard({
  deputy,
  shows,
  councilName,
  locale,
  doorUrl,
}: Card): Promise<Uint8Array<ArrayBuffer>> {
  const t = text[locale]
  const n = networkText[locale]
  const { constituency, places, hours } = deputy
  const rows = [
    ...(shows.constituency && constituency ? [{ label: t.constituency, value: nameIn(constituency, locale) }] : []),
    ...(shows.places && places.length > 0
      ? [{ label: t.places, value: places.map((place) => nameIn(place, locale)).join('\n') }]
      : []),
    ...(shows.hours && hours.length > 0 ? [{ label: t.hours, value: openingText(hours, locale) }] : []),
  ]
  const blocks: Block[] = [
    { kind: 'paragraph', text: councilName, align: 'center', size: 'small' },
    { kind: 'rule', colour: 'cinnabar' },
    {
      kind: 'title',
      text: deputy.name,
      subtitle: deputy.levels.map((level) => n.deputyLevel[level]).join(n.and),
    },
    { kind: 'qr', text: doorUrl, sizeMm: 46, label: t.scan, align: 'center' },
    ...(rows.length > 0 ? [{ kind: 'fields', rows } as const] : []),
    { kind: 'paragraph', text: deputy.code, align: 'center', size: 'small' },
  ]
  const pdf = await pdfDocument({ title: deputy.name, lang: locale, pageSize: 'A6', pageNumbers: false }, blocks)
  return pdf.bytes
}
