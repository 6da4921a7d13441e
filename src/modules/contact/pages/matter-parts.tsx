import { dayInWords, type IsoDate } from '#kernel/calendar'
import type { Locale } from '#kernel/text'
import { casesText, type PromiseRow, type Reply, type Step } from '#parts/cases'
import { Tag, Timeline, Words } from '#ui'
import type { Forwarding } from '../queries/matter.ts'
import { text } from './matter-page.text.ts'

/** How days and names are written on a page of one matter. */
export interface Shown {
  readonly day: (at: Date) => string
  readonly instant: (at: Date) => string
  readonly organisation: (id: string | null) => string | null
  readonly person: (id: string | null) => string | null
  readonly today: IsoDate
  readonly locale: Locale
}

const tones = { solved: 'ok', promised: 'wait', explained: 'plain', refused: 'stop', 'not-ours': 'plain' } as const

/** Every reply that was sent, the newest first, each with the deputy's own words to it. */
export function Replies({
  replies,
  forwardings,
  shown,
}: {
  readonly replies: readonly Reply[]
  readonly forwardings: readonly Forwarding[]
  readonly shown: Shown
}) {
  const t = text[shown.locale]
  const c = casesText[shown.locale]
  const sent = replies.filter(({ state }) => state === 'sent').toReversed()
  return (
    <>
      {sent.map((reply) => {
        const own = forwardings.find(({ round }) => round === reply.round)
        return (
          <article class="card" key={reply.id}>
            {own && (
              <>
                <h3>{t.forwarded}</h3>
                <p class="words">
                  <Words>{own.words}</Words>
                </p>
              </>
            )}
            <h3>{t.reply}</h3>
            <p class="muted">
              {t.replyBy(
                shown.organisation(reply.organisation_id) ?? t.deputy,
                reply.sent_at ? shown.day(reply.sent_at) : '',
              )}
            </p>
            <p class="words">
              <Words>{reply.body}</Words>
            </p>
            <p class="row">
              <span>{t.claims}</span>
              <Tag kind={tones[reply.result]}>{c.outcome[reply.result]}</Tag>
            </p>
          </article>
        )
      })}
    </>
  )
}

export function promiseWords(promise: PromiseRow, shown: Shown): string {
  return `${promise.what} · ${text[shown.locale].promiseDue(dayInWords(shown.locale, promise.due_on))}`
}

/** What happened, the newest first. */
export function History({ steps, shown }: { readonly steps: readonly Step[]; readonly shown: Shown }) {
  const t = text[shown.locale]
  const words: Readonly<Record<string, string>> = casesText[shown.locale].step
  return (
    <Timeline
      label={t.way}
      entries={steps.toReversed().map((step) => {
        const who =
          shown.organisation(step.organisation_id) ?? (step.what === 'given' ? shown.person(step.person_id) : null)
        return {
          at: step.at.toISOString(),
          when: shown.instant(step.at),
          what: (
            <>
              <b>{words[step.what] ?? casesText[shown.locale].other}</b>
              {step.words !== '' && step.what !== 'replied' && (
                <p class="words">
                  <Words>{step.words}</Words>
                </p>
              )}
            </>
          ),
          ...(who && { who }),
        }
      })}
    />
  )
}
