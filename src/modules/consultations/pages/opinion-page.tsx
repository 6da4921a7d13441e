import type { Locale } from '#kernel/text'
import type { ShownOpinion } from '#parts/opinions'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Form,
  Line,
  langOf,
  Notice,
  OriginalIn,
  type Station,
  useText,
  Words,
} from '#ui'
import type { ShownOutcome } from '../queries/answers.ts'
import type { DayWords } from './day-words.ts'
import { text as itemText } from './opinion-item.text.ts'
import { Suggestion } from './opinion-item.tsx'
import { text } from './opinion-page.text.ts'
import { OutcomeCard } from './outcome-card.tsx'

export interface OpinionPageProps {
  readonly number: number
  readonly opinion: ShownOpinion
  /** 第二十一条; null for the whole draft. */
  readonly about: string | null
  readonly place: string | null
  readonly replaces: string | null
  readonly open: boolean
  readonly days: DayWords
  readonly locale: Locale
}

export interface AnsweredProps {
  /** The answer, once it is told. */
  readonly outcome: ShownOutcome | null
  readonly texts: Parameters<typeof OutcomeCard>[0]['texts']
}

/** One opinion by itself: its words, where it comes from, how far it has come and what was answered. */
export function OpinionPage(props: OpinionPageProps & AnsweredProps) {
  const { number, opinion, open, outcome, texts, days, locale } = props
  const t = text[locale]
  const base = `/consultations/${number}`
  return (
    <>
      <h1>{t.title}</h1>
      <OpinionWords {...props} />
      <p class="muted num">{t.supports(opinion.supports)}</p>
      {outcome && (
        <section class="card" aria-label={t.answer}>
          <h2>{t.answer}</h2>
          <OutcomeCard outcome={outcome} texts={texts ?? null} />
          <p>
            <a href={`${base}/story`}>{t.story}</a>
          </p>
        </section>
      )}
      <h2>{t.line}</h2>
      <Line label={t.line} stations={stationsOf(opinion, days, locale, outcome)} />
      <ButtonRow>
        {open && <ButtonLink href={`${base}/opinions/${opinion.id}/support`}>{t.meToo}</ButtonLink>}
        <ButtonLink
          kind="quiet"
          href={opinion.provisionId ? clauseHref(base, opinion.provisionId) : `${base}/opinions`}
        >
          {t.back}
        </ButtonLink>
      </ButtonRow>
    </>
  )
}

function clauseHref(base: string, provisionId: string): string {
  return `${base}/clauses/${provisionId.split('__', 1)[0]}`
}

/** The words of an opinion in full, with what they are about. */
export function OpinionWords({ number, opinion, about, place, replaces, days, locale }: OpinionPageProps) {
  const t = text[locale]
  const i = itemText[locale]
  const base = `/consultations/${number}/opinions/${opinion.id}`
  return (
    <div class="told-words">
      <p class="muted">{about ? t.about(about) : t.whole}</p>
      {opinion.quote && (
        <p class="quoted">
          <q lang={langOf(opinion.quote, locale)}>{opinion.quote}</q>
        </p>
      )}
      <p class="words">
        <Words lang={opinion.contentLocale}>{opinion.body}</Words>
      </p>
      {opinion.suggested && <Suggestion suggested={opinion.suggested} replaces={replaces} locale={locale} />}
      <Attachments base={base} files={opinion.files} locale={locale} />
      <p class="muted">
        {place ? i.at(place, i.channel[opinion.channel]) : i.channel[opinion.channel]}
        {opinion.name && (
          <>
            {' · '}
            <Words>{opinion.name}</Words>
          </>
        )}
        {` · ${days.day(opinion.receivedAt)}`}
        <OriginalIn words={opinion.body} lang={opinion.contentLocale} />
      </p>
    </div>
  )
}

