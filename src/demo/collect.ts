import { perform } from '#kernel/action'
import type { App } from '#kernel/app'
import { newId } from '#kernel/ids'
import { shortCode } from '#kernel/short-code'
import { enterOpinion } from '../modules/consultations/actions/desk-opinions.ts'
import { enterDoor, makeDoor } from '../modules/consultations/actions/field-doors.ts'
import { enterPaper, enterPaperAgain, printPapers } from '../modules/consultations/actions/field-paper.ts'
import { holdSession, keepStatements } from '../modules/consultations/actions/field-sessions.ts'
import { syncField } from '../modules/consultations/actions/field-sync.ts'
import { comment } from '../modules/consultations/actions/give.ts'
import { support } from '../modules/consultations/actions/support.ts'
import { type DemoCity, done } from './councils.ts'
import type { Company } from './people.ts'
import type { Door, Said, Session, Story } from './story.ts'

/** What a story needs while it is told. */
export interface Telling {
  readonly app: App
  readonly city: DemoCity
  readonly company: Company
  readonly story: Story
  /** Known from the moment on which it is prepared. */
  consultationId: string
  /** What each opinion of the story became. */
  readonly given: Map<Said, Given>
}

export interface Given {
  readonly opinionId: string
  readonly receipt: string
}

export function provisionOf(article: number): string {
  return `art_${article}`
}

function placeOf(city: DemoCity, place: Door['place']): string {
  return place === 'contact-point' ? city.contactPoint.id : (city.collectionPoints[place]?.id ?? city.contactPoint.id)
}

export async function openDoor({ app, city, company, consultationId }: Telling, door: Door): Promise<void> {
  const input = {
    consultationId,
    placeId: placeOf(city, door.place),
    provisionId: door.article ? provisionOf(door.article) : null,
    campaign: door.campaign ?? '',
    label: door.label,
  }
  const { code } = done(await perform(app, makeDoor, company.actor('周明'), input))
  for (let visit = 0; visit < door.visits; visit += 1) {
    done(await perform(app, enterDoor, company.actor(`路人${visit}`), { code }))
  }
}

/** A resident writes on the website; those who think the same say so. */
export async function commentOnline(telling: Telling, said: Said): Promise<void> {
  const { app, company, consultationId } = telling
  const input = {
    consultationId,
    clientKey: newId(),
    anchor: said.article ? { provisionId: provisionOf(said.article), quote: said.quote ?? null } : null,
    body: said.words,
    suggested: said.suggested ?? null,
    stance: said.stance ?? null,
    contentLocale: said.locale ?? 'zh-CN',
    public: !said.private,
    name: said.by,
    displayName: said.by,
    nameVisibleTo: 'everyone' as const,
    answerBy: company.isOfTheCast(said.by) ? ('inbox' as const) : ('receipt' as const),
    consent: true as const,
  }
  const given = done(await perform(app, comment, company.actor(said.by), input))
  telling.given.set(said, given)
  for (let other = 0; other < (said.supports ?? 0); other += 1) {
    done(await perform(app, support, company.actor(`同感${other}`), { opinionId: given.opinionId }), said.words)
  }
}

/** Somebody telephones, or comes to the counter. */
export async function tellTheDesk(telling: Telling, said: Said): Promise<void> {
  const { app, city, company, consultationId } = telling
  const input = {
    consultationId,
    clientKey: newId(),
    placeId: city.contactPoint.id,
    anchor: said.article ? { provisionId: provisionOf(said.article) } : null,
    body: said.words,
    name: said.by,
    consent: true as const,
  }
  telling.given.set(said, done(await perform(app, enterOpinion, company.actor('孙丽'), input)))
}

