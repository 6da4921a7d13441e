import type { ReceiptState } from '#kernel/ledger'
import type { Locale } from '#kernel/text'
import { Change } from '#parts/laws'
import { type Followed, type FollowedRefinement, shownText, wordsOfRefinement } from '#parts/opinions'
import {
  Button,
  ButtonLink,
  ButtonRow,
  ConfirmForm,
  CopyButton,
  Details,
  Form,
  Ins,
  Island,
  Line,
  langOf,
  Notice,
  OriginalIn,
  QrFigure,
  Radios,
  type Station,
  Tag,
  TextArea,
  Visibility,
  Words,
} from '#ui'
import type { Matter } from '#web/routes'
import { dashed } from '../queries.ts'
import { AnswerWay } from './answer-way.tsx'
import { NextNotice } from './next-notice.tsx'
import { text } from './receipt-page.text.ts'
import { type RefusedForm, typed } from './refused-form.ts'

export interface ReceiptPageProps {
  readonly opinion: Followed
  readonly matter: Matter | null
  readonly proof: ReceiptState | undefined
  readonly files: readonly { readonly id: string; readonly kind: string }[]
  readonly qrSvg: string
  readonly url: string
  /** This is she who gave it: by device or account. */
  readonly hers: boolean
  /** Not known as hers, but her contact is told of later consultations: the receipt is enough to stop that. */
  readonly mayDecline: boolean
  /** Signed in, and the opinion belongs to no account yet. */
  readonly mayClaim: boolean
  readonly signedIn: boolean
  readonly fresh: boolean
  readonly refused: RefusedForm | null
  /** Refinements that wait for her answer. */
  readonly asked: readonly string[]
  readonly day: (at: Date) => string
  readonly instant: (at: Date) => string
  readonly locale: Locale
}

/** One opinion on its way, for whoever holds the receipt. */
export function ReceiptPage(props: ReceiptPageProps) {
  const { opinion, fresh, locale } = props
  const t = text[locale]
  const code = dashed(opinion.receipt)
  return (
    <>
      <h1>{t.title}</h1>
      <p class="row">
        <span class="muted">{t.code}</span> <b class="receipt-code">{code}</b>
        <CopyButton value={code} label={t.copy} />
      </p>
      {fresh && <Prove {...props} />}
      <Claim {...props} />
      <Told {...props} />
      <Hidden {...props} />
      <Answer {...props} />
      {props.asked.length > 0 && <Refined {...props} />}
      <h2>{t.line}</h2>
      <Line label={t.line} stations={stationsOf(props)} />
      {props.asked.length === 0 && <Refined {...props} />}
      <Keep {...props} />
      <OtherThings {...props} />
      {props.mayDecline && <NextNotice opinion={opinion} locale={locale} />}
      <Island name="form-guard" />
    </>
  )
}

/** Act first, verify after: the opinion is there, the phone may be proved now. */
function Prove({ opinion, signedIn, locale }: ReceiptPageProps) {
  const t = text[locale]
  if (signedIn || opinion.provedAt !== null) return null
  const next = encodeURIComponent(`/r/${dashed(opinion.receipt)}`)
  return (
    <div class="card">
      <p>{t.proveWords}</p>
      <ButtonLink kind="quiet" href={`/me/prove?next=${next}`}>
        {t.prove}
      </ButtonLink>
    </div>
  )
}

function Claim({ opinion, mayClaim, locale }: ReceiptPageProps) {
  const t = text[locale]
  if (!mayClaim) return null
  return (
    <section class="card" aria-label={t.claimTitle}>
      <h2>{t.claimTitle}</h2>
      <p>{t.claimWords}</p>
      <Form action={`/r/${dashed(opinion.receipt)}/claim`}>
        <Button>{t.claim}</Button>
      </Form>
    </section>
  )
}

