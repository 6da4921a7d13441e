import type { Device } from '#parts/notices'
import { Button, ButtonLink, ConfirmForm, Form, Notice, PageHead, useText } from '#ui'
import { text } from './channels-page.text.ts'
import { type TimeFrame, whenText } from './when.ts'

export interface ChannelsView {
  readonly devices: readonly Device[]
  /** What a browser subscribes with; null where nothing is pushed. */
  readonly pushKey: string | null
  readonly wechat: 'link' | 'open-inside' | 'none'
  readonly problem: 'wechat' | 'push' | null
  readonly time: TimeFrame
}

/** Browsers and WeChat: what is told where, to add and to take away. */
export function ChannelsPage({ view }: { readonly view: ChannelsView }) {
  const t = useText(text)
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      {view.problem && (
        <Notice kind="stop">
          <p>{view.problem === 'wechat' ? t.wechatFailed : t.failed}</p>
        </Notice>
      )}
      <section>
        <h2>{t.devices}</h2>
        {view.devices.length === 0 ? <p class="muted">{t.none}</p> : <Devices view={view} />}
      </section>
      <section>
        <h2>{t.push}</h2>
        <p>{t.pushWords}</p>
        {view.pushKey === null ? <p class="muted">{t.pushNone}</p> : <AddBrowser pushKey={view.pushKey} />}
      </section>
      <section>
        <h2>{t.wechat}</h2>
        <p>{t.wechatWords}</p>
        {view.wechat === 'link' && (
          <ButtonLink kind="quiet" href="/me/channels/wechat">
            {t.wechatAdd}
          </ButtonLink>
        )}
        {view.wechat !== 'link' && <p class="muted">{view.wechat === 'none' ? t.wechatNone : t.wechatInside}</p>}
      </section>
      <section>
        <h2>{t.mail}</h2>
        <p>{t.mailWords}</p>
        <ButtonLink kind="quiet" href="/me/settings">
          {t.mailLink}
        </ButtonLink>
      </section>
    </>
  )
}

function Devices({ view }: { readonly view: ChannelsView }) {
  const t = useText(text)
  return (
    <ul class="me-list">
      {view.devices.map(({ id, kind, label, added_at }) => (
        <li key={id} class="me-row">
          <span>
            <b>{label || t.kind[kind]}</b> <span class="muted">{t.added(whenText(added_at, view.time))}</span>
          </span>
          <ConfirmForm
            action="/me/channels/remove"
            label={t.remove}
            question={t.removeQuestion(label || t.kind[kind])}
            consequence={t.removeNote}
            confirmLabel={t.remove}
            values={{ id }}
          />
        </li>
      ))}
    </ul>
  )
}

/** The form is shown by its script: without it a browser cannot subscribe. */
function AddBrowser({ pushKey }: { readonly pushKey: string }) {
  const t = useText(text)
  return (
    <>
      <noscript>
        <Notice kind="wait">
          <p>{t.noScripts}</p>
        </Notice>
      </noscript>
      <div
        data-push-key={pushKey}
        data-unsupported={t.unsupported}
        data-working={t.working}
        data-refused={t.refused}
        data-failed={t.failed}
      >
        <Form action="/me/channels/push">
          <input type="hidden" name="endpoint" />
          <input type="hidden" name="p256dh" />
          <input type="hidden" name="auth" />
          <Button kind="quiet">{t.pushAdd}</Button>
        </Form>
        <p role="status" class="muted" />
      </div>
    </>
  )
}
