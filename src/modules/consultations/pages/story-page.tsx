import type { Locale } from '#kernel/text'
import { provisionPath } from '#parts/laws'
import type { ledgerTotal } from '#parts/opinions'
import {
  ButtonLink,
  ButtonRow,
  Line,
  langOf,
  Notice,
  OriginalIn,
  PageHead,
  PrintButton,
  Stat,
  StatRow,
  Table,
  useLocale,
  useText,
  Words,
} from '#ui'
import type { AloneStory, ArgumentStory, SaidWords, Submission, Versions } from '../queries/answers.ts'
import type { ConsultationRow } from '../queries/consultation.ts'
import { text as words } from './answer-words.text.ts'
import type { DayWords } from './day-words.ts'
import { OutcomeCard } from './outcome-card.tsx'
import { text } from './story-page.text.ts'

export interface StoryPageProps {
  readonly row: ConsultationRow
  readonly title: string
  readonly stories: readonly ArgumentStory[]
  /** Opinions answered alone: those everyone may read, and how many more there are. */
  readonly alone: { readonly shown: readonly AloneStory[]; readonly others: number }
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
      <PageHead
        title={title}
        above={<span class="muted">{t.title}</span>}
        lead={langOf(row.title, locale) ? `${t.lead} ${t.asWritten}` : t.lead}
      />
      <StoryLine {...props} />
      {!given && <Notice kind="wait">{t.none}</Notice>}
      {given && (
        <>
          <h2>{t.became(days.number(totals.collected))}</h2>
          <StatRow label={t.figures}>
            {outcomesOf(totals).map(([state, value]) => (
              <Stat key={state} value={value} label={w.words[state]} href={`${base}/ledger?state=${state}`} />
            ))}
          </StatRow>
          {stories.length > 0 && <h2>{t.together}</h2>}
          {stories.map((story) => (
            <Story key={story.id} story={story} {...props} />
          ))}
          <Alone {...props} />
        </>
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

/** What became of every opinion that came, each counted once; what happened to none is left out. */
function outcomesOf(totals: StoryPageProps['totals']) {
  const counted = [
    ['adopted', totals.adopted],
    ['partly', totals.partly],
    ['not-adopted', totals.notAdopted],
    ['later', totals.later],
    ['unanswered', totals.unanswered],
  ] as const
  return counted.filter(([, value]) => value > 0)
}

function StoryLine({ row, totals, submissions, days, locale }: StoryPageProps) {
  const t = text[locale]
  const order = ['open', 'closed', 'refined', 'submitted', 'answered', 'evaluated']
  const at = order.indexOf(row.stage)
  const state = (until: number) => (at > until ? 'passed' : at === until ? 'here' : 'to-come')
  const last = submissions.at(-1)
  const counted = (which: 'collected' | 'refined') => (
    <a class="num" href={`/consultations/${row.number}/ledger?state=${which}`}>
      {t.people(days.number(totals[which]))}
    </a>
  )
  return (
    <Line
      label={t.line}
      across
      stations={[
        { state: state(0), label: t.heard, note: counted('collected') },
        { state: state(1), label: t.refined, note: counted('refined') },
        { state: state(2), label: t.sent, note: last ? <SentTo name={last.toName} /> : undefined },
        {
          state: at >= 4 ? 'passed' : state(3),
          label: t.changed,
          note: at >= 4 ? t.answers(days.number(totals.adopted), days.number(totals.partly)) : undefined,
        },
      ]}
    />
  )
}

function SentTo({ name }: { readonly name: string }) {
  const t = useText(text)
  return (
    <>
      {t.to}
      <Words>{name}</Words>
    </>
  )
}

/** Opinions that stood alone and were answered alone: their words, their answer. */
function Alone({ row, alone, versions }: StoryPageProps) {
  const t = useText(text)
  const texts = versions ? { old: versions.old.text, next: versions.next.text } : null
  if (alone.shown.length + alone.others === 0) return null
  return (
    <section aria-labelledby="alone">
      <h2 id="alone">{t.alone}</h2>
      <p class="muted">{t.aloneWords}</p>
      {alone.shown.map((story) => (
        <AloneOpinion key={story.id} story={story} texts={texts} number={row.number} />
      ))}
      {alone.others > 0 && <p>{t.aloneOthers(alone.others)}</p>}
    </section>
  )
}

function AloneOpinion({
  story,
  texts,
  number,
}: {
  readonly story: AloneStory
  readonly texts: Parameters<typeof OutcomeCard>[0]['texts']
  readonly number: number
}) {
  const t = useText(text)
  const locale = useLocale()
  const place = texts && story.provisionId ? provisionPath(texts.old, story.provisionId, locale) : ''
  return (
    <article class="card story" aria-label={place || t.whole}>
      <p class="muted">
        <a href={`/consultations/${number}/opinions/${story.id}`}>{place ? t.about(place) : t.whole}</a>
      </p>
      <Said said={story} />
      <OutcomeCard outcome={story.outcome} texts={texts ?? null} />
    </article>
  )
}

function Said({ said }: { readonly said: SaidWords }) {
  const w = useText(words)
  return (
    <blockquote>
      <p>
        <Words lang={said.locale}>{said.body}</Words>
      </p>
      <footer class="muted">
        <Words>{said.name ?? w.noName}</Words>
        <OriginalIn words={said.body} lang={said.locale} />
      </footer>
    </blockquote>
  )
}

function Story({ story, versions, days }: StoryPageProps & { readonly story: ArgumentStory }) {
  const w = useText(words)
  return (
    <section class="card story">
      <h3>
        <Words>{story.title}</Words>
      </h3>
      <p class="muted">
        {w.voices(days.number(story.voices))}
        {story.dissent > 0 && ` · ${w.dissent(days.number(story.dissent))}`}
      </p>
      {story.words.length > 0 && (
        <>
          <h4>{w.said}</h4>
          {story.words.map((said) => (
            <Said key={said.id} said={said} />
          ))}
        </>
      )}
      {story.sentences.length > 0 && (
        <>
          <h4>{w.refined}</h4>
          <p>
            <Words>{story.sentences.map((sentence) => sentence.text).join('')}</Words>
          </p>
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
