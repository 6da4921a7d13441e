import type { Locale } from '#kernel/text'
import {
  DecideRecheckForm,
  PointsForm,
  type RatedStage,
  RecheckForm,
  ratingsText,
  SatisfactionTable,
  type ScoredStage,
  type Sheet,
  SheetView,
  WordsForm,
} from '#parts/ratings'
import { ButtonLink, Details, DoneBanner, ErrorSummary, Notice, PageHead } from '#ui'
import type { Matter } from '../queries/matter.ts'
import type { DepartmentSatisfaction, MatterRatings } from '../queries/ratings.ts'
import { ratedReply } from '../ratings.ts'
import type { Shown } from './matter-parts.tsx'
import { text } from './rating-parts.text.ts'

type Values = Readonly<Record<string, string>>

interface Refused {
  /** Which form it was: its prefix. */
  readonly form: string
  readonly values: Values
  readonly errors: Values
}

export interface ResidentRatingProps {
  readonly code: string
  readonly matter: Matter
  readonly ratings: MatterRatings
  readonly shown: Shown
  readonly now: Date
  readonly done: boolean
  readonly refused: Refused | null
}

/** On the page of whoever holds the receipt: is she satisfied with the newest reply; what she said of earlier ones. */
export function ResidentRating(props: ResidentRatingProps) {
  const { code, matter, ratings, shown, now, done, refused } = props
  const reply = ratedReply(matter.work)
  if (!reply) return null
  const t = text[shown.locale]
  const sheet = ratings.replies.find(({ round }) => round === reply.round)
  const stage = sheet?.stages[0]
  const own = stage?.ratings[0]
  const closesAt = stage?.closesAt ?? new Date(reply.sent_at.getTime() + ratings.openDays * 86_400_000)
  const open = stage ? stage.open : closesAt > now
  const anew = stage !== undefined && stage.attempt > 1 && stage.original.length === 0
  const earlier = ratings.replies.filter(({ round }) => round < reply.round)
  return (
    <section aria-labelledby="rating">
      <h2 id="rating">{t.title}</h2>
      {done && <DoneBanner title={t.rated}>{t.ratedWords}</DoneBanner>}
      {refused?.errors[''] && (
        <Notice kind="stop">
          <p>{refused.errors['']}</p>
        </Notice>
      )}
      {anew && (
        <Notice kind="wait">
          <p>{t.again}</p>
        </Notice>
      )}
      {sheet && <SheetView sheet={sheet} shown={shown} />}
      {open ? (
        <Change folded={own !== undefined && !anew && !refused} summary={ratingsText[shown.locale].change}>
          {!own && <p>{t.lead}</p>}
          <WordsForm
            action={`/contact/${code}/rate`}
            guard={`contact-rate-${code}`}
            scale={sheet?.scale.kind === 'words' ? sheet.scale : ratings.words}
            label={t.label}
            given={own && !anew ? own : null}
            until={shown.day(closesAt)}
            values={refused?.values ?? {}}
            errors={refused?.errors ?? {}}
            locale={shown.locale}
          />
        </Change>
      ) : (
        <p class="muted">{ratingsText[shown.locale].closed(shown.day(closesAt))}</p>
      )}
      {earlier.length > 0 && <Rounds title={t.earlier} sheets={earlier} shown={shown} />}
    </section>
  )
}

function Change({
  folded,
  summary,
  children,
}: {
  readonly folded: boolean
  readonly summary: string
  readonly children: preact.ComponentChildren
}) {
  return folded ? <Details summary={summary}>{children}</Details> : children
}

function Rounds(props: { readonly title: string; readonly sheets: readonly Sheet[]; readonly shown: Shown }) {
  const { title, sheets, shown } = props
  return (
    <Details summary={title}>
      {sheets.toReversed().map((sheet) => (
        <div key={sheet.id}>
          <h3>{ratingsText[shown.locale].round(sheet.round)}</h3>
          <SheetView sheet={sheet} shown={shown} />
        </div>
      ))}
    </Details>
  )
}

/** The way from the page of those who handle a matter to its ratings. */
export function RatingsLink({ matter, shown }: { readonly matter: Matter; readonly shown: Pick<Shown, 'locale'> }) {
  const t = text[shown.locale]
  if (!ratedReply(matter.work)) return null
  return (
    <section aria-labelledby="ratings">
      <h2 id="ratings">{t.work}</h2>
      <p>{t.workLead}</p>
      <ButtonLink kind="quiet" href={`/contact/matters/${matter.number}/ratings`}>
        {t.open}
      </ButtonLink>
    </section>
  )
}

