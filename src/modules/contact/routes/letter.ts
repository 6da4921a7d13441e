import { dayOf } from '#kernel/calendar'
import { dateTag } from '#kernel/text'
import { councilById, nameIn, organisationById } from '#parts/councils'
import { personsById } from '#parts/people'
import { notFoundPage } from '#web/errors'
import type { Ctx } from '#web/routes'
import { letterPdf } from '../pages/letter.ts'
import { letterOf, type Matter, saidIn } from '../queries/matter.ts'

/** The letter of a matter as a PDF in the reader's language, addressed to whoever has it now. */
export async function letterAnswer(c: Ctx, matter: Matter): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const { db } = c.get('app').database
  const letter = await letterOf(db, council.id, matter.id)
  const said = await saidIn(db, council.id, matter.opinion_id)
  const lead = matter.work.lead ?? matter.work.assignments.at(-1)
  const organisation = lead && (await organisationById(db, council.id, lead.organisation_id))
  if (!letter || !said || !organisation) return notFoundPage(c)
  const full = await councilById(db, council.id)
  const { keeperId } = matter.work
  const deputy = keeperId === null ? undefined : (await personsById(db, council.id, [keeperId])).get(keeperId)
  const day = new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'long', timeZone: 'UTC' })
  const { bytes } = await letterPdf(
    {
      council: full ? nameIn(full, locale) : council.name,
      year: letter.year,
      number: letter.number,
      organisation: nameIn(organisation, locale),
      deputy: deputy?.name ?? null,
      subject: letter.subject,
      body: letter.body,
      said: said.body,
      spot: matter.spot,
      sentOn: day.format(new Date(dayOf(letter.sent_at, council.timeZone))),
      dueOn: day.format(new Date(letter.due_on)),
      url: `${originOf(c)}/contact/matters/${matter.number}`,
    },
    locale,
  )
  return c.body(bytes, 200, {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="letter-${letter.year}-${letter.number}.pdf"`,
    'cache-control': 'private, no-store',
  })
}

/** Where people reach this council: by the host they are on. */
export function originOf(c: Ctx): string {
  const host = c.req.header('host')
  return host ? `${new URL(c.get('app').baseUrl).protocol}//${host}` : c.get('app').baseUrl
}
