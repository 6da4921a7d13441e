import type { Locale } from '#kernel/text'
import type { ledgerTotal } from '#parts/opinions'
import { ButtonLink, ButtonRow, Line, Notice, PageHead, PrintButton, Stat, StatRow, Table, useText } from '#ui'
import type { ArgumentStory, Submission, Versions } from '../queries/answers.ts'
import type { ConsultationRow } from '../queries/consultation.ts'
import { text as words } from './answer-words.text.ts'
import type { DayWords } from './day-words.ts'
import { OutcomeCard } from './outcome-card.tsx'
import { text } from './story-page.text.ts'

export interface StoryPageProps {
  readonly row: ConsultationRow
  readonly title: string
  readonly stories: readonly ArgumentStory[]
  readonly totals: ReturnType<typeof ledgerTotal>
  readonly submissions: readonly Submission[]
  readonly scores: Readonly<Record<string, number>>
  readonly versions: Versions | null
  readonly days: DayWords
  readonly locale: Locale
}

/** Heard, refined, sent up, changed: each argument from the first words to the law's. */
export function StoryPage(props: StoryPageProps) {
  const { row, title, stories, totals, scores, days, locale } = props
  const t = text[locale]
  const w = words[locale]
  const base = `/consultations/${row.number}`
  const given = row.stage === 'answered' || row.stage === 'evaluated'
  return (
    <>
      <PageHead title={title} above={<b>{t.title}</b>} lead={t.lead} />
      <StoryLine {...props} />
      {!given && <Notice kind="wait">{t.none}</Notice>}
      <StatRow label={t.figures}>
        {(['collected', 'refined', 'submitted', 'adopted', 'partly'] as const).map((state) => (
          <Stat key={state} value={totals[state]} label={w.words[state]} href={`${base}/ledger?state=${state}`} />
        ))}
      </StatRow>
      {given && stories.map((story) => <Story key={story.id} story={story} {...props} />)}
      {given && (
        <p class="muted">
          {t.alone} <a href={`${base}/opinions`}>{t.opinions}</a>
        </p>
      )}
      {Object.keys(scores).length > 0 && (
        <Table
          caption={t.evaluation}
          columns={[
            { label: t.evaluation, names: true, cell: ([score]) => t.scores[score] },
            { label: t.figures, numeric: true, cell: ([, count]) => days.number(count) },
          ]}
          rows={(['satisfied', 'basically', 'dissatisfied', 'abstain'] as const).map(
            (score) => [score, scores[score] ?? 0] as const,
          )}
          keyOf={([score]) => score}
          total={[null, days.number(Object.values(scores).reduce((sum, count) => sum + count, 0))]}
        />
      )}
      <ButtonRow>
        {given && props.versions && (
          <ButtonLink kind="quiet" href={`${base}/changes`}>
            {t.compare}
          </ButtonLink>
        )}
        <ButtonLink kind="quiet" href={`${base}/ledger`}>
          {t.ledger}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${base}/data`}>
          {t.data}
        </ButtonLink>
        <PrintButton />
      </ButtonRow>
    </>
  )
}

function StoryLine({ row, totals, submissions, days, locale }: StoryPageProps) {
  const t = text[locale]
  const order = ['open', 'closed', 'refined', 'submitted', 'answered', 'evaluated']
  const at = order.indexOf(row.stage)
  const state = (until: number) => (at > until ? 'passed' : at === until ? 'here' : 'to-come')
  const last = submissions.at(-1)
  return (
    <Line
      label={t.line}
      across
      stations={[
        { state: state(0), label: t.heard, note: t.people(days.number(totals.collected)) },
        { state: state(1), label: t.refined, note: t.people(days.number(totals.refined)) },
        { state: state(2), label: t.sent, note: last ? t.to(last.toName) : undefined },
        {
          state: at >= 4 ? 'passed' : state(3),
          label: t.changed,
          note: at >= 4 ? t.answers(days.number(totals.adopted), days.number(totals.partly)) : undefined,
        },
      ]}
    />
  )
}

function Story({ story, versions, days }: StoryPageProps & { readonly story: ArgumentStory }) {
  const w = useText(words)
  return (
    <section class="card story">
      <h2>{story.title}</h2>
      <p class="muted">
        {w.voices(days.number(story.voices))}
        {story.dissent > 0 && ` · ${w.dissent(days.number(story.dissent))}`}
      </p>
      {story.words.length > 0 && (
        <>
          <h3>{w.said}</h3>
          {story.words.map((said) => (
            <blockquote key={said.id}>
              <p>{said.body}</p>
              <footer class="muted">{said.name ?? w.noName}</footer>
            </blockquote>
          ))}
        </>
      )}
      {story.sentences.length > 0 && (
        <>
          <h3>{w.refined}</h3>
          <p>{story.sentences.map((sentence) => sentence.text).join('')}</p>
        </>
      )}
      {story.outcome && (
        <OutcomeCard
          outcome={story.outcome}
          texts={versions ? { old: versions.old.text, next: versions.next.text } : null}
        />
      )}
    </section>
  )
}
