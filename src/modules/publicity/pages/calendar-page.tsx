import type { Locale } from '#kernel/text'
import { ButtonLink, ButtonRow, EmptyState, PageHead, useLocale, useText } from '#ui'
import type { Post } from '../queries.ts'
import { PostCard, Subscribe } from './list-page.tsx'
import { text } from './posts.text.ts'

export interface CalendarView {
  /** `2026-11` */
  readonly month: string
  readonly days: readonly { readonly day: string; readonly posts: readonly Post[] }[]
  /** The nearest months before and after in which there is something. */
  readonly earlier: string | null
  readonly later: string | null
  readonly timeZone: string
}

/** A month, day by day: a list, so that it reads the same on a phone, on paper and aloud. */
export function CalendarPage({ view }: { readonly view: CalendarView }) {
  const t = useText(text)
  const locale = useLocale() as Locale
  return (
    <>
      <PageHead title={`${t.calendar} · ${monthWords(view.month, locale)}`} lead={t.calendarLead} />
      <ButtonRow>
        {view.earlier && (
          <ButtonLink kind="quiet" href={`/publicity/calendar?month=${view.earlier}`}>
            {`${t.earlier} · ${monthWords(view.earlier, locale)}`}
          </ButtonLink>
        )}
        {view.later && (
          <ButtonLink kind="quiet" href={`/publicity/calendar?month=${view.later}`}>
            {`${t.later} · ${monthWords(view.later, locale)}`}
          </ButtonLink>
        )}
      </ButtonRow>
      {view.days.length === 0 && <EmptyState title={t.calendarNone} />}
      {view.days.map(({ day, posts }) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`}>{dayHeading(day, locale)}</h2>
          <ul class="cards">
            {posts.map((post) => (
              <PostCard key={post.id} post={post} timeZone={view.timeZone} />
            ))}
          </ul>
        </section>
      ))}
      <Subscribe place="" />
    </>
  )
}

function monthWords(month: string, locale: Locale): string {
  const tag = locale === 'en' ? 'en-GB' : locale
  return new Intl.DateTimeFormat(tag, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  )
}

function dayHeading(day: string, locale: Locale): string {
  const tag = locale === 'en' ? 'en-GB' : locale
  return new Intl.DateTimeFormat(tag, { month: 'long', day: 'numeric', weekday: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
}
