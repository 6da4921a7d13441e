import '../exchange/tables.ts'
import type { App } from '#kernel/app'
import { endOfDay } from '#kernel/calendar'
import { sql } from '#kernel/db'
import { nameIn, settingsAt } from '#parts/councils'
import { caseKind, subjectType } from '../rules.ts'
import { text } from './open311.text.ts'
import type { RequestUpdate, Service, ServiceRequest } from './shapes.ts'

/** Whose requests they are. */
export interface OfCouncil {
  readonly id: string
  readonly slug: string
  readonly timeZone: string
}

/** For what has no topic of its own. */
export const generalCode = 'general'

/** What may be asked for: the topics the council offers, and everything else. */
export async function services(app: App, council: OfCouncil): Promise<readonly Service[]> {
  const { matterTopics } = await settingsAt(app.database.db, council.id, app.clock.now())
  const common = { metadata: false, type: 'realtime', keywords: '', group: text['zh-CN'].group } as const
  const topics = matterTopics.map((topic) => ({
    service_code: topic.code,
    service_name: nameIn(topic, 'zh-CN'),
    description: topic.name_en ?? '',
    ...common,
  }))
  const general = { service_code: generalCode, service_name: text['zh-CN'].general, description: text.en.general }
  return [...topics, { ...general, ...common }]
}

export interface RequestsAsked {
  readonly numbers?: readonly number[]
  readonly serviceCodes?: readonly string[]
  readonly statuses?: readonly ('open' | 'closed')[]
  readonly from?: Date
  readonly to?: Date
  readonly updatedFrom?: Date
  readonly updatedTo?: Date
  /** The key of the program that asks: what it filed it may follow. */
  readonly keyHash?: string | null
  readonly limit: number
  readonly offset: number
}

interface Row {
  readonly number: number
  readonly closed: boolean
  readonly notes: string | null
  readonly code: string | null
  readonly body: string
  readonly agency: string | null
  readonly requested: Date
  readonly updated: Date
  readonly expected: string | null
  readonly address: string | null
  readonly latitude: number | null
  readonly longitude: number | null
}

/**
 * Matters everybody may read, and those the asking program filed itself, the newest first. Never a name, a telephone
 * number or an e-mail address; the place only where the one who asked shows it, its position to a thousandth of a degree,
 * about a hundred metres.
 */
export async function serviceRequests(
  app: App,
  council: OfCouncil,
  asked: RequestsAsked,
): Promise<readonly ServiceRequest[]> {
  const names = new Map((await services(app, council)).map((each) => [each.service_code, each.service_name]))
  const { rows } = await sql<Row>`
    with readable as (
      select m.number, c.stage = 'settled' as closed, r.body as notes, nullif(m.topic, '') as code, o.body,
             org.name_zh as agency, m.raised_at as requested,
             greatest(m.raised_at, c.answered_at, c.settled_at, r.sent_at) as updated,
             (select max(k.due_on)::text from cases.clock k where k.council_id = c.council_id and k.case_id = c.id
                 and k.kind = 'reply' and k.round = c.round and k.stopped_on is null) as expected,
             case when m.place_shown then round(m.latitude::numeric, 3)::float8 end as latitude,
             case when m.place_shown then round(m.longitude::numeric, 3)::float8 end as longitude,
             case when m.place_shown then nullif(m.spot, '') end as address
        from contact.matter m
        join cases.matter c on c.council_id = m.council_id and c.id = m.case_id and c.kind = ${caseKind}
        join opinions.opinion o on o.council_id = m.council_id and o.id = m.opinion_id and o.subject_type = ${subjectType}
        left join contact.door d on d.council_id = m.council_id and d.matter_id = m.id and d.key_id is not null
        left join contact.exchange_key x on x.council_id = d.council_id and x.id = d.key_id
        left join lateral (
          select body, sent_at, organisation_id from cases.reply
           where council_id = c.council_id and case_id = c.id and state = 'sent' order by round desc limit 1) r on true
        left join cases.assignment a on a.council_id = c.council_id and a.case_id = c.id and a.role = 'lead'
             and a.state in ('assigned', 'accepted')
        left join councils.organisation org on org.council_id = c.council_id
             and org.organisation_id = coalesce(a.organisation_id, r.organisation_id)
       where m.council_id = ${council.id} and o.stage = 'received'
         and (o.public or (x.key_hash = ${asked.keyHash ?? ''} and x.ended_at is null))
    )
    select * from readable where ${conditions(asked)}
     order by requested desc, number desc limit ${asked.limit} offset ${asked.offset}`.execute(app.database.db)
  return rows.map((row) => ({
    service_request_id: String(row.number),
    status: row.closed ? 'closed' : 'open',
    status_notes: row.notes,
    service_name: names.get(row.code ?? generalCode) ?? null,
    service_code: row.code ?? generalCode,
    description: row.body.slice(0, 4000),
    agency_responsible: row.agency,
    service_notice: null,
    requested_datetime: iso(row.requested),
    updated_datetime: iso(row.updated),
    expected_datetime: row.expected && iso(endOfDay(row.expected, council.timeZone)),
    address: row.address,
    address_id: null,
    zipcode: null,
    lat: row.latitude,
    long: row.longitude,
    media_url: null,
  }))
}

