import './tables.ts'
import { type Reaction, type ReactionContext, reaction } from '#kernel/events'
import { dateTag, type Locale } from '#kernel/text'
import { councilById } from '#parts/councils'
import { type NewNotice, notify, type Receiver } from '#parts/notices'
import { members } from '#parts/people'
import type { VisitRow } from './queries.ts'
import { text } from './telling.text.ts'

const toGroup = ['stations.visit-confirmed', 'stations.visit-moved', 'stations.visit-refused'] as const
const toStaff = ['stations.visit-asked', 'stations.visit-withdrawn'] as const

/** Tells the group what was decided, and the place who asks and who does not come. */
export const tellVisits: Reaction = reaction({
  name: 'stations.tell-visits',
  on: [...toGroup, ...toStaff],
  async run(context) {
    const { tx, event } = context
    const visit = await tx
      .selectFrom('stations.visit')
      .selectAll()
      .where('council_id', '=', event.councilId)
      .where('id', '=', event.subjectId ?? '')
      .executeTakeFirst()
    if (!visit) return
    const council = await councilById(tx, event.councilId)
    const when = (locale: Locale) => whenWords(visit.starts_at, locale, council?.time_zone ?? 'UTC')
    const group = toGroup.find((name) => name === event.name)
    const staff = toStaff.find((name) => name === event.name)
    if (group) await tellGroup(context, visit, (locale) => text[locale].group[group](when(locale)))
    if (staff) await tellStaff(context, visit, (locale) => text[locale].staff[staff](visit.group_name, when(locale)))
  },
})

/** 2026年11月27日 14:00 in the council's time. */
export function whenWords(at: Date, locale: Locale, timeZone: string): string {
  return new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at)
}

type Title = (locale: Locale) => string

function about(
  { event, now }: ReactionContext,
  visit: VisitRow,
): Pick<NewNotice, 'councilId' | 'now' | 'kind' | 'subject'> {
  return { councilId: event.councilId, now, kind: event.name, subject: { type: 'stations.visit', id: visit.id } }
}

async function tellGroup(context: ReactionContext, visit: VisitRow, title: Title): Promise<void> {
  const ways: [string, Receiver][] = []
  if (visit.account_id !== null) ways.push(['inbox', { accountId: visit.account_id }])
  else if (visit.device_id !== null) ways.push(['inbox', { deviceId: visit.device_id }])
  if (visit.contact !== null && visit.contact_kind !== null) {
    const locale = visit.locale === 'en' ? ('en' as const) : ('zh-CN' as const)
    ways.push(['contact', { contact: { kind: visit.contact_kind, value: visit.contact }, locale }])
  }
  const body = (locale: Locale) => visit.reason ?? text[locale].groupBody
  for (const [way, to] of ways) {
    await notify(context.tx, {
      ...about(context, visit),
      to,
      text: { 'zh-CN': { title: title('zh-CN'), body: body('zh-CN') }, en: { title: title('en'), body: body('en') } },
      href: `/stations/visits/${visit.code}`,
      key: `${context.event.id} ${way}`,
    })
  }
}

async function tellStaff(context: ReactionContext, visit: VisitRow, title: Title): Promise<void> {
  const { tx, event, now } = context
  const { councilId } = event
  const here = await members(tx, { councilId, now, roles: ['point-staff', 'liaison'], scopeId: visit.place_id })
  const found = here.length > 0 ? here : await members(tx, { councilId, now, roles: ['clerk'] })
  const place = await tx
    .selectFrom('network.place')
    .select('number')
    .where('council_id', '=', councilId)
    .where('place_id', '=', visit.place_id)
    .executeTakeFirstOrThrow()
  for (const personId of new Set(found.map(({ person_id }) => person_id))) {
    if (personId === event.personId) continue
    const words = (locale: Locale) => ({ title: title(locale), body: text[locale].staffBody })
    await notify(tx, {
      ...about(context, visit),
      to: { personId },
      text: { 'zh-CN': words('zh-CN'), en: words('en') },
      href: `/stations/${place.number}/visits/${visit.number}`,
      key: `${event.id} ${personId}`,
    })
  }
}
