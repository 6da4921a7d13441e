import type { Locale } from '#kernel/text'
import { ButtonLink, EmptyState, PageHead, Tag } from '#ui'
import type { ListedConsultation } from '../queries/reading.ts'
import type { DayWords } from './day-words.ts'
import { text } from './list-page.text.ts'

export interface ListPageProps {
  readonly consultations: readonly ListedConsultation[]
  readonly days: DayWords
  readonly locale: Locale
}

/** All consultations everyone may know of: open ones first, then what became of the others. */
export function ListPage({ consultations, days, locale }: ListPageProps) {
  const t = text[locale]
  const open = consultations.filter(({ stage }) => stage === 'open')
  const past = consultations.filter(({ stage }) => stage !== 'open')
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      <h2>{t.open}</h2>
      {open.length === 0 ? (
        <EmptyState title={t.noneOpen}>{t.noneOpenWords}</EmptyState>
      ) : (
        <ul class="drafts">
          {open.map((each) => (
            <OpenDraft key={each.id} consultation={each} days={days} locale={locale} />
          ))}
        </ul>
      )}
      <h2>{t.past}</h2>
      {past.length === 0 ? (
        <p class="muted">{t.nonePast}</p>
      ) : (
        <ul class="drafts past">
          {past.map((each) => (
            <PastDraft key={each.id} consultation={each} days={days} locale={locale} />
          ))}
        </ul>
      )}
      <p>
        <a href="/r">{t.find}</a> · <a href="/consultations/moderation">{t.moderation}</a>
      </p>
    </>
  )
}

interface DraftProps {
  readonly consultation: ListedConsultation
  readonly days: DayWords
  readonly locale: Locale
}

/** A draft one can still speak about. Also a card of the front page. */
export function OpenDraft({ consultation, days, locale }: DraftProps) {
  const t = text[locale]
  const { number, title, closesAt, heard } = consultation
  return (
    <li>
      <p class="row">
        <Tag kind="accent">{t.stage.open}</Tag>
        <span class="muted">
          {t.left(consultation.daysLeft)}
          {closesAt && ` · ${t.until(days.day(closesAt))}`}
        </span>
      </p>
      <h3>
        <a href={`/consultations/${number}`}>{title}</a>
      </h3>
      <p class="row">
        <ButtonLink href={`/consultations/${number}`} label={t.readThis(title)}>
          {t.read}
        </ButtonLink>
        <a class="muted num" href={`/consultations/${number}/opinions`}>
          {t.heard(days.number(heard))}
        </a>
      </p>
    </li>
  )
}

function PastDraft({ consultation, days, locale }: DraftProps) {
  const t = text[locale]
  const { number, title, stage, heard, answers } = consultation
  const rest = answers ? answers.notAdopted + answers.later : 0
  return (
    <li>
      <p class="row">
        <Tag kind={stage === 'answered' || stage === 'evaluated' ? 'ok' : 'wait'}>{t.stage[stage]}</Tag>
        {consultation.closesAt && <span class="muted">{t.closed(days.day(consultation.closesAt))}</span>}
      </p>
      <h3>
        <a href={`/consultations/${number}`}>{title}</a>
      </h3>
      <p class="muted">
        <a class="num" href={`/consultations/${number}/opinions`}>
          {t.heard(days.number(heard))}
        </a>
        {answers && <> · {t.answers(days.number(answers.adopted), days.number(answers.partly), days.number(rest))}</>}
      </p>
    </li>
  )
}