function conditions(asked: RequestsAsked) {
  // Numbers that are asked for by name stand above everything else.
  if (asked.numbers) return sql`number = any(${[...asked.numbers]}::int[])`
  const all = [sql`true`]
  if (asked.serviceCodes) all.push(sql`coalesce(code, ${generalCode}) = any(${[...asked.serviceCodes]}::text[])`)
  if (asked.statuses) all.push(sql`closed = any(${asked.statuses.map((each) => each === 'closed')}::boolean[])`)
  if (asked.from) all.push(sql`requested >= ${asked.from}`)
  if (asked.to) all.push(sql`requested <= ${asked.to}`)
  if (asked.updatedFrom) all.push(sql`updated >= ${asked.updatedFrom}`)
  if (asked.updatedTo) all.push(sql`updated <= ${asked.updatedTo}`)
  return sql.join(all, sql` and `)
}

/** What everybody may read of the way of public matters within a time, the oldest first: each reply, and its end. */
export async function requestUpdates(
  app: App,
  council: OfCouncil,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<readonly RequestUpdate[]> {
  const { rows } = await sql<{ id: string; number: number; closed: boolean; at: Date; words: string }>`
    with open_ones as (
      select m.number, c.council_id, c.id, c.settled_at
        from contact.matter m
        join cases.matter c on c.council_id = m.council_id and c.id = m.case_id and c.kind = ${caseKind}
        join opinions.opinion o on o.council_id = m.council_id and o.id = m.opinion_id and o.subject_type = ${subjectType}
       where m.council_id = ${council.id} and o.public and o.stage = 'received'
    )
    select * from (
      select r.id::text, o.number, false as closed, r.sent_at as at, r.body as words
        from open_ones o join cases.reply r on r.council_id = o.council_id and r.case_id = o.id and r.state = 'sent'
       where r.sent_at between ${from} and ${to}
      union all
      select o.id::text || '-settled', o.number, true, o.settled_at, ${text['zh-CN'].settled}
        from open_ones o where o.settled_at between ${from} and ${to}
    ) updates order by at, id limit 1000`.execute(app.database.db)
  return rows.map((row) => ({
    update_id: row.id,
    service_request_id: String(row.number),
    status: row.closed ? 'closed' : 'open',
    updated_datetime: iso(row.at),
    description: row.words,
    media_url: '',
  }))
}

/** The number a program's request was given, by the token it got. */
export async function numberByToken(app: App, councilId: string, token: string): Promise<number | null> {
  const row = await app.database.db
    .selectFrom('contact.door as d')
    .innerJoin('contact.matter as m', (join) =>
      join.onRef('m.council_id', '=', 'd.council_id').onRef('m.id', '=', 'd.matter_id'),
    )
    .select('m.number')
    .where('d.council_id', '=', councilId)
    .where('d.id', '=', token)
    .where('d.key_id', 'is not', null)
    .executeTakeFirst()
  return row?.number ?? null
}

function iso(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z')
}