function Told({ opinion, matter, files, locale }: ReceiptPageProps) {
  const t = text[locale]
  const before = opinion.quote ?? matter?.words ?? null
  return (
    <section class="told-words" aria-label={t.words}>
      {matter && (
        <p class="muted">
          <a href={matter.href}>{t.about(matter.title)}</a>{' '}
          {matter.place ? <a href={matter.placeHref ?? matter.href}>{matter.place}</a> : t.whole}
        </p>
      )}
      {opinion.quote && (
        <p class="quoted">
          <q lang={langOf(opinion.quote, locale)}>{opinion.quote}</q>
        </p>
      )}
      <p class="words">
        <Words>{shownText(opinion.body)}</Words>
      </p>
      {opinion.suggested && (
        <p class="suggestion">
          <b>{t.suggested}</b>{' '}
          <span class="law" lang={langOf(opinion.suggested, locale)}>
            {before === null ? (
              <Ins>{shownText(opinion.suggested)}</Ins>
            ) : (
              <Change before={before} after={shownText(opinion.suggested)} />
            )}
          </span>
        </p>
      )}
      {files.map((file) => {
        const href = `/r/${dashed(opinion.receipt)}/files/${file.id}`
        return file.kind === 'voice' ? (
          // biome-ignore lint/a11y/useMediaCaption: a voice note somebody just recorded has no captions
          <audio key={file.id} controls preload="none" src={href} />
        ) : (
          <a key={file.id} class="photo" href={href}>
            <img src={`${href}?small=1`} alt="" width="160" loading="lazy" />
          </a>
        )
      })}
      <p class="row">
        <Visibility
          audience={opinion.public ? 'public' : 'staff'}
          words={opinion.stage !== 'received' ? t.seenNow : opinion.public ? t.seenPublic : t.seenOffice}
        />
        {opinion.supports > 0 && <span class="muted num">{t.supports(opinion.supports)}</span>}
        <OriginalIn words={opinion.body} />
      </p>
    </section>
  )
}

/** Held, hidden or taken back: what that means, why, and what she can do. */
function Hidden({ opinion, hers, refused, locale }: ReceiptPageProps) {
  const t = text[locale]
  const { stage, moderation } = opinion
  if (stage === 'held') {
    return (
      <Notice kind="wait" title={t.held}>
        {t.heldNote}
      </Notice>
    )
  }
  if (stage === 'withdrawn') return <Notice title={t.withdrawn}>{t.withdrawnNote}</Notice>
  if (stage !== 'hidden' || !moderation) return null
  const reasons: Readonly<Record<string, string>> = t.hiddenReason
  return (
    <Notice kind="stop" title={t.hiddenTitle}>
      <p>
        {t.hiddenBecause(reasons[moderation.reasonCode] ?? t.hiddenReason.other)}
        {moderation.reason && moderation.reason !== moderation.reasonCode && (
          <>
            {t.gap}
            <Words>{moderation.reason}</Words>
          </>
        )}
      </p>
      <p>{t.hiddenWords}</p>
      {moderation.appeal !== null ? (
        <p>
          {t.appealed}
          <Words>{moderation.appeal}</Words>
        </p>
      ) : (
        hers && (
          <Form action={`/r/${dashed(opinion.receipt)}/appeal`} guard={`appeal-${opinion.receipt}`}>
            <TextArea {...typed(refused, 'appeal', 'words')} label={t.appealHint} rows={3} />
            <Button>{t.appeal}</Button>
          </Form>
        )
      )}
    </Notice>
  )
}

