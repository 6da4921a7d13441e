import type { Locale } from '#kernel/text'
import { nameIn, type Settings } from '#parts/councils'
import { Island, Notice } from '#ui'
import { type EmergencyCall, wordsOf } from '../emergency.ts'
import { text } from './emergency-notice.text.ts'

export interface EmergencyNoticeProps {
  /** Every number of the council. */
  readonly calls: readonly EmergencyCall[]
  /** Those that what is written calls for. */
  readonly now: readonly EmergencyCall[]
  readonly topics: Settings['matterTopics']
  readonly locale: Locale
}

/**
 * Numbers to call instead of writing. On a page where somebody writes, the island `emergency` puts forward the one her
 * words call for while she types; without scripts the server does at the next step.
 */
export function EmergencyNotice({ calls, now, topics, locale }: EmergencyNoticeProps) {
  const t = text[locale]
  return (
    <>
      <p class="muted calls">
        {t.danger}{' '}
        {calls.map((call, index) => (
          <span key={call.code}>
            {index > 0 && ' · '}
            <CallLink call={call} locale={locale} />
          </span>
        ))}
      </p>
      <div class="notice stop" role="alert" data-emergency hidden={now.length === 0}>
        <b>{t.now}</b>
        <ul class="calls">
          {calls.map((call) => (
            <li
              key={call.code}
              data-words={wordsOf(call).join('|')}
              data-topics={topics
                .flatMap(({ code, calls: calling }) => (calling === call.code ? [code] : []))
                .join(' ')}
              hidden={!now.some(({ code }) => code === call.code)}
            >
              <CallLink call={call} locale={locale} />
            </li>
          ))}
        </ul>
        <p>{t.goesOn}</p>
      </div>
      <Island name="emergency" />
    </>
  )
}

/** After it was sent: only what its words call for. */
export function CallNow({ now, locale }: Omit<EmergencyNoticeProps, 'calls' | 'topics'>) {
  const t = text[locale]
  if (now.length === 0) return null
  return (
    <Notice kind="stop" title={t.now}>
      <ul class="calls">
        {now.map((call) => (
          <li key={call.code}>
            <CallLink call={call} locale={locale} />
          </li>
        ))}
      </ul>
      <p>{t.stillCall}</p>
    </Notice>
  )
}

function CallLink({ call, locale }: { readonly call: EmergencyCall; readonly locale: Locale }) {
  return (
    <a href={`tel:${call.number.replace(/\D/g, '')}`}>
      {nameIn(call, locale)} <b class="num">{call.number}</b>
    </a>
  )
}
