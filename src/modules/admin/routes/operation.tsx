import { Readable } from 'node:stream'
import { endOfDay, isCivilDate, startOfDay } from '#kernel/calendar'
import { type Column, csvPieces, jsonLinePieces } from '#kernel/documents'
import { heldIn } from '#kernel/ledger'
import { type Again, sent, submit } from '#web/form'
import type { Ctx, Http } from '#web/routes'
import { retryDelivery, retryDue } from '../actions.ts'
import { text as auditText } from '../pages/audit-page.text.ts'
import { type AuditFilter, AuditPage } from '../pages/audit-page.tsx'
import { text as operatorText } from '../pages/operator-page.text.ts'
import { OperatorPage } from '../pages/operator-page.tsx'
import { type AuditAsked, auditTrail, backlogOf, deadLetters, logStateOf, wholeAuditTrail } from '../queries.ts'
import { enter, roomPage, roomView } from '../room-page.tsx'

const pageSize = 100

/** `/admin/operator` and `/admin/audit`: how the house runs, and what was done in it. */
export function operationRoutes(http: Http): void {
  http.get('/admin/operator', (c) => enter(c, 'operator', () => operatorPage(c, null)))
  http.post('/admin/operator/retry', (c) => enter(c, 'operator', () => retry(c)))
  http.get('/admin/audit', (c) => enter(c, 'audit', () => auditPage(c)))
  http.get('/admin/audit/export.csv', (c) =>
    enter(c, 'audit', () =>
      auditFile(c, csvPieces(auditColumns(c), auditRows(c)), 'text/csv; charset=utf-8', 'audit.csv'),
    ),
  )
  http.get('/admin/audit/export.jsonl', (c) =>
    enter(c, 'audit', () =>
      auditFile(c, jsonLinePieces(auditColumns(c), auditRows(c)), 'application/jsonl; charset=utf-8', 'audit.jsonl'),
    ),
  )
}

async function retry(c: Ctx): Promise<Response> {
  const { kind, id = '', name = '' } = (await sent(c)).values
  const then = { done: () => '/admin/operator?saved=1', again: (again: Again) => operatorPage(c, again) }
  return kind === 'due'
    ? submit(c, retryDue, { input: { dueId: id }, ...then })
    : submit(c, retryDelivery, { input: { eventId: id, reaction: name }, ...then })
}

async function operatorPage(c: Ctx, again: Again | null): Promise<Response> {
  const app = c.get('app')
  const { db } = app.database
  const { council, locale } = c.get('viewer')
  const [backlog, dead, log] = await Promise.all([
    backlogOf(db, council.id, app.clock.now()),
    deadLetters(db, council.id),
    logStateOf(db, council.id),
  ])
  const held = (await heldIn(db, council.id, app)) ?? null
  const view = { ...roomView(c, 'operator', again), backlog, dead, log, held, timeZone: council.timeZone }
  return roomPage(c, { title: operatorText[locale].title, again }, <OperatorPage view={view} />)
}

/** What the address asks of the audit trail. A day counts from its beginning to its end in the council's time zone. */
function auditAsked(c: Ctx): { readonly asked: AuditAsked; readonly filter: AuditFilter } {
  const { council } = c.get('viewer')
  const query = (name: string) => (c.req.query(name) ?? '').trim().slice(0, 100)
  const filter = {
    name: query('name'),
    who: query('who'),
    subject: query('subject'),
    from: isCivilDate(query('from')) ? query('from') : '',
    to: isCivilDate(query('to')) ? query('to') : '',
  }
  const asked = {
    councilId: council.id,
    ...(filter.name && { name: filter.name }),
    ...(filter.who && { who: filter.who }),
    ...(filter.subject && { subjectId: filter.subject }),
    ...(filter.from && { from: startOfDay(filter.from, council.timeZone) }),
    ...(filter.to && { before: endOfDay(filter.to, council.timeZone) }),
  }
  return { asked, filter }
}

async function auditPage(c: Ctx): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const { asked, filter } = auditAsked(c)
  const olderThan = Number(c.req.query('older') ?? '')
  const entries = await auditTrail(c.get('app').database.db, {
    ...asked,
    limit: pageSize + 1,
    ...(Number.isSafeInteger(olderThan) && olderThan > 0 && { olderThan }),
  })
  const shown = entries.slice(0, pageSize)
  const view = {
    ...roomView(c, 'audit'),
    entries: shown,
    filter,
    older: entries.length > pageSize ? (shown.at(-1)?.seq ?? null) : null,
    timeZone: council.timeZone,
  }
  return roomPage(c, { title: auditText[locale].title }, <AuditPage view={view} />)
}

function auditColumns(c: Ctx): Column[] {
  const t = auditText[c.get('viewer').locale]
  return [
    { key: 'seq', label: t.seq, type: 'integer' },
    { key: 'at', label: t.when, type: 'instant' },
    { key: 'name', label: t.what, type: 'text' },
    { key: 'subject_id', label: t.subject, type: 'text' },
    { key: 'actor_kind', label: t.by, type: 'text' },
    { key: 'who', label: t.who, type: 'text' },
    { key: 'role', label: t.role, type: 'text' },
    { key: 'account_id', label: t.account, type: 'text' },
    { key: 'data', label: t.data, type: 'text' },
  ]
}

async function* auditRows(c: Ctx) {
  for await (const entry of wholeAuditTrail(c.get('app').database.db, auditAsked(c).asked)) yield { ...entry }
}

function auditFile(c: Ctx, pieces: AsyncGenerator<Buffer>, type: string, name: string): Response {
  const body = Readable.toWeb(Readable.from(pieces)) as ReadableStream<Uint8Array<ArrayBuffer>>
  return c.body(body, 200, { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` })
}
