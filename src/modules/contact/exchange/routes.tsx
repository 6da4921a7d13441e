import { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Action } from '#kernel/action'
import { type Column, csvPieces, type SheetRow } from '#kernel/documents'
import { isId } from '#kernel/ids'
import { casesText } from '#parts/cases'
import { type ImportRow, type KeptProblems, nameIn, organisationsOf, problemInWords } from '#parts/councils'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { type Again, answer, type Submission, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { retryOutgoing } from '../open311/outgoing.ts'
import { text as listText } from '../pages/list-page.text.ts'
import { backColumns } from './back-columns.text.ts'
import { ConnectionPage, SheetPage } from './connection-page.tsx'
import { ExchangePage } from './exchange-page.tsx'
import { hotlineActions } from './hotline.ts'
import { addConnection, endConnection, endKey, makeKey, mayExchange } from './keys.ts'
import { text } from './pages.text.ts'
import { decideLikeness } from './propose.ts'
import {
  connectionsOf,
  countProposed,
  handedBack,
  keysOf,
  outgoingOf,
  pairsIn,
  sheetImport,
  sheetImports,
  sheetName,
} from './queries.ts'
import { pairStates, SamePage } from './same-page.tsx'
import { sheetColumns } from './schema.ts'
import { troubleInWords } from './trouble.text.ts'

const base = '/contact/exchange'

/** The office's room for what goes to other houses and comes from them; for everybody else it does not exist. */
export function officeRoutes(http: Http): void {
  const room = (then: (c: Ctx) => Response | Promise<Response>) => (c: Ctx) => {
    const { actor } = c.get('viewer')
    if (actor.accountId === null && c.req.method === 'GET') return c.redirect(`/me/sign-in?next=${base}`, 303)
    return mayExchange(actor) ? then(c) : notFoundPage(c)
  }
  http.get(
    base,
    room((c) => show(c, null)),
  )
  http.post(`${base}/keys`, room(newKey))
  http.post(
    `${base}/keys/:id/end`,
    room((c) => ended(c, endKey, { keyId: idIn(c) }, base)),
  )
  http.post(`${base}/connections`, room(newConnection))
  http.get(
    `${base}/connections/:id`,
    room((c) => connection(c, null)),
  )
  http.post(
    `${base}/connections/:id/end`,
    room((c) => ended(c, endConnection, { connectionId: idIn(c) }, base)),
  )
  http.post(`${base}/connections/:id/sheet`, room(upload))
  http.get(`${base}/connections/:id/answers.csv`, room(answers))
  http.get(
    `${base}/imports/:id`,
    room((c) => preview(c, null)),
  )
  http.get(`${base}/imports/:id/problems.csv`, room(problemRows))
  http.post(
    `${base}/imports/:id/confirm`,
    room((c) => settle(c, hotlineActions.confirmImport)),
  )
  http.post(
    `${base}/imports/:id/drop`,
    room((c) => settle(c, hotlineActions.dropImport)),
  )
  http.post(
    `${base}/outgoing/:id/again`,
    room((c) => ended(c, retryOutgoing, { outgoingId: idIn(c) }, base)),
  )
  http.get(`${base}/same`, room(same))
  http.post(`${base}/same`, room(decide))
}

function idIn(c: Ctx): string {
  const id = c.req.param('id') ?? ''
  return isId(id) ? id : '00000000-0000-7000-8000-000000000000'
}

function errorsOf(c: Ctx, again: Again | null): Readonly<Record<string, string>> {
  if (!again) return {}
  const t = text[c.get('viewer').locale].errors
  const words: Readonly<Record<string, string>> = t
  if (again.conflict) return { '': words[again.conflict] ?? t.conflict }
  return Object.fromEntries(
    again.issues.map(({ path, code }) => [
      path.startsWith('mapping.') ? `column-${path.slice(8)}` : path,
      words[code] ?? troubleInWords(code, c.get('viewer').locale) ?? t.other,
    ]),
  )
}

interface Shown {
  readonly title: string
  readonly again?: Again | null
  readonly crumbs?: boolean
}

function roomPage(
  c: Ctx,
  { title, again = null, crumbs = true }: Shown,
  children: Parameters<typeof page>[2],
): Response {
  const t = text[c.get('viewer').locale]
  const saved = c.req.query('saved') === '1' && !again
  return page(
    c,
    {
      title,
      desk: true,
      unlisted: true,
      invalid: again !== null,
      status: again?.status ?? 200,
      breadcrumb: [
        { href: '/contact', label: listText[c.get('viewer').locale].title },
        ...(crumbs ? [{ href: base, label: t.title }] : []),
      ],
      ...(saved && { banner: <DoneBanner title={t.done} /> }),
    },
    children,
  )
}

async function show(c: Ctx, again: Again | null, key: string | null = null): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const { db } = app.database
  const departments = (await organisationsOf(db, council.id, { kinds: ['department'] })).filter(
    ({ until }) => until === null,
  )
  const view = {
    keys: await keysOf(db, council.id),
    connections: await connectionsOf(db, council.id),
    proposed: await countProposed(db, council.id),
    departments: departments.map((each) => ({ value: each.organisation_id, label: nameIn(each, locale) })),
    address: `${app.baseUrl}/contact/open311/v2`,
    timeZone: council.timeZone,
    newKey: key,
    values: again?.values ?? {},
    errors: errorsOf(c, again),
  }
  return roomPage(c, { title: text[locale].title, again, crumbs: false }, <ExchangePage view={view} />)
}

