import type { ListedNotice } from '#parts/notices'
import { Button, ButtonLink, ButtonRow, EmptyState, Form, Notice, PageHead, Tag, useLocale, useText, Words } from '#ui'
import { text } from './inbox-page.text.ts'
import { type TimeFrame, whenText } from './when.ts'

export interface InboxView {
  readonly notices: readonly ListedNotice[]
  readonly page: number
  readonly more: boolean
  readonly guest: boolean
  readonly time: TimeFrame
}

/** Everything one was told, the newest first. */
export function InboxPage({ view }: { readonly view: InboxView }) {
  const t = useText(text)
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      {view.guest && (
        <Notice>
          <p>{t.guest}</p>
          <p>
            <a href="/me/prove?next=/me/inbox">{t.guestAction}</a>
          </p>
        </Notice>
      )}
      {view.notices.some(({ read_at }) => read_at === null) && (
        <Form action="/me/inbox/read">
          <Button kind="quiet">{t.allRead}</Button>
        </Form>
      )}
      {view.notices.length === 0 ? (
        <EmptyState title={t.none}>{t.noneNext}</EmptyState>
      ) : (
        <NoticeList notices={view.notices} time={view.time} mayMute={!view.guest} />
      )}
      <ButtonRow>
        {view.page > 1 && (
          <ButtonLink kind="quiet" href={`/me/inbox?page=${view.page - 1}`}>
            {t.newer}
          </ButtonLink>
        )}
        {view.more && (
          <ButtonLink kind="quiet" href={`/me/inbox?page=${view.page + 1}`}>
            {t.older}
          </ButtonLink>
        )}
      </ButtonRow>
      {!view.guest && (
        <p>
          <a href="/me/settings">{t.settings}</a>
        </p>
      )}
    </>
  )
}

export interface NoticeListProps {
  readonly notices: readonly ListedNotice[]
  readonly time: TimeFrame
  readonly mayMute?: boolean
}

export function NoticeList({ notices, time, mayMute = false }: NoticeListProps) {
  return (
    <ul class="me-list">
      {notices.map((notice) => (
        <NoticeRow key={notice.id} notice={notice} time={time} mayMute={mayMute} />
      ))}
    </ul>
  )
}

interface NoticeRowProps {
  readonly notice: ListedNotice
  readonly time: TimeFrame
  readonly mayMute: boolean
}

function NoticeRow({ notice, time, mayMute }: NoticeRowProps) {
  const t = useText(text)
  const { title, body } = notice.text[useLocale()]
  const unread = notice.read_at === null
  return (
    <li class={unread ? 'me-row unread' : 'me-row'}>
      <div>
        <a href={`/me/inbox/${notice.id}`}>
          <b>
            <Words>{title}</Words>
          </b>
        </a>{' '}
        {unread && <Tag kind="accent">{t.unread}</Tag>}
        <p>
          <Words>{body}</Words>
        </p>
        <p class="muted">
          <time dateTime={notice.created_at.toISOString()}>{whenText(notice.created_at, time)}</time>
          {notice.muted && ` · ${t.muted}`}
        </p>
      </div>
      {mayMute && (
        <Form action={notice.muted ? '/me/inbox/unmute' : '/me/inbox/mute'}>
          <input type="hidden" name="type" value={notice.subject_type} />
          <input type="hidden" name="id" value={notice.subject_id} />
          <Button kind="plain" label={notice.muted ? t.unmuteLabel(title) : t.muteLabel(title)}>
            {notice.muted ? t.unmute : t.mute}
          </Button>
        </Form>
      )}
    </li>
  )
}