/** Photos to look at and voice notes to hear. */
export function Attachments({
  base,
  files,
  locale,
}: {
  readonly base: string
  readonly files: ShownOpinion['files']
  readonly locale: Locale
}) {
  const t = itemText[locale]
  return (
    <>
      {files.map((file) =>
        file.kind === 'voice' ? (
          // biome-ignore lint/a11y/useMediaCaption: a voice note somebody just recorded has no captions; its words stand above it
          <audio key={file.id} controls preload="none" src={`${base}/files/${file.id}`} aria-label={t.voice} />
        ) : file.kind === 'photo' ? (
          <a key={file.id} class="photo" href={`${base}/files/${file.id}`}>
            <img src={`${base}/files/${file.id}?small=1`} alt={t.photo} loading="lazy" width="160" />
          </a>
        ) : (
          <a key={file.id} href={`${base}/files/${file.id}`}>
            {t[file.kind]}
          </a>
        ),
      )}
    </>
  )
}

function stationsOf(
  { progress, receivedAt, argument }: ShownOpinion,
  days: DayWords,
  locale: Locale,
  outcome: ShownOutcome | null,
): Station[] {
  const t = text[locale]
  const steps = ['received', 'sorted', 'refined', 'submitted'] as const
  const at = (steps as readonly string[]).indexOf(progress)
  const decided = at === -1
  const state = (index: number): Station['state'] => {
    if (decided || index < at) return 'passed'
    return index === at ? 'here' : 'to-come'
  }
  const note = { received: days.day(receivedAt), sorted: argument ? <Sorted title={argument.title} /> : undefined }
  const answer: Station = decided
    ? { state: 'here', label: t.answer, note: decisionNote(progress, days, t, outcome) }
    : { state: 'to-come', label: t.answer }
  // Answered alone: it was never merged, refined or sent up with others, and the line does not claim so.
  if (decided && !argument) {
    return [
      { state: 'passed', label: t.received, note: note.received },
      { state: 'passed', label: t.alone, note: t.aloneNote },
      answer,
    ]
  }
  return [
    { state: state(0), label: t.received, note: note.received },
    { state: state(1), label: t.sorted, ...(note.sorted && { note: note.sorted }) },
    { state: state(2), label: t.refined },
    { state: state(3), label: t.submitted },
    answer,
  ]
}

function decisionNote(
  progress: ShownOpinion['progress'],
  days: DayWords,
  t: (typeof text)[Locale],
  outcome: ShownOutcome | null,
): string {
  const decision = t.decision[progress as keyof typeof t.decision]
  return outcome ? t.decided(days.day(outcome.decidedAt), decision) : decision
}

function Sorted({ title }: { readonly title: string }) {
  const t = useText(text)
  return (
    <>
      {t.sortedUnder}“<Words>{title}</Words>”
    </>
  )
}

export interface SupportPageProps extends OpinionPageProps {
  readonly supported: boolean
  readonly own: boolean
  /** Why it could not be done: a code. */
  readonly problem: string | null
}

/** 我也是: one question and one button; the same page takes it back. */
export function SupportPage(props: SupportPageProps) {
  const { number, opinion, supported, own, problem, open, locale } = props
  const t = text[locale]
  const here = `/consultations/${number}/opinions/${opinion.id}/support`
  return (
    <>
      {problem && (
        <Notice kind="stop">{problem === 'own-opinion' ? t.own : problem === 'closed' ? t.closed : t.noDevice}</Notice>
      )}
      <h1>{t.meTooQuestion}</h1>
      <OpinionWords {...props} />
      <p class="muted num">{t.supports(opinion.supports)}</p>
      {own ? (
        <p>{t.own}</p>
      ) : !open ? (
        <p>{t.closed}</p>
      ) : supported ? (
        <Form action={here}>
          <p>{t.already}</p>
          <Button kind="quiet" name="take" value="back">
            {t.takeBack}
          </Button>
        </Form>
      ) : (
        <Form action={here}>
          <p>{t.meTooWords}</p>
          <Button>{t.take}</Button>
        </Form>
      )}
      <ul class="links">
        {open && (
          <li>
            <a href={`/consultations/${number}/write${opinion.provisionId ? `?provision=${opinion.provisionId}` : ''}`}>
              {t.write}
            </a>
          </li>
        )}
        <li>
          <a
            href={
              opinion.provisionId
                ? clauseHref(`/consultations/${number}`, opinion.provisionId)
                : `/consultations/${number}/opinions`
            }
          >
            {t.back}
          </a>
        </li>
      </ul>
    </>
  )
}
