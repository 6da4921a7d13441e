import type { ComponentChildren } from 'preact'
import type { Locale } from '#kernel/text'
import { Island } from '#ui'
import { text } from './live-list.text.ts'

export interface LiveListProps {
  readonly live: boolean
  readonly locale: Locale
  readonly children: ComponentChildren
}

/** A list that stays as it is on the server while the page is open (island `live-list`); without scripts, the list. */
export function LiveList({ live, locale, children }: LiveListProps) {
  if (!live) return <>{children}</>
  const t = text[locale]
  return (
    <div data-live="/contact/inbox/live" data-live-on={t.on} data-live-new={t.new} data-live-off={t.off}>
      <p class="muted" role="status" data-live-words />
      {children}
      <Island name="live-list" />
    </div>
  )
}
