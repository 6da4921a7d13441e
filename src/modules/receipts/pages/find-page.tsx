import type { Locale } from '#kernel/text'
import { Details, ErrorSummary, Field, fieldId, PageHead, Words } from '#ui'
import { dashed } from '../queries.ts'
import { text } from './find-page.text.ts'

export interface FindPageProps {
  readonly typed: string
  readonly problem: 'wrong' | 'missing' | 'too-many' | null
  readonly own: readonly { readonly receipt: string; readonly body: string; readonly title: string }[]
  readonly signedIn: boolean
  readonly locale: Locale
}

/** Enter a code, or choose among what this device or account gave. */
export function FindPage({ typed, problem, own, signedIn, locale }: FindPageProps) {
  const t = text[locale]
  const words = { wrong: t.wrong, missing: t.missing, 'too-many': t.tooMany }
  const error = problem === null ? undefined : words[problem]
  return (
    <>
      <ErrorSummary errors={error ? { code: error } : {}} />
      <PageHead title={t.title} lead={t.lead} />
      <form method="get" action="/r" class="find-receipt">
        <Field
          name="code"
          id={fieldId('code')}
          label={t.code}
          hint={t.codeHint}
          value={typed}
          width="medium"
          autocomplete="off"
          spellcheck={false}
          {...(error && { error })}
        />
        <button class="btn" type="submit">
          {t.find}
        </button>
      </form>
      {own.length > 0 && (
        <section>
          <h2>{signedIn ? t.ownAccount : t.own}</h2>
          <ul class="said">
            {own.map((opinion) => (
              <li key={opinion.receipt}>
                <p>
                  <a href={`/r/${dashed(opinion.receipt)}`}>
                    <Words>{opinion.body.length > 80 ? `${opinion.body.slice(0, 80)}…` : opinion.body}</Words>
                  </a>
                </p>
                <p class="muted">
                  <span>{opinion.title}</span>
                  <span class="num">{dashed(opinion.receipt)}</span>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Details summary={t.lost}>
        <p>{t.lostWords}</p>
      </Details>
      <p class="muted">
        {t.verifyWords} <a href="/verify">{t.verify}</a>
      </p>
    </>
  )
}