/** The decision with its reason and, when it was adopted, the changed words. */
function Answer({ opinion, matter, day, locale }: ReceiptPageProps) {
  const t = text[locale]
  const { outcome } = opinion
  if (!outcome) return null
  const good = outcome.decision === 'adopted' || outcome.decision === 'partly'
  const tones = { adopted: 'ok', partly: 'ok', 'not-adopted': 'plain', later: 'wait' } as const
  return (
    <section class="card" aria-label={t.decisionTitle}>
      <h2>
        {t.decisionTitle} <Tag kind={tones[outcome.decision]}>{t.decision[outcome.decision]}</Tag>
      </h2>
      <p class="muted">{day(outcome.decidedAt)}</p>
      <p class="words">
        <Words>{outcome.reason}</Words>
        <OriginalIn words={outcome.reason} />
      </p>
      {outcome.changes.length > 0 && <h3>{t.changed}</h3>}
      {outcome.changes.map((change) => (
        <p
          class="law"
          key={`${change.versionId}-${change.provisionId}-${change.after}`}
          lang={locale === 'zh-CN' ? undefined : 'zh-CN'}
        >
          <Change before={change.before} after={change.after} />
        </p>
      ))}
      {good && (
        <p>
          <a href={`/certificates/${dashed(opinion.receipt)}`}>{t.certificate}</a>
        </p>
      )}
      {matter && (
        <p>
          <a href={`${matter.href}/story`}>{t.story}</a>
        </p>
      )}
      {matter && (
        <p>
          <a href={`${matter.href}/evaluation?receipt=${dashed(opinion.receipt)}`}>{t.evaluate}</a>
        </p>
      )}
    </section>
  )
}

function stationsOf({ opinion, matter, asked, day, locale }: ReceiptPageProps): Station[] {
  const t = text[locale]
  const { argument, outcome, stage } = opinion
  const where = matter?.collectedAt ?? t.channel[opinion.channel]
  const received = { label: t.received, note: t.receivedNote(day(opinion.receivedAt), where) }
  if (stage === 'withdrawn')
    return [
      { ...received, state: 'passed' },
      { state: 'stopped', label: t.withdrawn },
    ]
  if (stage === 'hidden')
    return [
      { ...received, state: 'passed' },
      { state: 'stopped', label: t.hidden },
    ]
  const reached = outcome
    ? 5
    : argument
      ? { open: 1, refined: 2, submitted: 3, answered: 3, dissolved: 0 }[argument.stage]
      : 0
  const state = (index: number): Station['state'] =>
    index < reached ? 'passed' : index === reached ? 'here' : 'to-come'
  // Answered alone: it was never merged, refined or sent up with others, and the line does not claim so.
  if (outcome && !argument) {
    return [
      { ...received, state: 'passed' },
      { state: 'passed', label: t.alone, note: t.aloneNote },
      { state: 'here', label: t.answer, note: t.decided(day(outcome.decidedAt), t.decision[outcome.decision]) },
    ]
  }
  const sortedNote = argument ? <SortedNote argument={argument} locale={locale} /> : undefined
  const refinedNote = asked.length > 0 ? t.refinedAsked : undefined
  return [
    { ...received, state: state(0) },
    { state: state(1), label: t.sorted, ...(sortedNote && { note: sortedNote }) },
    { state: state(2), label: t.refined, ...(refinedNote && { note: refinedNote }) },
    { state: state(3), label: t.submitted },
    outcome
      ? { state: 'here', label: t.answer, note: t.decided(day(outcome.decidedAt), t.decision[outcome.decision]) }
      : { state: 'to-come', label: t.answer, note: t.answerNote },
  ]
}

function SortedNote({
  argument,
  locale,
}: {
  readonly argument: NonNullable<Followed['argument']>
  readonly locale: Locale
}) {
  const t = text[locale]
  return (
    <>
      {argument.others > 0 ? t.sortedUnder : t.sortedAlone}“<Words>{argument.title}</Words>”
      {argument.others > 0 && t.sortedWith(argument.others)}
    </>
  )
}

/** What was made of her words and others', and the question whether it is what she meant. */
function Refined(props: ReceiptPageProps) {
  const { opinion, asked, locale } = props
  const t = text[locale]
  const refinements = opinion.argument?.refinements ?? []
  if (refinements.length === 0) return null
  return (
    <section aria-label={t.refinedTitle}>
      <h2>{t.refinedTitle}</h2>
      {refinements.map((refinement) => (
        <div class="card" key={refinement.id}>
          <p class="muted">{t.intent[refinement.intent]}</p>
          <p class="law">
            <Words>{wordsOfRefinement(refinement.sentences)}</Words>
          </p>
          {refinement.answer === 'yes' && <p>{t.saidYes}</p>}
          {refinement.answer === 'no' && <p>{t.saidNo(refinement.because ?? '')}</p>}
          {asked.includes(refinement.id) && <Meant {...props} refinement={refinement} />}
        </div>
      ))}
    </section>
  )
}