async function newKey(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  const input = { label: values.label ?? '', perHour: values.perHour ?? '', shown: values.shown === 'yes' }
  return submit(c, makeKey, {
    input,
    // Shown on this answer alone: an address that shows it again would be one more place to find it.
    done: ({ key }) => show(c, null, key),
    again: (again) => show(c, again),
  })
}

async function newConnection(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  const mapping = Object.fromEntries(sheetColumns.map((column) => [column, values[`column-${column}`] ?? '']))
  return submit(c, addConnection, {
    input: {
      kind: values.kind as 'hotline',
      name: values.name ?? '',
      mapping,
      organisationId: values.organisationId || null,
      endpoint: values.endpoint || null,
      jurisdiction: values.jurisdiction ?? '',
      serviceCode: values.serviceCode ?? '',
      apiKey: values.apiKey ?? '',
    },
    done: ({ connectionId }) => `${base}/connections/${connectionId}?saved=1`,
    again: (again) => show(c, again),
  })
}

async function ended<Schema extends z.ZodType, Subject, Result>(
  c: Ctx,
  declared: Action<Schema, Subject, Result>,
  input: Submission<Schema, Result>['input'],
  to: string,
): Promise<Response> {
  return submit(c, declared, {
    input,
    done: () => `${to}?saved=1`,
    again: (again) => show(c, again),
  })
}

async function connectionIn(c: Ctx) {
  const { council } = c.get('viewer')
  const [found] = await connectionsOf(c.get('app').database.db, council.id, idIn(c))
  return found ?? null
}

async function connection(c: Ctx, again: Again | null): Promise<Response> {
  const found = await connectionIn(c)
  if (!found) return notFoundPage(c)
  const { council, locale } = c.get('viewer')
  const view = {
    connection: found,
    imports: await sheetImports(c.get('app').database.db, council.id, found.name),
    outgoing: await outgoingOf(c.get('app').database.db, council.id, { connectionId: found.id }),
    timeZone: council.timeZone,
    trouble: found.last_error && (troubleInWords(found.last_error, locale) ?? found.last_error),
    errors: errorsOf(c, again),
  }
  return roomPage(c, { title: found.name, again }, <ConnectionPage view={view} />)
}

