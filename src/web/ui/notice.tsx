import type { ComponentChildren } from 'preact'
import { useText } from './frame.ts'
import { Island } from './island.tsx'
import { text } from './ui.text.ts'

export type NoticeKind = 'info' | 'ok' | 'wait' | 'stop'

export interface NoticeProps {
  readonly kind?: NoticeKind
  /** Its first words; the kind's own word otherwise, so that colour is never alone. */
  readonly title?: string
  readonly children: ComponentChildren
}

/** Something to know before going on. */
export function Notice({ kind = 'info', title, children }: NoticeProps) {
  const t = useText(text)
  const words = { info: t.noticeInfo, ok: t.noticeOk, wait: t.noticeWait, stop: t.noticeStop }
  return (
    <div class={`notice ${kind}`} role="note">
      <b>{title ?? words[kind]}</b>
      <div>{children}</div>
    </div>
  )
}

export interface DoneBannerProps {
  /** What is done: 意见已收到 */
  readonly title: string
  /** What happens next and where to follow it. */
  readonly children?: ComponentChildren
}

/** The answer to a form, on the page the browser is sent to. Focused, so it is read first; it stays until one leaves. */
export function DoneBanner({ title, children }: DoneBannerProps) {
  return (
    <div class="done" role="status" tabIndex={-1} autoFocus>
      <h2>{title}</h2>
      {children && <div>{children}</div>}
      {/* Forgets the copy of the words kept on this device: they have arrived. */}
      <Island name="form-guard" />
    </div>
  )
}

/** `plain` names, `accent` is the process itself, `ok` adopted or solved, `wait` due or needs a person, `stop` refused. */
export type TagKind = 'plain' | 'accent' | 'ok' | 'wait' | 'stop'

/** A state in one or two words. */
export function Tag({ kind = 'plain', children }: { readonly kind?: TagKind; readonly children: ComponentChildren }) {
  return <span class={`tag ${kind}`}>{children}</span>
}

/** Ways a word reaches the congress. Every total counts them all. */
export const channels = ['web', 'site', 'paper', 'phone', 'meeting', 'wechat', 'mail', 'home'] as const
export type Channel = (typeof channels)[number]

/** How an opinion came in: 网上, 现场收集, 纸质… */
export function ChannelTag({ channel }: { readonly channel: Channel }) {
  const t = useText(text)
  const words: Readonly<Record<Channel, string>> = {
    web: t.channelWeb,
    site: t.channelSite,
    paper: t.channelPaper,
    phone: t.channelPhone,
    meeting: t.channelMeeting,
    wechat: t.channelWechat,
    mail: t.channelMail,
    home: t.channelHome,
  }
  return <span class="tag channel">{words[channel]}</span>
}

export type Audience = 'public' | 'council' | 'staff' | 'me'

/** Who will see what is written here, said before it is written. `words` for an audience of another kind. */
export function Visibility({ audience, words }: { readonly audience: Audience; readonly words?: string }) {
  const t = useText(text)
  const names: Readonly<Record<Audience, string>> = {
    public: t.seenPublic,
    council: t.seenCouncil,
    staff: t.seenStaff,
    me: t.seenMe,
  }
  return (
    <span class="visibility">
      <span>{t.seenBy}</span>
      <b>{words ?? names[audience]}</b>
    </span>
  )
}

export interface EmptyStateProps {
  readonly title: string
  /** Why it is empty and what one can do. */
  readonly children?: ComponentChildren
  /** A ButtonLink. */
  readonly action?: ComponentChildren
}

/** A list with nothing in it yet. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div class="empty">
      <p>
        <b>{title}</b>
      </p>
      {children && <p class="muted">{children}</p>}
      {action}
    </div>
  )
}
