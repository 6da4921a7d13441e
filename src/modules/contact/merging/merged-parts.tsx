import { type Case, type Standing, StandingView } from '#parts/cases'
import { Button, ButtonRow, Details, Form, Notice, TextArea, Words } from '#ui'
import { Replies, type Shown } from '../pages/matter-parts.tsx'
import type { Forwarding } from '../queries/matter.ts'
import { text } from './merging.text.ts'
import type { MergedMatter, MergeObjection, Merger } from './queries.ts'

export interface MergingView {
  /** Set where this matter is handled under another one. */
  readonly merger: (Merger & { readonly intoNumber: number }) | null
  readonly here: readonly MergedMatter[]
  readonly objections: readonly MergeObjection[]
  /** The viewer sorts: merges, splits, decides. */
  readonly sorts: boolean
  readonly mayMerge: boolean
}

/** On the page of those who handle it: what was merged, objections, and ways to take it apart. */
export function MergingSection({
  view,
  number,
  shown,
}: {
  readonly view: MergingView
  readonly number: number
  readonly shown: Shown
}) {
  const t = text[shown.locale]
  const { merger, here, sorts, mayMerge } = view
  if (!merger && here.length === 0) {
    return mayMerge ? (
      <p>
        <a href={`/contact/matters/${number}/merge`}>{t.open}</a>
      </p>
    ) : null
  }
  return (
    <section aria-labelledby="merging">
      <h2 id="merging">{t.section}</h2>
      {merger && (
        <article class="card">
          <p>
            <a href={`/contact/matters/${merger.intoNumber}`}>{t.into(merger.intoNumber)}</a>
          </p>
          <p class="words">
            <Words>{merger.reason}</Words>
          </p>
          <Taking view={view} mergerId={merger.id} number={number} shown={shown} />
        </article>
      )}
      {here.map((each) => (
        <article class="card" key={each.mergerId}>
          <h3>
            <a href={`/contact/matters/${each.number}`}>{t.here(each.number)}</a>
          </h3>
          <p class="words" lang={each.locale}>
            {each.body}
          </p>
          <p class="muted">
            <Words>{each.spot}</Words> {t.since(shown.day(each.mergedAt))}
          </p>
          {each.files.map((id, index) => (
            <p key={id}>
              <a href={`/contact/matters/${each.number}/files/${id}`}>
                <img
                  src={`/contact/matters/${each.number}/files/${id}?small=1`}
                  alt={t.photo(index + 1, each.number)}
                  height="160"
                />
              </a>
            </p>
          ))}
          <Taking view={view} mergerId={each.mergerId} number={number} shown={shown} />
        </article>
      ))}
      {sorts && mayMerge && (
        <p>
          <a href={`/contact/matters/${number}/merge`}>{t.open}</a>
        </p>
      )}
    </section>
  )
}

function Taking({
  view,
  mergerId,
  number,
  shown,
}: {
  readonly view: MergingView
  readonly mergerId: string
  readonly number: number
  readonly shown: Shown
}) {
  const t = text[shown.locale]
  const objections = view.objections.filter((each) => each.merger_id === mergerId)
  const base = `/contact/matters/${number}`
  return (
    <>
      {objections.map((each) => (
        <div key={each.id}>
          <Notice kind={each.decided_at ? 'info' : 'wait'} title={t.objection}>
            <Words>{each.words}</Words>
          </Notice>
          {each.decision && (
            <p>
              {t.decided[each.decision]}: <Words>{each.answer ?? ''}</Words>
            </p>
          )}
          {!each.decided_at && view.sorts && (
            <Form action={`${base}/decide-objection`}>
              <input type="hidden" name="objectionId" value={each.id} />
              <TextArea name="answer" id={`f-answer-${each.id}`} label={t.answer} rows={2} maxLength={1000} />
              <ButtonRow>
                <Button name="split" value="yes">
                  {t.decideSplit}
                </Button>
                <Button kind="quiet" name="split" value="no">
                  {t.decideKeep}
                </Button>
              </ButtonRow>
            </Form>
          )}
        </div>
      ))}
      {view.sorts && (
        <Details summary={t.split}>
          <Form action={`${base}/split`}>
            <input type="hidden" name="mergerId" value={mergerId} />
            <TextArea name="reason" id={`f-split-${mergerId}`} label={t.splitReason} rows={2} maxLength={1000} />
            <Button>{t.splitDo}</Button>
          </Form>
        </Details>
      )}
    </>
  )
}

export interface SharedThread {
  readonly merger: Merger
  readonly objection: MergeObjection | null
  readonly work: Case
  readonly standing: Standing
  readonly holderName: string | null
  readonly forwardings: readonly Forwarding[]
  readonly shown: Shown
}

/** On the page behind a receipt: where the matter it shares stands, and how to say that it is another one. */
export function SharedThreadView({ thread, code }: { readonly thread: SharedThread; readonly code: string }) {
  const { merger, objection, work, shown } = thread
  const t = text[shown.locale]
  return (
    <section aria-labelledby="shared">
      <h2 id="shared">{t.notice}</h2>
      <p>{t.noticeWords}</p>
      <p>
        {t.noticeReason}: <Words>{merger.reason}</Words>
      </p>
      <StandingView
        standing={thread.standing}
        holderName={thread.holderName}
        steps={work.replyClock?.steps ?? null}
        today={shown.today}
        day={shown.day}
        locale={shown.locale}
      />
      <Replies replies={work.replies} forwardings={thread.forwardings} shown={shown} />
      {objection ? (
        <Notice kind={objection.decided_at ? 'info' : 'wait'} title={objection.decided_at ? t.answered : t.objected}>
          <Words>{objection.answer ?? `${t.objectedWords}: ${objection.words}`}</Words>
        </Notice>
      ) : (
        <Details summary={t.object}>
          <Form action={`/contact/${code}/object`}>
            <TextArea name="words" id="f-object-words" label={t.objectWords} rows={3} maxLength={1000} />
            <Button>{t.objectDo}</Button>
          </Form>
        </Details>
      )}
    </section>
  )
}
