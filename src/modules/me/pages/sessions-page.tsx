import type { ListedSession } from '#parts/people'
import { Button, ConfirmForm, DoneBanner, Form, PageHead, Table, Tag, useText } from '#ui'
import { text } from './sessions-page.text.ts'
import { type TimeFrame, whenText } from './when.ts'

export interface SessionsView {
  readonly sessions: readonly ListedSession[]
  readonly time: TimeFrame
  readonly done: boolean
}

/** Where the account is signed in, with a way to end each. */
export function SessionsPage({ view }: { readonly view: SessionsView }) {
  const t = useText(text)
  const methods = { code: t.code, passkey: t.passkey, identity: t.identity, demo: t.demo }
  return (
    <>
      {view.done && <DoneBanner title={t.ended} />}
      <PageHead title={t.title} lead={t.lead} />
      <Table
        caption={t.title}
        captionHidden
        keyOf={(session) => session.id}
        rows={view.sessions}
        columns={[
          {
            label: t.device,
            names: true,
            cell: (session) => (
              <>
                {session.device_label} {session.by_token && <Tag>{t.program}</Tag>}
                {session.current && <Tag kind="ok">{t.here}</Tag>}
              </>
            ),
          },
          { label: t.method, cell: (session) => methods[session.method] },
          { label: t.since, cell: (session) => whenText(session.created_at, view.time) },
          { label: t.seen, cell: (session) => whenText(session.seen_at, view.time) },
          {
            label: t.action,
            cell: (session) =>
              session.current ? (
                <Form action="/me/sign-out">
                  <Button kind="quiet">{t.signOut}</Button>
                </Form>
              ) : (
                <Form action="/me/sessions/end">
                  <input type="hidden" name="id" value={session.id} />
                  <Button kind="quiet" label={t.endLabel(session.device_label)}>
                    {t.end}
                  </Button>
                </Form>
              ),
          },
        ]}
      />
      {view.sessions.length > 1 && (
        <ConfirmForm
          action="/me/sessions/end-others"
          label={t.endOthers}
          question={t.endOthersQuestion}
          confirmLabel={t.endOthers}
        />
      )}
    </>
  )
}
