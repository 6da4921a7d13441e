import type { ShownMessage } from '#parts/notices'
import { ButtonLink, EmptyState, PageHead, Tag, useText, Words } from '#ui'
import { text } from './outbox-page.text.ts'
import { type TimeFrame, whenText } from './when.ts'

export interface OutboxView {
  readonly messages: readonly ShownMessage[]
  readonly time: TimeFrame
}

/** What a demonstration would have sent. */
export function OutboxPage({ view }: { readonly view: OutboxView }) {
  const t = useText(text)
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      {view.messages.length === 0 ? (
        <EmptyState title={t.none}>{t.noneNext}</EmptyState>
      ) : (
        <ul class="me-list">
          {view.messages.map((message) => (
            <li key={message.id} class="card">
              <p>
                <Tag>{t.channel[message.channel]}</Tag> {t.to(shownAddress(message))}{' '}
                <time class="muted" dateTime={message.created_at.toISOString()}>
                  {whenText(message.created_at, view.time)}
                </time>
              </p>
              <p>
                <b>
                  <Words>{message.title}</Words>
                </b>
              </p>
              <p class="me-words">
                <Words>{message.body ?? ''}</Words>
              </p>
              {message.href && (
                <p>
                  <a href={message.href}>{t.open}</a>
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      <p class="buttons">
        <ButtonLink kind="quiet" href="/me/outbox">
          {t.refresh}
        </ButtonLink>
      </p>
    </>
  )
}

/** A browser's address is a long secret: its service is enough to see. */
function shownAddress({ channel, address }: ShownMessage): string {
  if (channel !== 'push') return address ?? ''
  return /"endpoint":"https:\/\/([^/"]+)/.exec(address ?? '')?.[1] ?? ''
}
