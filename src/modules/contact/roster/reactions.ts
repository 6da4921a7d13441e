import { type Reaction, type ReactionContext, reaction } from '#kernel/events'
import { dateTag, type Locale } from '#kernel/text'
import { councilById } from '#parts/councils'
import { type NewNotice, notify } from '#parts/notices'
import { type Duty, dutiesOf } from './queries.ts'
import { text } from './telling.text.ts'

interface Told {
  readonly personId: string
  readonly words: (locale: Locale) => { readonly title: string; readonly body: string }
}

/** Tells deputies of their duties: when the roster comes out, and of every change that concerns them. */
export const tellRoster = reaction({
  name: 'contact.tell-roster',
  on: [
    'contact.roster-published',
    'contact.duty-changed',
    'contact.duty-cancelled',
    'contact.stand-in-named',
    'contact.swap-asked',
    'contact.swap-answered',
  ],
  async run(context) {
    const { tx, event, now } = context
    const told = event.name === 'contact.roster-published' ? published(context) : await changed(context)
    for (const { personId, words } of told) {
      if (personId === event.personId) continue
      const notice: NewNotice = {
        councilId: event.councilId,
        now,
        to: { personId },
        kind: event.name,
        subject: { type: 'contact.roster', id: personId },
        text: { 'zh-CN': words('zh-CN'), en: words('en') },
        href: '/contact/duties',
        key: `${event.id} ${personId}`,
      }
      await notify(tx, notice)
    }
  },
})

function published({ event }: ReactionContext): Told[] {
  const { personIds, month } = event.data as { personIds: readonly string[]; month: string }
  return personIds.map((personId) => ({
    personId,
    words: (locale) => ({ title: text[locale].published(month), body: text[locale].pleaseConfirm }),
  }))
}

async function changed({ tx, event, now }: ReactionContext): Promise<Told[]> {
  const asked = { ids: [event.subjectId ?? ''], drafts: true, cancelled: true }
  const [duty] = await dutiesOf(tx, event.councilId, now, asked)
  // Of a plan nobody has published nobody hears.
  if (!duty?.published_at) return []
  const council = await councilById(tx, event.councilId)
  const when = (locale: Locale) => whenAndWhere(duty, locale, council?.time_zone ?? 'Asia/Shanghai')
  const { personId, formerId, toPersonId, askerId, agrees, reason } = event.data as Record<string, string | undefined>
  const say = (to: string | undefined, words: (t: (typeof text)[Locale], at: string) => [string, string]): Told[] =>
    to === undefined
      ? []
      : [
          {
            personId: to,
            words: (locale) => {
              const [title, body] = words(text[locale], when(locale))
              return { title, body }
            },
          },
        ]
  switch (event.name) {
    case 'contact.duty-changed':
      return say(personId, (t, at) => [t.changed, `${at}\n${t.pleaseConfirm}`])
    case 'contact.duty-cancelled':
      return say(personId, (t, at) => [t.cancelled, `${at}\n${reason ?? ''}`])
    case 'contact.stand-in-named':
      return [
        ...say(personId, (t, at) => [t.standIn, `${at}\n${t.pleaseConfirm}`]),
        ...say(formerId, (t, at) => [t.relieved, at]),
      ]
    case 'contact.swap-asked':
      return say(toPersonId, (t, at) => [t.swapAsked, `${at}\n${t.pleaseAnswer}`])
    default:
      return say(askerId, (t, at) => [agrees ? t.swapAgreed : t.swapDeclined, at])
  }
}

function whenAndWhere(duty: Duty, locale: Locale, timeZone: string): string {
  const at = new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'full', timeStyle: 'short', timeZone })
  const place = locale === 'en' ? (duty.place_en ?? duty.place_zh) : duty.place_zh
  return [at.format(duty.starts_at), place ?? text[locale].online].join(' · ')
}

export const rosterReactions: readonly Reaction[] = [tellRoster]
