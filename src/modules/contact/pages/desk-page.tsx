import { dayInWords, type IsoDate } from '#kernel/calendar'
import type { Locale } from '#kernel/text'
import { DueWords } from '#parts/cases'
import { DeskKeys, EmptyState, PageHead, Tabs, Tag } from '#ui'
import type { ListedMatter } from '../queries/lists.ts'
import { text } from './desk-page.text.ts'

export const lists = ['inbox', 'triage', 'overdue'] as const
export type List = (typeof lists)[number]

export interface DeskPageProps {
  readonly list: List
  readonly all: boolean
  readonly matters: readonly ListedMatter[]
  readonly today: IsoDate
  readonly locale: Locale
}

/** The matters in somebody's hands, what is late first; each line says where it stands and until when. */
export function DeskPage({ list, all, matters, today, locale }: DeskPageProps) {
  const t = text[locale]
  const href = `/contact/${list}`
  return (
    <>
      <PageHead title={t.title[list]} lead={t.lead[list]} />
      {list === 'inbox' && (
        <Tabs
          label={t.tabs}
          tabs={[
            { href, label: t.open, current: !all },
            { href: `${href}?show=all`, label: t.all, current: all },
          ]}
        />
      )}
      {matters.length === 0 ? (
        <EmptyState title={t.none[list]}>{t.noneWhy}</EmptyState>
      ) : (
        <ul class="said" aria-label={t.list} data-keys-list>
          {matters.map((matter) => (
            <li key={matter.id}>
              <p>
                <a href={`/contact/matters/${matter.number}`}>{matter.title}</a>
              </p>
              <p class="row">
                <State matter={matter} locale={locale} />
                {matter.round > 1 && <Tag kind="wait">{t.round(matter.round)}</Tag>}
              </p>
              <p class="muted">
                <span>{t.number(matter.number)}</span> <span>{matter.organisation ?? matter.keeper ?? t.office}</span>
              </p>
              {matter.dueOn && (
                <p>
                  <DueWords
                    standing={{
                      dueOn: matter.dueOn,
                      late: matter.late,
                      pausedOn: matter.paused ? today : null,
                      provisional: false,
                    }}
                    today={today}
                    locale={locale}
                  />
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      <DeskKeys />
    </>
  )
}

function State({ matter, locale }: { readonly matter: ListedMatter; readonly locale: Locale }) {
  const t = text[locale].states
  const { stage, state, draft } = matter
  if (stage === 'settled') {
    return matter.promiseDueOn ? (
      <Tag kind="wait">{t.promise(dayInWords(locale, matter.promiseDueOn))}</Tag>
    ) : (
      <Tag kind="ok">{t.settled}</Tag>
    )
  }
  if (stage === 'answered') return <Tag>{t.answered}</Tag>
  if (matter.askedBack) return <Tag>{t.askedBack}</Tag>
  if (state === 'returned') return <Tag kind="stop">{t.returned}</Tag>
  if (matter.extensionAsked) return <Tag kind="wait">{t.extension}</Tag>
  if (draft) return <Tag kind="wait">{t[draft]}</Tag>
  if (state === 'assigned') return <Tag kind="accent">{t.assigned}</Tag>
  if (state === 'accepted') return <Tag>{t.accepted}</Tag>
  return <Tag kind="accent">{t.new}</Tag>
}
