import { dayInWords } from '#kernel/calendar'
import { dateTag } from '#kernel/text'
import { casesText, daysOfGrade, grades, notesOf, templatesOf, worksAt } from '#parts/cases'
import { nameIn, organisationById, type Settings } from '#parts/councils'
import { personsById, publicName } from '#parts/people'
import type { Ctx } from '#web/routes'
import type { Bureau, Sorting } from '../pages/bureau-forms.tsx'
import type { Shown } from '../pages/matter-parts.tsx'
import { fillTemplate } from '../template.ts'
import { colleaguesOf } from './department.ts'
import type { Matter } from './matter.ts'

/** What the viewer's department knows of a matter for itself; null for everybody else. */
export async function bureauOf(c: Ctx, matter: Matter, shown: Shown): Promise<Bureau | null> {
  const app = c.get('app')
  const { db } = app.database
  const { actor, council, locale } = c.get('viewer')
  const { work } = matter
  const own = work.assignments.findLast(
    ({ organisation_id, state }) => state !== 'moved' && state !== 'returned' && worksAt(actor, organisation_id),
  )
  if (!own) return null
  const organisationIds = [own.organisation_id]
  const [notes, templates, colleagues] = await Promise.all([
    notesOf(db, council.id, work.id, organisationIds),
    templatesOf(db, council.id, organisationIds),
    colleaguesOf(app, council.id, organisationIds),
  ])
  const people = [own.holder_id, ...own.helper_ids, ...notes.map(({ by }) => by)].flatMap((id) => id ?? [])
  const persons = await personsById(db, council.id, [...new Set(people)])
  const nameOf = (id: string | null) => {
    const person = persons.get(id ?? '')
    return person ? (person.name ?? publicName(person)) : null
  }
  const instant = new Intl.DateTimeFormat(dateTag[locale], {
    timeZone: council.timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  const chosen = templates.find(({ id }) => id === c.req.query('template'))
  const organisation = chosen && (await organisationById(db, council.id, own.organisation_id))
  const due = work.replyClock?.due_on
  return {
    organisationId: own.organisation_id,
    assignmentId: own.id,
    open: work.stage === 'open' && (own.state === 'assigned' || own.state === 'accepted'),
    holder: nameOf(own.holder_id),
    holderId: own.holder_id,
    helpers: own.helper_ids.map((id) => ({ value: id, label: nameOf(id) ?? id.slice(-4) })),
    colleagues,
    notes: notes.map((note) => ({
      id: note.id,
      words: note.words,
      who: nameOf(note.by),
      when: instant.format(note.at),
      mine: note.by !== null && note.by === actor.personId,
      erased: note.erased_at !== null,
    })),
    templates: templates.map(({ id, title }) => ({ value: id, label: title })),
    filled: chosen
      ? fillTemplate(chosen.body, {
          title: work.title,
          number: String(matter.number),
          place: matter.spot,
          today: dayInWords(locale, shown.today),
          ...(organisation && { department: nameIn(organisation, locale) }),
          ...(due && { due: dayInWords(locale, due) }),
        })
      : null,
  }
}

/** What a matter may be sorted by, as the council has it. */
export function sortingOf(settings: Settings, locale: 'zh-CN' | 'en'): Sorting {
  return {
    topics: settings.matterTopics.map((each) => ({ value: each.code, label: nameIn(each, locale) })),
    grades: grades.map((grade) => ({
      grade,
      label: casesText[locale].grade[grade],
      days: daysOfGrade(settings, grade),
    })),
  }
}
