import { type DemoAccount, roleLabel } from '#parts/people'
import { Button, ButtonRow, ErrorSummary, Field, Form, PageHead, Tag, useLocale, useText, Words } from '#ui'
import { text } from './sign-in-page.text.ts'

export interface SignInView {
  readonly purpose: 'sign-in' | 'prove' | 'add-contact'
  readonly next: string
  readonly contact: string
  /** What is wrong with the contact. */
  readonly problem: Problem | null
  /** Which kinds of contact a code can reach. */
  readonly reaches: { readonly phone: boolean; readonly email: boolean }
  /** Name of the city's identity service, where there is one. */
  readonly identity: string | null
  readonly demo: readonly DemoAccount[]
}

export type Problem =
  | { readonly code: 'empty' | 'not-a-contact' | 'no-phone' | 'no-email' }
  | { readonly code: 'too-many'; readonly waitSeconds: number }

/** One field and one button: where the code shall be sent. */
export function SignInPage({ view }: { readonly view: SignInView }) {
  const t = useText(text)
  const words = {
    'sign-in': { title: t.title, lead: t.lead, action: '/me/sign-in' },
    prove: { title: t.proveTitle, lead: t.proveLead, action: '/me/prove' },
    'add-contact': { title: t.addTitle, lead: t.addLead, action: '/me/contacts' },
  }[view.purpose]
  return (
    <>
      {view.problem && <ErrorSummary errors={{ contact: problemText(t, view.problem) }} />}
      <PageHead title={words.title} lead={words.lead} />
      <Form action={words.action}>
        <input type="hidden" name="next" value={view.next} />
        <ContactField view={view} />
        <p class="muted">{t.privacy}</p>
        <ButtonRow>
          <Button>{t.send}</Button>
        </ButtonRow>
      </Form>
      {view.purpose === 'prove' && (
        <p>
          <a href={view.next}>{t.later}</a>
        </p>
      )}
      {view.purpose !== 'add-contact' && <OtherWays view={view} />}
      {view.demo.length > 0 && <DemoAccounts view={view} />}
    </>
  )
}

function ContactField({ view }: { readonly view: SignInView }) {
  const t = useText(text)
  const { phone, email } = view.reaches
  const label = phone && email ? t.contact : phone ? t.phoneOnly : t.emailOnly
  const hint = phone && email ? t.contactHint : phone ? t.phoneHint : t.emailHint
  return (
    <Field
      name="contact"
      label={label}
      hint={hint}
      value={view.contact}
      error={view.problem ? problemText(t, view.problem) : undefined}
      autocomplete={phone && !email ? 'tel' : 'email'}
      inputmode={phone && !email ? 'tel' : undefined}
      spellcheck={false}
      width="medium"
      maxLength={254}
    />
  )
}

function OtherWays({ view }: { readonly view: SignInView }) {
  const t = useText(text)
  const query = `?${new URLSearchParams({ next: view.next })}`
  return (
    <>
      <h2>{t.otherWays}</h2>
      <ul>
        {view.identity && (
          <li>
            <a href={`/me/sign-in/identity${query}`}>{t.identity(view.identity)}</a>
          </li>
        )}
        <li>
          <a href={`/me/sign-in/passkey${query}`}>{t.passkey}</a>
        </li>
      </ul>
    </>
  )
}

function DemoAccounts({ view }: { readonly view: SignInView }) {
  const t = useText(text)
  const locale = useLocale()
  return (
    <section>
      <h2>{t.demoTitle}</h2>
      <p class="muted">{t.demoLead}</p>
      <ul class="me-list">
        {view.demo.map(({ accountId, name, roles }) => (
          <li key={accountId} class="me-row">
            <span>
              <b>
                <Words>{name ?? t.resident}</Words>
              </b>{' '}
              {roles.length === 0 ? (
                <Tag>{t.resident}</Tag>
              ) : (
                roles.map((role) => <Tag key={role}>{roleLabel(role, locale)}</Tag>)
              )}
            </span>
            <Form action="/me/demo">
              <input type="hidden" name="account" value={accountId} />
              <input type="hidden" name="next" value={view.next} />
              <Button kind="quiet" label={t.demoEnter(name ?? t.resident)}>
                {t.title}
              </Button>
            </Form>
          </li>
        ))}
      </ul>
    </section>
  )
}

type Text = ReturnType<typeof useText<(typeof text)['zh-CN']>>

function problemText(t: Text, problem: Problem): string {
  switch (problem.code) {
    case 'empty':
      return t.empty
    case 'not-a-contact':
      return t.notContact
    case 'no-phone':
      return t.noPhone
    case 'no-email':
      return t.noEmail
    case 'too-many':
      return t.tooMany(problem.waitSeconds)
  }
}
