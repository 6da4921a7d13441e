import type { ListedNotice } from '#parts/notices'
import type { Role } from '#parts/people'
import { roleLabel } from '#parts/people'
import { Button, EmptyState, Form, Notice, Tag, type TagKind, useLocale, useText, Words } from '#ui'
import type { InboxItem, MineItem } from '#web/routes'
import { NoticeList } from './inbox-page.tsx'
import { text } from './me-page.text.ts'
import { dayText, type TimeFrame, whenText } from './when.ts'

export interface MeView {
  readonly name: string
  readonly mine: readonly MineItem[]
  readonly waiting: readonly InboxItem[]
  readonly news: readonly ListedNotice[]
  /** Duties this session is too weak to carry. */
  readonly dormant: readonly Role[]
  readonly eraseAt: Date | null
  readonly demo: boolean
  readonly time: TimeFrame
}

/** What I gave and what became of it, and the way to everything of mine. */
export function MePage({ view }: { readonly view: MeView }) {
  const t = useText(text)
  return (
    <>
      <div class="head">
        <h1>
          {t.hello}
          <Words>{view.name}</Words>
        </h1>
      </div>
      <Warnings view={view} />
      {view.waiting.length > 0 && <Waiting view={view} />}
      <section>
        <h2>{t.given}</h2>
        {view.mine.length === 0 ? (
          <EmptyState title={t.givenNone}>{t.givenNoneNext}</EmptyState>
        ) : (
          <ul class="me-list">
            {view.mine.map((item) => (
              <Mine key={item.href} item={item} time={view.time} />
            ))}
          </ul>
        )}
      </section>
      <section>
        <h2>{t.news}</h2>
        {view.news.length === 0 ? <p class="muted">{t.noNews}</p> : <NoticeList notices={view.news} time={view.time} />}
        <p>
          <a href="/me/inbox">{t.allNews}</a>
        </p>
      </section>
      <AccountLinks demo={view.demo} />
    </>
  )
}

function Warnings({ view }: { readonly view: MeView }) {
  const t = useText(text)
  const locale = useLocale()
  return (
    <>
      {view.eraseAt && (
        <Notice kind="wait">
          <p>{t.erasing(dayText(view.eraseAt, view.time))}</p>
          <p>
            <a href="/me/data">{t.erasingAction}</a>
          </p>
        </Notice>
      )}
      {view.dormant.length > 0 && (
        <Notice kind="wait">
          <p>{t.dormant(view.dormant.map((role) => roleLabel(role, locale)).join(locale === 'en' ? ', ' : '、'))}</p>
          <p>
            <a href="/me/passkeys">{t.dormantAction}</a>
          </p>
        </Notice>
      )}
    </>
  )
}

function Waiting({ view }: { readonly view: MeView }) {
  const t = useText(text)
  return (
    <section>
      <h2>{t.waiting}</h2>
      <ul class="me-list">
        {view.waiting.map((item) => (
          <li key={item.href} class="me-row">
            <a href={item.href}>
              <Words>{item.title}</Words>
            </a>
            <span class="muted">{item.dueOn ? t.due(item.dueOn) : whenText(item.since, view.time)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const tones: Readonly<Record<MineItem['state']['tone'], TagKind>> = {
  now: 'accent',
  ok: 'ok',
  wait: 'wait',
  stop: 'stop',
  plain: 'plain',
}

function Mine({ item, time }: { readonly item: MineItem; readonly time: TimeFrame }) {
  return (
    <li class="me-row">
      <div>
        <a href={item.href}>
          <Words>{item.title}</Words>
        </a>
        {item.said && (
          <p>
            “<Words lang={item.said.lang}>{item.said.words}</Words>”
          </p>
        )}
        <p class="row">
          <Tag kind={tones[item.state.tone]}>{item.state.label}</Tag>
          <span class="muted">
            {item.kind} · <time dateTime={item.at.toISOString()}>{whenText(item.at, time)}</time>
          </span>
        </p>
      </div>
    </li>
  )
}

function AccountLinks({ demo }: { readonly demo: boolean }) {
  const t = useText(text)
  return (
    <section>
      <h2>{t.links}</h2>
      <ul class="links">
        <li>
          <a href="/r">{t.receipts}</a>
        </li>
        <li>
          <a href="/certificates/passport">{t.passport}</a>
        </li>
        <li>
          <a href="/me/settings">{t.settings}</a>
        </li>
        <li>
          <a href="/me/sessions">{t.sessions}</a>
        </li>
        <li>
          <a href="/me/passkeys">{t.passkeys}</a>
        </li>
        <li>
          <a href="/me/data">{t.data}</a>
        </li>
        {demo && (
          <li>
            <a href="/me/outbox">{t.outbox}</a>
          </li>
        )}
      </ul>
      <Form action="/me/sign-out">
        <Button kind="quiet">{t.signOut}</Button>
      </Form>
    </section>
  )
}
