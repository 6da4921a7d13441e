import type { App } from '#kernel/app'
import { sql } from '#kernel/db'
import { casesText } from '#parts/cases'
import type { HomeCard, Reached, Way } from '#web/routes'
import type { Viewer } from '#web/viewer'
import { caseKind, subjectType, titleOf } from './rules.ts'
import { text } from './turn-to.text.ts'

/** Writing to the deputies of a place, or to one of them; booking a talk. */
export function turnTo({ locale }: Viewer, to: Reached): readonly Way[] {
  const t = text[locale]
  const write = { href: `/contact/write?to=${to.kind}:${to.id}`, order: 10 }
  const book = { href: '/contact/booking/new', order: 20 }
  return to.kind === 'place'
    ? [
        { ...write, label: t.writeHere },
        { ...book, href: `${book.href}?place=${to.number}`, label: t.bookHere },
      ]
    : [
        { ...write, label: t.writeToHer },
        { ...book, href: `${book.href}?deputy=${to.code}`, label: t.bookHer },
      ]
}

interface SolvedRow {
  readonly id: string
  readonly body: string
  readonly reply: string
}

/** What was brought to a place or a deputy, was to be public, and is solved: the newest first. */
async function solvedOf(app: App, councilId: string, by: { placeId: string } | { personId: string }) {
  const { rows } = await sql<SolvedRow>`
    select m.id, o.body, r.body as reply
      from cases.matter m
      join opinions.opinion o on o.council_id = m.council_id and o.subject_type = ${subjectType} and o.subject_id = m.about_id
      join contact.matter x on x.council_id = m.council_id and x.id = m.about_id
      join lateral (
        select body, sent_at from cases.reply
         where council_id = m.council_id and case_id = m.id and state = 'sent' order by round desc limit 1
      ) r on true
     where m.council_id = ${councilId} and m.kind = ${caseKind} and m.outcome = 'solved' and m.stage = 'settled'
       and o.public and o.stage = 'received'
       and ${'placeId' in by ? sql`x.place_id = ${by.placeId}` : sql`m.keeper_id = ${by.personId}`}
     order by r.sent_at desc, m.id limit 5`.execute(app.database.db)
  return rows
}

function cardsOf(rows: readonly SolvedRow[], { locale }: Viewer): HomeCard[] {
  return rows.map((row, index) => ({
    href: '/contact',
    title: titleOf(row.body),
    lines: [titleOf(row.reply, 80)],
    tag: { tone: 'ok', label: casesText[locale].outcome.solved },
    order: 20 + index,
  }))
}

export async function solvedAt(app: App, viewer: Viewer, placeId: string): Promise<readonly HomeCard[]> {
  return cardsOf(await solvedOf(app, viewer.council.id, { placeId }), viewer)
}

/** How many matters a deputy took up, and how many of them those who asked call solved; then the newest solved ones. */
export async function ofDeputy(app: App, viewer: Viewer, personId: string): Promise<readonly HomeCard[]> {
  const { council, locale } = viewer
  const { rows } = await sql<{ taken: number; solved: number }>`
    select count(*)::int as taken, (count(*) filter (where outcome = 'solved'))::int as solved
      from cases.matter where council_id = ${council.id} and kind = ${caseKind} and keeper_id = ${personId}`.execute(
    app.database.db,
  )
  const { taken = 0, solved = 0 } = rows[0] ?? {}
  if (taken === 0) return []
  const t = text[locale]
  const sum: HomeCard = { href: '/contact', title: t.taken(taken), lines: [t.solved(solved)], order: 10 }
  return [sum, ...cardsOf(await solvedOf(app, council.id, { personId }), viewer)]
}
