import type { ListedPasskey } from '#parts/people'
import { Button, ButtonRow, ConfirmForm, DoneBanner, Form, Notice, PageHead, Table, useText } from '#ui'
import { text } from './passkey-page.text.ts'
import { type TimeFrame, whenText } from './when.ts'

export interface PasskeySignInView {
  readonly next: string
  readonly problem: 'refused' | 'disabled' | null
}

/** A button that the island brings to life; without scripts, the way to the code. */
export function PasskeySignInPage({ view }: { readonly view: PasskeySignInView }) {
  const t = useText(text)
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      {view.problem && (
        <Notice kind="stop">
          <p>{view.problem === 'refused' ? t.refused : t.disabled}</p>
        </Notice>
      )}
      <PasskeyForm
        what="get"
        action="/me/sign-in/passkey"
        ask="/me/sign-in/passkey/ask"
        label={t.start}
        hidden={{ next: view.next }}
      />
      <p>
        <a href={`/me/sign-in?${new URLSearchParams({ next: view.next })}`}>{t.byCode}</a>
      </p>
    </>
  )
}

interface PasskeyFormProps {
  readonly what: 'get' | 'create'
  readonly action: string
  readonly ask: string
  readonly label: string
  readonly hidden?: Readonly<Record<string, string>>
}

function PasskeyForm({ what, action, ask, label, hidden = {} }: PasskeyFormProps) {
  const t = useText(text)
  return (
    <>
      <noscript>
        <Notice kind="wait">
          <p>{t.noScripts}</p>
        </Notice>
      </noscript>
      <div
        data-passkey={what}
        data-ask={ask}
        data-working={t.working}
        data-refused={t.refused}
        data-unsupported={t.unsupported}
      >
        <Form action={action}>
          {Object.entries(hidden).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <input type="hidden" name="challenge" value="" />
          <input type="hidden" name="response" value="" />
          <ButtonRow>
            <Button>{label}</Button>
          </ButtonRow>
        </Form>
        <p role="status" />
      </div>
    </>
  )
}

export interface PasskeysView {
  readonly passkeys: readonly ListedPasskey[]
  readonly time: TimeFrame
  readonly done: 'added' | 'removed' | null
  readonly problem: 'needs-strong' | 'unproved' | null
  /** Holds a duty that this session is too weak for. */
  readonly needed: boolean
}

/** The passkeys of an account: see, add, remove. */
export function PasskeysPage({ view }: { readonly view: PasskeysView }) {
  const t = useText(text)
  return (
    <>
      {view.done && (
        <DoneBanner title={view.done === 'added' ? t.added : t.removed}>
          {view.done === 'added' && <p>{t.addedNext}</p>}
        </DoneBanner>
      )}
      <PageHead title={t.listTitle} lead={`${t.lead} ${t.listLead}`} />
      {view.problem && (
        <Notice kind="stop">
          <p>{view.problem === 'needs-strong' ? t.needsStrong : t.unproved}</p>
          {view.problem === 'needs-strong' && (
            <p>
              <a href="/me/sign-in/passkey?next=/me/passkeys">{t.title}</a>
            </p>
          )}
        </Notice>
      )}
      {view.needed && !view.problem && (
        <Notice kind="wait">
          <p>{t.needed}</p>
        </Notice>
      )}
      <Table
        caption={t.listTitle}
        captionHidden
        empty={t.none}
        keyOf={(key) => key.id}
        rows={view.passkeys}
        columns={[
          { label: t.name, names: true, cell: (key) => key.label },
          { label: t.addedOn, cell: (key) => whenText(key.created_at, view.time) },
          { label: t.usedOn, cell: (key) => (key.used_at ? whenText(key.used_at, view.time) : t.never) },
          {
            label: t.remove,
            cell: (key) => (
              <ConfirmForm
                action="/me/passkeys/remove"
                label={t.remove}
                question={t.removeQuestion(key.label)}
                consequence={t.removeConsequence}
                confirmLabel={t.remove}
                kind="grave"
                values={{ id: key.id }}
              />
            ),
          },
        ]}
      />
      <PasskeyForm what="create" action="/me/passkeys" ask="/me/passkeys/ask" label={t.add} />
    </>
  )
}