function Meant({
  opinion,
  refinement,
  refused,
  locale,
}: ReceiptPageProps & { readonly refinement: FollowedRefinement }) {
  const t = text[locale]
  const sent = refused?.values.refinement === refinement.id ? refused : null
  const of = (name: string) => {
    const field = typed(sent, 'confirm', name)
    return sent ? field : { ...field, id: `${name}-${refinement.id}` }
  }
  return (
    <Form action={`/r/${dashed(opinion.receipt)}/confirm`} guard={`meant-${refinement.id}`}>
      <input type="hidden" name="refinement" value={refinement.id} />
      <Radios
        {...of('answer')}
        label={t.meant}
        hint={t.meantHint}
        options={[
          { value: 'yes', label: t.yes },
          { value: 'no', label: t.no },
        ]}
      />
      <TextArea {...of('because')} label={t.because} rows={2} optional />
      <Button>{t.answerIt}</Button>
    </Form>
  )
}

/** Code, proof and slip: what she can hold in the hand. */
function Keep({ opinion, proof, qrSvg, url, locale }: ReceiptPageProps) {
  const t = text[locale]
  const base = `/r/${dashed(opinion.receipt)}`
  return (
    <section aria-label={t.keep}>
      <h2>{t.keep}</h2>
      <div class="side-by-side">
        <QrFigure svg={qrSvg} href={url} caption={t.qr} small />
        <div>
          {proof && <p>{proof.state === 'logged' ? t.proofReady : t.proofSoon}</p>}
          <ButtonRow>
            {proof && (
              <ButtonLink kind="quiet" href={`${base}/proof`}>
                {proof.state === 'logged' ? t.proof : t.promise}
              </ButtonLink>
            )}
            <ButtonLink kind="quiet" href={`${base}/slip`}>
              {t.slip}
            </ButtonLink>
          </ButtonRow>
          <p>
            <a href="/verify">{t.check}</a>
          </p>
        </div>
      </div>
    </section>
  )
}

function OtherThings(props: ReceiptPageProps) {
  const { opinion, hers, locale } = props
  const t = text[locale]
  if (!hers || opinion.stage === 'withdrawn') return null
  const base = `/r/${dashed(opinion.receipt)}`
  return (
    <section aria-label={t.more}>
      <h2>{t.more}</h2>
      {opinion.argument && opinion.outcome === null && <Objection {...props} argument={opinion.argument} />}
      <AnswerWay opinion={opinion} refused={props.refused} signedIn={props.signedIn} locale={locale} />
      {opinion.outcome === null && (
        <ConfirmForm
          action={`${base}/withdraw`}
          label={t.withdraw}
          question={t.withdrawQuestion}
          consequence={t.withdrawWords}
          confirmLabel={t.withdrawConfirm}
          kind="grave"
        />
      )}
    </section>
  )
}

function Objection({
  opinion,
  argument,
  refused,
  locale,
}: ReceiptPageProps & { readonly argument: NonNullable<Followed['argument']> }) {
  const t = text[locale]
  if (argument.objection !== null) return <p>{t.objected(argument.objection)}</p>
  if (argument.others === 0) return null
  return (
    <Details summary={t.object} open={refused?.form === 'object'}>
      <p>
        <SortedNote argument={argument} locale={locale} />
      </p>
      <Form action={`/r/${dashed(opinion.receipt)}/object`} guard={`object-${opinion.receipt}`}>
        <TextArea {...typed(refused, 'object', 'because')} label={t.objectQuestion} rows={3} />
        <Button kind="quiet">{t.objectSend}</Button>
      </Form>
    </Details>
  )
}