export interface RatingsPageProps {
  readonly matter: Matter
  readonly ratings: MatterRatings
  readonly may: {
    /** Stages the viewer may score now, as the deputy who keeps the matter, and until when. */
    readonly score: readonly { readonly stage: ScoredStage; readonly until: Date }[]
    /** The viewer is the deputy, and the second stage is still to come. */
    readonly later: boolean
    readonly askRecheck: (sheet: Sheet, stage: RatedStage) => boolean
    readonly decideRecheck: (sheet: Sheet, stage: RatedStage) => boolean
  }
  readonly shown: Shown
  readonly refused: Refused | null
}

/** What the resident and the deputy say of one matter, for those who handle it; scores and re-checks are given here. */
export function RatingsPage(props: RatingsPageProps) {
  const { matter, ratings, may, shown, refused } = props
  const t = text[shown.locale]
  const errors = Object.entries(refused?.errors ?? {})
  return (
    <>
      <ErrorSummary
        errors={Object.fromEntries(errors.map(([name, words]) => [name && `${refused?.form}-${name}`, words]))}
      />
      <PageHead title={t.pageTitle} lead={matter.work.title} />
      <Side {...props} title={t.residents} empty={t.residentsNone} sheets={ratings.replies} />
      <Side {...props} title={t.deputy} empty={t.deputyNone} sheets={ratings.handling} />
      {may.score.map(({ stage, until }) => (
        <Score key={stage.code} {...props} stage={stage} until={until} />
      ))}
      {may.later && <p class="muted">{t.later}</p>}
    </>
  )
}

function Side(
  props: RatingsPageProps & { readonly title: string; readonly empty: string; readonly sheets: readonly Sheet[] },
) {
  const { title, empty, sheets, shown } = props
  return (
    <section>
      <h2>{title}</h2>
      {sheets.length === 0 && <p class="muted">{empty}</p>}
      {sheets.toReversed().map((sheet) => (
        <article class="card" key={sheet.id}>
          <h3>{ratingsText[shown.locale].round(sheet.round)}</h3>
          <SheetView sheet={sheet} shown={shown} />
          {sheet.stages.map((stage) => (
            <Rechecks key={stage.code} {...props} sheet={sheet} stage={stage} />
          ))}
        </article>
      ))}
    </section>
  )
}

function Rechecks({
  matter,
  may,
  shown,
  refused,
  sheet,
  stage,
}: RatingsPageProps & { readonly sheet: Sheet; readonly stage: RatedStage }) {
  const t = ratingsText[shown.locale].recheck
  const prefix = `recheck-${sheet.id}-${stage.code}`
  const mine = refused?.form === prefix
  const form = {
    sheetId: sheet.id,
    stage: stage.code,
    prefix,
    values: mine ? refused.values : {},
    errors: mine ? refused.errors : {},
    locale: shown.locale,
  }
  const address = `/contact/matters/${matter.number}/ratings`
  const which = sheet.scale.kind === 'points' ? `${t.title}: ${ratingsText[shown.locale].stage[stage.code]}` : t.title
  return (
    <>
      {may.askRecheck(sheet, stage) && (
        <Details summary={which} open={mine}>
          <RecheckForm {...form} action={`${address}/recheck`} />
        </Details>
      )}
      {may.decideRecheck(sheet, stage) && <DecideRecheckForm {...form} action={`${address}/decide`} />}
    </>
  )
}

function Score({
  matter,
  ratings,
  shown,
  refused,
  stage,
  until,
}: RatingsPageProps & { readonly stage: ScoredStage; readonly until: Date }) {
  const t = text[shown.locale]
  const prefix = `score-${stage.code}`
  const mine = refused?.form === prefix
  const round = ratedReply(matter.work)?.round
  const rated = ratings.handling.find((sheet) => sheet.round === round)?.stages.find(({ code }) => code === stage.code)
  const own = rated?.ratings[0]
  const anew = rated !== undefined && rated.attempt > 1 && rated.original.length === 0
  return (
    <section>
      <h2>{t.rate(ratingsText[shown.locale].stage[stage.code])}</h2>
      <PointsForm
        action={`/contact/matters/${matter.number}/ratings/score`}
        guard={`contact-score-${matter.number}-${stage.code}`}
        stage={stage}
        prefix={prefix}
        given={own && !anew ? own : null}
        until={shown.day(until)}
        values={mine ? refused.values : {}}
        errors={mine ? refused.errors : {}}
        locale={shown.locale}
      />
    </section>
  )
}

/** Residents' satisfaction by department, for everybody. */
export function PublicSatisfaction(props: { readonly satisfaction: DepartmentSatisfaction; readonly locale: Locale }) {
  const { satisfaction, locale } = props
  const t = text[locale]
  return (
    <section aria-labelledby="satisfaction">
      <h2 id="satisfaction">{t.public}</h2>
      <p class="muted">{t.publicHow}</p>
      <SatisfactionTable
        satisfaction={satisfaction}
        caption={t.public}
        nameOf={(key) => satisfaction.names.get(key) ?? t.deputies}
        locale={locale}
      />
    </section>
  )
}