/** A collector hands over what several people told her. */
export async function syncFromField(telling: Telling, said: readonly Said[]): Promise<void> {
  const { app, city, company, consultationId } = telling
  const now = app.clock.now()
  const items = said.map((each) => ({
    clientKey: newId(),
    receipt: shortCode(),
    claimedAt: new Date(now.getTime() - 3_600_000).toISOString(),
    provisionId: each.article ? provisionOf(each.article) : null,
    body: each.words,
    name: each.by,
    ...(each.letter !== undefined && { answerBy: 'post' as const, address: each.letter || null }),
    consent: true as const,
    consentWords: 'field-kit 2026-11',
  }))
  const placeId = city.collectionPoints[0]?.id ?? null
  const input = { consultationId, placeId, phoneNow: now.toISOString(), items }
  done(await perform(app, syncField, company.actor('李桂兰'), input))
  const keys = items.map(({ clientKey }) => clientKey)
  for (const [index, each] of said.entries()) telling.given.set(each, await givenBy(telling, keys[index]!))
}

/** Forms come back from a session or the counter, and two people type them in. */
export async function typePapers(telling: Telling, said: readonly Said[]): Promise<void> {
  const { app, city, company, consultationId } = telling
  const placeId = city.contactPoint.id
  const printed = { consultationId, placeId, count: said.length + 6 }
  const { from } = done(await perform(app, printPapers, company.actor('孙丽'), printed))
  for (const [index, each] of said.entries()) {
    const entry = {
      provision: each.article ? provisionOf(each.article) : '',
      body: each.words,
      name: each.by,
      letter: each.letter !== undefined,
      address: each.letter ?? '',
      consent: true,
    }
    const paperId = await paperNumbered(telling, from + index)
    done(await perform(app, enterPaper, company.actor('孙丽'), { consultationId, paperId, entry }))
    const typed = await perform(app, enterPaperAgain, company.actor('吴波'), { consultationId, paperId, entry })
    const { opinionId } = done(typed)
    if (!opinionId) throw new Error('two equal entries made no opinion')
    telling.given.set(each, await givenAs(telling, opinionId))
  }
}

async function paperNumbered({ app, city, consultationId }: Telling, number: number): Promise<string> {
  const { id } = await app.database.db
    .selectFrom('consultations.paper')
    .select('id')
    .where('council_id', '=', city.councilId)
    .where('consultation_id', '=', consultationId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
  return id
}

/** A session on site, with its minutes, and what was said there as opinions. */
export async function meet(telling: Telling, session: Session): Promise<void> {
  const { app, city, company, consultationId, story } = telling
  const held = {
    consultationId,
    clientKey: newId(),
    placeId: placeOf(city, session.place),
    kind: session.kind,
    title: session.title,
    heldAt: app.clock.now(),
    venue: session.venue,
    attended: session.attended,
    minutes: session.minutes,
  }
  const { sessionId } = done(await perform(app, holdSession, company.actor('周明'), held))
  const said = story.opinions.filter(({ channel, day }) => channel === 'session' && day === session.day)
  const statements = said.map((each) => ({
    clientKey: newId(),
    speaker: each.by,
    body: each.words,
    provisionId: each.article ? provisionOf(each.article) : null,
  }))
  done(await perform(app, keepStatements, company.actor('周明'), { consultationId, sessionId, statements }))
  for (const [index, each] of said.entries()) {
    telling.given.set(each, await givenBy(telling, statements[index]!.clientKey))
  }
}

async function givenBy({ app, city }: Telling, clientKey: string): Promise<Given> {
  return app.database.db
    .selectFrom('opinions.opinion')
    .select(['id as opinionId', 'receipt'])
    .where('council_id', '=', city.councilId)
    .where('client_key', '=', clientKey)
    .executeTakeFirstOrThrow()
}

export async function givenAs({ app, city }: Telling, opinionId: string): Promise<Given> {
  return app.database.db
    .selectFrom('opinions.opinion')
    .select(['id as opinionId', 'receipt'])
    .where('council_id', '=', city.councilId)
    .where('id', '=', opinionId)
    .executeTakeFirstOrThrow()
}
