import { isId } from '#kernel/ids'
import type { PersonalSection, Remaining } from '#kernel/module'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Checkbox,
  DoneBanner,
  ErrorSummary,
  Form,
  Notice,
  PageHead,
  useLocale,
  useText,
  Words,
} from '#ui'
import { text } from './data-page.text.ts'
import { dayText, type TimeFrame, whenText } from './when.ts'

export interface DataView {
  readonly eraseAt: Date | null
  readonly done: 'asked' | 'undone' | null
  readonly time: TimeFrame
}

/** See, take, erase: the three rights over one's data. */
export function DataPage({ view }: { readonly view: DataView }) {
  const t = useText(text)
  return (
    <>
      {view.done && <DoneBanner title={view.done === 'asked' ? t.asked : t.undone} />}
      <PageHead title={t.title} lead={t.lead} />
      {view.eraseAt && (
        <Notice kind="wait">
          <p>{t.planned(dayText(view.eraseAt, view.time))}</p>
          <Form action="/me/data/undo">
            <Button>{t.undo}</Button>
          </Form>
        </Notice>
      )}
      <section>
        <h2>{t.see}</h2>
        <p>{t.seeLead}</p>
        <ButtonLink kind="quiet" href="/me/data/all">
          {t.seeLink}
        </ButtonLink>
      </section>
      <section>
        <h2>{t.download}</h2>
        <p>{t.downloadLead}</p>
        <ButtonLink kind="quiet" href="/me/data/export.json">
          {t.downloadLink}
        </ButtonLink>
      </section>
      {!view.eraseAt && (
        <section>
          <h2>{t.erase}</h2>
          <p>{t.eraseLead}</p>
          <ButtonLink kind="quiet" href="/me/data/erase">
            {t.eraseLink}
          </ButtonLink>
        </section>
      )}
    </>
  )
}

export interface AllDataView {
  readonly sections: readonly PersonalSection[]
  readonly time: TimeFrame
}

/** Everything that is held, in words: a card for each record. The numbers machines use are in the file only. */
export function AllDataPage({ view }: { readonly view: AllDataView }) {
  const t = useText(text)
  const locale = useLocale()
  return (
    <>
      <PageHead title={t.allTitle} lead={t.allLead} />
      {view.sections.length === 0 && <p class="muted">{t.allNone}</p>}
      {view.sections.map((section) => (
        <section key={section.name}>
          <h2>{section.title[locale]}</h2>
          <div class="cards">
            {section.rows.map((row) => (
              <Held key={JSON.stringify(row)} row={row} labels={section.labels?.[locale] ?? {}} time={view.time} />
            ))}
          </div>
        </section>
      ))}
    </>
  )
}

interface HeldProps {
  readonly row: Readonly<Record<string, unknown>>
  readonly labels: Readonly<Record<string, string>>
  readonly time: TimeFrame
}

function Held({ row, labels, time }: HeldProps) {
  const t = useText(text)
  const { is, ...rest } = row
  const shown = Object.entries(rest).filter(([, value]) => isForReaders(value))
  return (
    <div class="card">
      {typeof is === 'string' && <h3>{labels[is] ?? is}</h3>}
      <dl class="me-held">
        {shown.map(([key, value]) => (
          <div key={key}>
            <dt class="muted">{labels[key] ?? key}</dt>
            <dd>
              <Words>{plainly(value, { labels, time, yes: t.yes, no: t.no })}</Words>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** Empty values, and the ids and names machines use among themselves, say nothing to a reader. */
function isForReaders(value: unknown): boolean {
  return (
    value !== null &&
    value !== undefined &&
    value !== '' &&
    !(typeof value === 'string' && (isId(value) || /^[a-z]+\.[a-z-]+$/.test(value)))
  )
}

interface Telling {
  readonly labels: Readonly<Record<string, string>>
  readonly time: TimeFrame
  readonly yes: string
  readonly no: string
}

function plainly(value: unknown, { labels, time, yes, no }: Telling): string {
  if (value instanceof Date) return whenText(value, time)
  if (typeof value === 'boolean') return value ? yes : no
  if (typeof value === 'string') return labels[value] ?? value
  const inLanguage = typeof value === 'object' && value !== null && time.locale in value
  return inLanguage ? wordsOf((value as Record<string, unknown>)[time.locale]) : JSON.stringify(value)
}

function wordsOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const { title, ...rest } = value as Record<string, unknown>
  return [title, ...Object.values(rest)].filter(Boolean).join(' · ')
}

export interface EraseView {
  readonly remains: readonly Remaining[]
  readonly unconfirmed: boolean
}

/** What goes, what stays and why; then the question. */
export function ErasePage({ view }: { readonly view: EraseView }) {
  const t = useText(text)
  return (
    <>
      {view.unconfirmed && <ErrorSummary errors={{ confirmed: t.confirmMissing }} />}
      <PageHead title={t.eraseTitle} lead={t.eraseLead} />
      <h2>{t.eraseGone}</h2>
      <ul>
        <li>{t.goneContacts}</li>
        <li>{t.goneNames}</li>
        <li>{t.goneWords}</li>
        <li>{t.goneNotices}</li>
      </ul>
      <h2>{t.eraseStays}</h2>
      <dl class="me-remains">
        {view.remains.map(({ what, why }) => (
          <div key={what}>
            <dt>
              <b>{what}</b>
            </dt>
            <dd class="muted">{why}</dd>
          </div>
        ))}
      </dl>
      <h2>{t.eraseQuestion}</h2>
      <Form action="/me/data/erase">
        <Checkbox name="confirmed" label={t.confirm} error={view.unconfirmed ? t.confirmMissing : undefined} />
        <ButtonRow>
          <Button kind="grave">{t.eraseButton}</Button>
          <ButtonLink kind="quiet" href="/me/data">
            {t.back}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </>
  )
}
