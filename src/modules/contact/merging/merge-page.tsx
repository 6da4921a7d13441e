import { Button, ConfirmForm, DefinitionList, EmptyState, ErrorSummary, Field, PageHead, TextArea, Words } from '#ui'
import type { Shown } from '../pages/matter-parts.tsx'
import type { Matter, Said } from '../queries/matter.ts'
import { text } from './merging.text.ts'
import type { Candidate } from './queries.ts'

export interface Side {
  readonly matter: Matter
  readonly said: Said
  readonly holder: string | null
}

export interface MergePageProps {
  readonly own: Side
  /** The other one, once it was chosen. */
  readonly other: Side | null
  readonly candidates: readonly Candidate[]
  readonly shown: Shown
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/** First which one, then both side by side with their photos, then the decision. */
export function MergePage(props: MergePageProps) {
  const { own, other, candidates, shown, values, errors } = props
  const t = text[shown.locale]
  const { number } = own.matter
  const base = `/contact/matters/${number}/merge`
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.title} lead={t.lead} />
      {other && (
        <>
          <div class="compare">
            <SideCard side={own} title={t.this(number)} shown={shown} />
            <SideCard side={other} title={t.other(other.matter.number)} shown={shown} />
          </div>
          <ConfirmForm
            action={base}
            label={t.merge}
            question={t.question(number, other.matter.number)}
            consequence={t.consequence}
            confirmLabel={t.merge}
            values={{ with: String(other.matter.number) }}
          >
            <TextArea
              name="reason"
              label={t.reason}
              hint={t.reasonHint}
              value={values.reason ?? ''}
              rows={3}
              maxLength={1000}
              {...(errors.reason && { error: errors.reason })}
            />
          </ConfirmForm>
          <p>
            <a href={`/contact/matters/${other.matter.number}/merge?with=${number}`}>{t.swap}</a>
          </p>
        </>
      )}
      <section aria-labelledby="which">
        <h2 id="which">{t.which}</h2>
        {candidates.length === 0 ? (
          <EmptyState title={t.proposals}>{t.proposalsNone}</EmptyState>
        ) : (
          <>
            <h3>{t.proposals}</h3>
            <ul>
              {candidates.map((each) => (
                <li key={each.number}>
                  <a href={`${base}?with=${each.number}`}>
                    {each.number} · <Words>{each.title}</Words>
                  </a>{' '}
                  <span class="muted">
                    <Words>{each.spot || t.spotNone}</Words> · {shown.day(each.openedAt)}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        <form method="get" action={base} class="row">
          <Field
            name="with"
            label={t.number}
            inputmode="numeric"
            width="short"
            value={values.with ?? ''}
            {...(errors.with && { error: errors.with })}
          />
          <Button kind="quiet">{t.look}</Button>
        </form>
      </section>
    </>
  )
}

function SideCard({ side, title, shown }: { readonly side: Side; readonly title: string; readonly shown: Shown }) {
  const t = text[shown.locale]
  const { matter, said, holder } = side
  return (
    <section class="card" aria-label={title}>
      <h2>
        <a href={`/contact/matters/${matter.number}`}>{title}</a>
      </h2>
      <h3>{t.said}</h3>
      <p class="words" lang={said.locale}>
        {said.body}
      </p>
      <DefinitionList
        items={[
          { term: t.spot, value: <Words>{matter.spot || t.spotNone}</Words> },
          { term: t.raised, value: shown.day(matter.raised_at) },
          ...(holder ? [{ term: t.held, value: holder }] : []),
        ]}
      />
      {said.files.length === 0 && <p class="muted">{t.noPhoto}</p>}
      {said.files.map((id, index) => (
        <p key={id}>
          <a href={`/contact/matters/${matter.number}/files/${id}`}>
            <img
              src={`/contact/matters/${matter.number}/files/${id}?small=1`}
              alt={t.photo(index + 1, matter.number)}
              height="200"
            />
          </a>
        </p>
      ))}
    </section>
  )
}
