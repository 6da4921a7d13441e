import { EmptyState, PageHead, sitePaths, useLocale, useText } from '#ui'
import { text } from './open-data-page.text.ts'

export interface ShownDataSet {
  readonly name: string
  readonly title: string
  readonly columns: readonly string[]
  readonly count: number | null
  /** A further shape it can be taken in. */
  readonly document: { readonly ending: string; readonly label: string } | null
}

export const dataFormats = ['csv', 'xlsx', 'jsonl'] as const
export type DataFormat = (typeof dataFormats)[number]

const formatNames: Readonly<Record<DataFormat, string>> = { csv: 'CSV', xlsx: 'XLSX', jsonl: 'JSON Lines' }

/** What can be taken away, in which formats, and what may be done with it. */
export function OpenDataPage({ sets }: { readonly sets: readonly ShownDataSet[] }) {
  const t = useText(text)
  const number = new Intl.NumberFormat(useLocale())
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      {sets.length === 0 && <EmptyState title={t.none} />}
      {sets.map(({ name, title, columns, count, document }) => (
        <section key={name} class="card" aria-labelledby={`set-${name}`}>
          <h2 id={`set-${name}`}>{title}</h2>
          {count !== null && <p class="num">{t.count(number.format(count))}</p>}
          <p class="muted">{t.columns(columns.join(' · '))}</p>
          <p class="row">
            {dataFormats.map((format) => (
              <a key={format} href={`/open-data/${name}.${format}`} aria-label={t.download(title, formatNames[format])}>
                {formatNames[format]}
              </a>
            ))}
            {document && (
              <a href={`/open-data/${name}.${document.ending}`} aria-label={t.download(title, document.label)}>
                {document.label}
              </a>
            )}
          </p>
        </section>
      ))}
      <p>{t.formats}</p>
      <p>
        {t.perMatter} <a href="/consultations">{t.perMatterLink}</a>
      </p>
      <p>{t.licence}</p>
      <h2>{t.log}</h2>
      <p>
        {t.logWords} <a href={sitePaths.verify}>{t.logLink}</a>
      </p>
    </>
  )
}
