import type { Actor } from '#kernel/action'
import type { App } from '#kernel/app'
import { deskFigures, invitationsWaiting } from '#parts/opinions'
import type { InboxItem, Workplace } from '#web/routes'
import type { Viewer } from '#web/viewer'
import { text } from './pages/desk-pages.text.ts'
import { text as letterText } from './pages/letters-page.text.ts'
import { titleIn } from './queries/consultation.ts'
import { stepsOf } from './queries/desk.ts'
import { lettersWaiting } from './queries/letters.ts'
import { isClerk, worksAtDesk } from './rules.ts'

/** What waits at the desks of consultations for this person: to sort, to judge, to answer, to look at. */
export async function deskInbox(app: App, viewer: Viewer): Promise<readonly InboxItem[]> {
  const { actor, council } = viewer
  if (actor.accountId === null) return []
  const items = worksAtDesk(actor)
    ? [...(await deskItems(app, viewer)), ...(await taskItems(app, viewer)), ...(await letterItems(app, viewer))]
    : []
  if (isClerk(actor)) items.push(...(await officeItems(app, viewer)))
  if (actor.personId === null) return items
  const invited = await invitationsWaiting(app.database.db, council.id, 'consultation', actor.personId)
  const numbers = await numbersOf(
    app,
    council.id,
    invited.map((each) => each.subject_id),
  )
  return [
    ...items,
    ...invited.map((each) => ({
      href: `/consultations/${numbers.get(each.subject_id)}/arguments/${each.number}`,
      title: text[viewer.locale].itemInvited(each.title),
      since: each.asked_at,
      dueOn: each.due_on,
    })),
  ]
}

/** The desks of the consultations that run, and where the rest of the work is done. */
export async function workplaces(app: App, { actor, council, locale }: Viewer): Promise<readonly Workplace[]> {
  if (!worksAtDesk(actor)) return []
  const t = text[locale]
  const rows = await app.database.db
    .selectFrom('consultations.consultation')
    .select(['number', 'title', 'titles'])
    .where('council_id', '=', council.id)
    .where('stage', 'in', ['open', 'closed'])
    .orderBy('closes_at')
    .limit(20)
    .execute()
  return [
    ...rows.map((row) => ({ href: `/consultations/${row.number}/desk`, label: t.deskOf(titleIn(row, locale)) })),
    ...(isClerk(actor) ? [{ href: '/consultations/packages', label: t.exchange }] : []),
    { href: '/consultations/projects', label: t.projects },
    { href: '/consultations/field/import', label: t.fieldImport },
  ]
}

async function deskItems(app: App, { actor, council, locale }: Viewer): Promise<InboxItem[]> {
  const t = text[locale]
  const rows = await app.database.db
    .selectFrom('consultations.consultation')
    .selectAll()
    .where('council_id', '=', council.id)
    .where('stage', 'in', isClerk(actor) ? ['prepared', 'open', 'closed'] : ['open', 'closed'])
    .orderBy('closes_at')
    .limit(20)
    .execute()
  const items: InboxItem[] = []
  for (const row of rows) {
    if (row.stage === 'prepared') {
      const prepare = { href: `/consultations/${row.number}/edit`, title: t.itemPrepared(titleIn(row, locale)) }
      items.push({ ...prepare, since: row.made_at, dueOn: null })
      continue
    }
    const figures = await deskFigures(app.database.db, council.id, { type: 'consultation', id: row.id })
    const title = titleIn(row, locale)
    const step = (await stepsOf(app, council.id, row.id, locale)).find((each) => each.done_at === null)
    const add = (count: number, words: (n: string, title: string) => string, path: string) => {
      if (count === 0) return
      const since = row.opens_at ?? row.made_at
      items.push({
        href: `/consultations/${row.number}/desk${path}`,
        title: words(String(count), title),
        since,
        dueOn: step?.due_on ?? null,
      })
    }
    add(figures.appeals, t.itemAppeals, '?state=appealed')
    add(figures.objections, t.itemObjections, '/arguments')
    add(figures.held, t.itemHeld, '?state=held')
    add(figures.waiting, t.itemWaiting, '?state=waiting')
  }
  return items
}

/** What the office sends up, and what it answers. */
async function officeItems(app: App, { council, locale }: Viewer): Promise<InboxItem[]> {
  const t = text[locale]
  const rows = await app.database.db
    .selectFrom('consultations.consultation')
    .select(['number', 'title', 'titles', 'stage', 'refined_at', 'submitted_at', 'made_at'])
    .where('council_id', '=', council.id)
    .where('stage', 'in', ['refined', 'submitted'])
    .orderBy('refined_at')
    .limit(20)
    .execute()
  return rows.map((row) => {
    const title = titleIn(row, locale)
    return row.stage === 'refined'
      ? {
          href: `/consultations/${row.number}/submission`,
          title: t.itemToSubmit(title),
          since: row.refined_at ?? row.made_at,
          dueOn: null,
        }
      : {
          href: `/consultations/${row.number}/answer`,
          title: t.itemToAnswer(title),
          since: row.submitted_at ?? row.made_at,
          dueOn: null,
        }
  })
}

/** Tasks sent to a place this person serves and that nobody has accepted. */
async function taskItems(app: App, { actor, council, locale }: Viewer): Promise<InboxItem[]> {
  const places = actor.grants.flatMap((grant) => (grant.scopeId === null ? [] : [grant.scopeId]))
  if (places.length === 0) return []
  const rows = await app.database.db
    .selectFrom('consultations.dispatch as d')
    .innerJoin('consultations.consultation as c', (join) =>
      join.onRef('c.council_id', '=', 'd.council_id').onRef('c.id', '=', 'd.consultation_id'),
    )
    .select(['c.number', 'c.title', 'c.titles', 'd.sent_at', 'd.due_on'])
    .where('d.council_id', '=', council.id)
    .where('d.place_id', 'in', places)
    .where('d.accepted_at', 'is', null)
    .orderBy('d.sent_at')
    .limit(50)
    .execute()
  return rows.map((row) => ({
    href: `/consultations/${row.number}/desk/steps`,
    title: text[locale].itemTask(titleIn(row, locale)),
    since: row.sent_at,
    dueOn: row.due_on,
  }))
}

/** Answers somebody wants as a letter and nobody has sent or handed over yet: of one's own places, the office's of all. */
async function letterItems(app: App, { actor, council, locale }: Viewer): Promise<InboxItem[]> {
  const places = placesServed(actor)
  const rows = await lettersWaiting(app.database.db, council.id, places)
  return rows.map((row) => ({
    href: `/consultations/${row.number}/answer/letters`,
    title: letterText[locale].itemLetters(String(row.waiting), titleIn(row, locale)),
    since: row.since,
    dueOn: null,
  }))
}

/** Null for whoever works for the whole council. */
function placesServed(actor: Actor): readonly string[] | null {
  const served = actor.grants.filter(({ role }) => role === 'clerk' || role === 'point-staff' || role === 'liaison')
  if (isClerk(actor) || served.some(({ scopeId }) => scopeId === null)) return null
  return served.flatMap(({ scopeId }) => scopeId ?? [])
}

async function numbersOf(app: App, councilId: string, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await app.database.db
    .selectFrom('consultations.consultation')
    .select(['id', 'number'])
    .where('council_id', '=', councilId)
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.id, row.number]))
}
