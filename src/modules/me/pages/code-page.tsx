import { Button, ButtonLink, ButtonRow, ErrorSummary, Field, Form, Notice, PageHead, useText } from '#ui'
import { text } from './code-page.text.ts'

export interface CodeView {
  readonly request: string
  readonly next: string
  /** The contact with its middle hidden. */
  readonly masked: string
  /** Where to ask for another code. */
  readonly askHref: string
  readonly problem: { readonly code: 'empty' } | { readonly code: 'wrong'; readonly triesLeft: number } | null
  readonly demo: boolean
}

/** The second and last screen: the six digits. */
export function CodePage({ view }: { readonly view: CodeView }) {
  const t = useText(text)
  const { problem } = view
  const error = problem ? (problem.code === 'empty' ? t.empty : t.wrong(problem.triesLeft)) : undefined
  return (
    <>
      {error && <ErrorSummary errors={{ code: error }} />}
      <PageHead title={t.title} lead={t.sentTo(view.masked)} />
      {view.demo && (
        <Notice>
          <p>
            {t.demo}{' '}
            <a href="/me/outbox" target="_blank" rel="noreferrer">
              {t.demoLink}
            </a>
          </p>
        </Notice>
      )}
      <Form action="/me/sign-in/code">
        <input type="hidden" name="request" value={view.request} />
        <input type="hidden" name="next" value={view.next} />
        <Field
          name="code"
          label={t.code}
          hint={t.codeHint}
          error={error}
          autocomplete="one-time-code"
          inputmode="numeric"
          width="code"
          maxLength={12}
          autofocus={!problem}
        />
        <ButtonRow>
          <Button>{t.enter}</Button>
          <ButtonLink kind="quiet" href={view.askHref}>
            {t.again}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </>
  )
}

export interface NoEntryView {
  readonly why: 'dead' | 'disabled' | 'taken'
  readonly askHref: string
}

/** The code led nowhere: why, and what to do. */
export function NoEntryPage({ view }: { readonly view: NoEntryView }) {
  const t = useText(text)
  if (view.why === 'dead') {
    return (
      <>
        <PageHead title={t.deadTitle} lead={t.deadLead} />
        <ButtonLink href={view.askHref}>{t.askAgain}</ButtonLink>
      </>
    )
  }
  return (
    <>
      <PageHead title={t.title} />
      <Notice kind="stop">
        <p>{view.why === 'disabled' ? t.disabled : t.taken}</p>
      </Notice>
    </>
  )
}