async function upload(c: Ctx): Promise<Response> {
  const { files } = await sent(c)
  const file = files.file?.[0]
  const again = (refused: Again) => connection(c, refused)
  const done = ({ previewId }: { previewId: string }) => `${base}/imports/${previewId}`
  if (!file || file.size === 0) {
    const issues = [{ path: 'file', code: 'empty' }]
    return answer(c, { ok: false, kind: 'invalid', issues }, { done, again })
  }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const of = await connectionIn(c)
  if (!of) return notFoundPage(c)
  const input = { kind: 'hotline', fileName: sheetName(of.name, file.name), about: of.id, bytes }
  return submit(c, hotlineActions.previewImport, { input, done, again })
}

async function preview(c: Ctx, again: Again | null): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const found = await sheetImport(c.get('app').database.db, council.id, idIn(c))
  if (!found) return notFoundPage(c)
  const view = {
    id: found.preview_id,
    fileName: found.file_name,
    stage: found.stage,
    added: found.added,
    unchanged: found.unchanged,
    kept: found.problems as KeptProblems,
    rows: found.rows as readonly ImportRow[],
  }
  return roomPage(c, { title: text[locale].previewTitle, again }, <SheetPage view={view} />)
}

function settle(c: Ctx, declared: typeof hotlineActions.confirmImport | typeof hotlineActions.dropImport) {
  const previewId = idIn(c)
  return submit(c, declared as typeof hotlineActions.confirmImport, {
    input: { previewId },
    done: () => `${base}/imports/${previewId}?saved=1`,
    again: (again) => preview(c, again),
  })
}

async function problemRows(c: Ctx): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const found = await sheetImport(c.get('app').database.db, council.id, idIn(c))
  if (!found) return notFoundPage(c)
  const { header, faulty } = found.problems as KeptProblems
  const columns: Column[] = [
    ...header.map((label, index) => ({ key: `c${index}`, label, type: 'text' as const })),
    { key: 'problem', label: text[locale].problemHeading, type: 'text' },
  ]
  const rows = faulty.map(({ cells, problems }) => ({
    ...Object.fromEntries(cells.map((cell, index) => [`c${index}`, cell])),
    problem: problems.map((problem) => problemInWords(problem, locale)).join(' '),
  }))
  return csv(c, columns, rows, 'problems.csv')
}

async function answers(c: Ctx): Promise<Response> {
  const found = await connectionIn(c)
  if (!found) return notFoundPage(c)
  const { council, locale } = c.get('viewer')
  const { stage, outcome } = casesText[locale]
  const rows = handedBack(c.get('app').database.db, council.id, found.id, { stage, outcome })
  return csv(c, backColumns, rows, `${council.slug}-answers.csv`)
}

function csv(
  c: Ctx,
  columns: readonly Column[],
  rows: AsyncIterable<SheetRow> | Iterable<SheetRow>,
  name: string,
): Response {
  const body = Readable.toWeb(Readable.from(csvPieces([...columns], rows))) as ReadableStream<Uint8Array<ArrayBuffer>>
  return c.body(body, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  })
}

const pageSize = 20

async function same(c: Ctx): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const { db } = c.get('app').database
  const state = pairStates.find((each) => each === c.req.query('state')) ?? 'proposed'
  const asked = Number(c.req.query('page') ?? '1')
  const number = Number.isSafeInteger(asked) && asked >= 1 && asked <= 1000 ? asked : 1
  const pairs = await pairsIn(db, council.id, { state, page: number, pageSize: pageSize + 1 })
  const view = {
    state,
    pairs: pairs.slice(0, pageSize),
    page: number,
    pages: pairs.length > pageSize ? number + 1 : number,
    timeZone: council.timeZone,
  }
  return roomPage(c, { title: text[locale].same }, <SamePage view={view} />)
}

async function decide(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  const { matterId = '', earlierId = '', state = '', from = 'proposed' } = values
  const back = pairStates.find((each) => each === from) ?? 'proposed'
  return submit(c, decideLikeness, {
    input: { matterId, earlierId, state: state as 'same' },
    done: () => `${base}/same?state=${back}&saved=1`,
  })
}
