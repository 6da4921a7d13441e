import { dayOf } from '#kernel/calendar'
import { dateTag } from '#kernel/text'
import { caseStanding, type Standing } from '#parts/cases'
import { nameIn, organisationsOf } from '#parts/councils'
import { personsById } from '#parts/people'
import type { Ctx } from '#web/routes'
import type { Shown } from '../pages/matter-parts.tsx'
import type { Matter } from './matter.ts'

/** How a page of one matter writes days and names, and where the matter stands. */
export interface MatterView {
  readonly shown: Shown
  readonly standing: Standing
  readonly holderName: string | null
}

export async function viewOf(c: Ctx, { work }: Matter): Promise<MatterView> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const { db } = app.database
  const now = app.clock.now()
  const organisations = new Map(
    (await organisationsOf(db, council.id)).map((each) => [each.organisation_id, nameIn(each, locale)]),
  )
  const persons = await personsById(db, council.id, work.keeperId ? [work.keeperId] : [])
  const tag = dateTag[locale]
  const day = new Intl.DateTimeFormat(tag, { timeZone: council.timeZone, dateStyle: 'long' })
  const instant = new Intl.DateTimeFormat(tag, { timeZone: council.timeZone, dateStyle: 'long', timeStyle: 'short' })
  const shown: Shown = {
    day: (at) => day.format(at),
    instant: (at) => instant.format(at),
    organisation: (id) => (id === null ? null : (organisations.get(id) ?? null)),
    person: (id) => (id === null ? null : (persons.get(id)?.name ?? null)),
    today: dayOf(now, council.timeZone),
    locale,
  }
  const standing = caseStanding(work, now, council.timeZone)
  const { holder } = standing
  const holderName =
    holder.kind === 'organisation'
      ? shown.organisation(holder.id)
      : holder.kind === 'keeper'
        ? shown.person(holder.id)
        : null
  return { shown, standing, holderName }
}
