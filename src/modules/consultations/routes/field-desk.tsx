import { createHash } from 'node:crypto'
import { z } from 'zod'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { nameIn } from '#parts/councils'
import { placesOf } from '#parts/network'
import { refusalPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { finishFile, keepFieldPart } from '../actions/field-files.ts'
import { importField } from '../actions/field-sync.ts'
import { deskAt } from '../field-rules.ts'
import { FieldItem, FieldSession, mostFieldItems, partBytes } from '../field-schema.ts'
import { dayWords } from '../pages/day-words.ts'
import { text } from '../pages/field-desk.text.ts'
import { type ImportedRow, ImportPage, RosterPage } from '../pages/field-desk.tsx'
import { titleIn } from '../queries/consultation.ts'
import { collectorsAt, tasksOf } from '../queries/field-roster.ts'
import { deskCrumbs } from './desk-crumbs.ts'

const maxBytes = 25_000_000

/** What the desk does for its collectors: takes in a phone's file, keeps their roster. */
export function fieldDeskRoutes(http: Http): void {
  http.get(
    '/consultations/field/import',
    atSomeDesk(async (c) => importPage(c, { error: '', rows: null })),
  )
  http.post('/consultations/field/import', atSomeDesk(takeFile))
  http.get('/consultations/field/roster', atSomeDesk(roster))
}

function atSomeDesk(reply: (c: Ctx) => Promise<Response>) {
  return async (c: Ctx): Promise<Response> => {
    const { actor } = c.get('viewer')
    const some = actor.grants.some(({ scopeId }) => deskAt(actor, scopeId))
    return some ? reply(c) : refusalPage(c, { ok: false, kind: 'forbidden', hidden: false }, {})
  }
}

function importPage(c: Ctx, view: { error: string; rows: readonly ImportedRow[] | null }): Response {
  const title = text[c.get('viewer').locale].importTitle
  const status = view.error ? { invalid: true, status: 422 as const } : {}
  return page(
    c,
    { title, unlisted: true, breadcrumb: deskCrumbs(c.get('viewer').locale), ...status },
    <ImportPage view={{ ...view, maxBytes }} />,
  )
}

/** The file that `export.ts` of the kit writes. */
const KitFile = z.object({
  kind: z.literal('zhitong-field'),
  version: z.literal(1),
  phoneNow: z.iso.datetime(),
  sessions: z.array(z.looseObject({ clientKey: z.uuid(), attended: z.string() })).max(2000),
  items: z
    .array(
      z.object({
        consultationId: z.uuid(),
        placeId: z.uuid().nullable(),
        collectorId: z.uuid(),
        state: z.enum(['draft', 'ready', 'refused']),
        item: z.looseObject({
          clientKey: z.uuid(),
          receipt: z.string().max(20),
          body: z.string().max(20_000),
          sessionKey: z.uuid().nullable(),
          files: z.array(z.object({ fileKey: z.uuid(), kind: z.enum(['photo', 'voice']) })).max(5),
        }),
      }),
    )
    .max(5000),
  files: z.array(z.object({ fileKey: z.uuid(), type: z.string(), base64: z.base64() })).max(5000),
})
type KitFile = z.output<typeof KitFile>
type KitItem = KitFile['items'][number]

async function takeFile(c: Ctx): Promise<Response> {
  const t = text[c.get('viewer').locale]
  const { files } = await sent(c)
  const [file] = files.file ?? []
  if (!file) return importPage(c, { error: t.chooseFile, rows: null })
  const read = KitFile.safeParse(
    await file
      .text()
      .then(JSON.parse)
      .catch(() => null),
  )
  if (!read.success) return importPage(c, { error: t.notOurs, rows: null })
  return importPage(c, { error: '', rows: await takeAll(c, read.data) })
}

async function takeAll(c: Ctx, kit: KitFile): Promise<ImportedRow[]> {
  const rows: ImportedRow[] = []
  const groups = new Map<string, KitItem[]>()
  for (const each of kit.items) {
    if (each.state === 'draft') {
      rows.push(rowOf(each, 'draft'))
      continue
    }
    const key = `${each.consultationId} ${each.placeId} ${each.collectorId}`
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  for (const group of groups.values()) {
    for (let from = 0; from < group.length; from += mostFieldItems) {
      rows.push(...(await takeSome(c, kit, group.slice(from, from + mostFieldItems))))
    }
  }
  return rows
}

function rowOf({ item }: KitItem, state: ImportedRow['state'], repeated = false): ImportedRow {
  return { receipt: item.receipt.replaceAll('-', ''), words: item.body.slice(0, 60), state, repeated }
}

async function takeSome(c: Ctx, kit: KitFile, group: readonly KitItem[]): Promise<ImportedRow[]> {
  const app = c.get('app')
  const { actor } = c.get('viewer')
  const [first] = group
  if (!first) return []
  const rows: ImportedRow[] = []
  const good: { each: KitItem; item: z.input<typeof FieldItem> }[] = []
  for (const each of group) {
    const files = await storeFiles(c, kit, each)
    const candidate = { ...each.item, files }
    const read = FieldItem.safeParse(candidate)
    if (files && read.success) good.push({ each, item: { ...read.data, claimedAt: read.data.claimedAt.toISOString() } })
    else rows.push(rowOf(each, 'invalid'))
  }
  if (good.length === 0) return rows
  const outcome = await perform(app, importField, actor, {
    consultationId: first.consultationId,
    placeId: first.placeId,
    collectorId: first.collectorId,
    phoneNow: kit.phoneNow,
    sessions: sessionsFor(kit, group),
    items: good.map(({ item }) => item),
  })
  const told = new Map(outcome.ok ? outcome.result.items.map((each) => [each.clientKey, each]) : [])
  for (const { each, item } of good) {
    const answer = told.get(item.clientKey)
    rows.push(rowOf(each, answer?.state ?? 'refused', answer?.repeated ?? false))
  }
  return rows
}

function sessionsFor(kit: KitFile, group: readonly KitItem[]): z.input<typeof FieldSession>[] {
  const wanted = new Set(group.map(({ item }) => item.sessionKey))
  return kit.sessions.flatMap((session) => {
    if (!wanted.has(session.clientKey)) return []
    const { clientKey, kind, title, heldAt, venue, attended } = session
    const told = {
      clientKey,
      kind,
      title,
      heldAt,
      venue,
      attended: /^\d{1,5}$/.test(attended) ? Number(attended) : null,
    }
    const read = FieldSession.safeParse(told)
    return read.success ? [{ ...read.data, heldAt: read.data.heldAt.toISOString() }] : []
  })
}

/** Stores the photos and recordings of one item under keys of this import. @returns null when one is missing or refused */
async function storeFiles(c: Ctx, kit: KitFile, { item }: KitItem) {
  const app = c.get('app')
  const { actor } = c.get('viewer')
  const stored: KitItem['item']['files'] = []
  for (const { fileKey, kind } of item.files) {
    const carried = kit.files.find((each) => each.fileKey === fileKey)
    if (!carried) return null
    const bytes = Buffer.from(carried.base64, 'base64')
    const key = newId()
    const parts = Math.max(1, Math.ceil(bytes.length / partBytes))
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const name = kind === 'voice' ? `voice.${carried.type.split('/')[1] ?? 'webm'}` : 'photo.jpg'
    for (let ordinal = 0; ordinal < parts; ordinal += 1) {
      const piece = new Uint8Array(bytes.subarray(ordinal * partBytes, (ordinal + 1) * partBytes))
      await perform(app, keepFieldPart, actor, { fileKey: key, kind, name, sha256, parts, ordinal, bytes: piece })
    }
    const outcome = await finishFile(app, actor, key)
    if (!outcome.ok || outcome.result.state !== 'stored') return null
    stored.push({ fileKey: key, kind })
  }
  return stored
}

async function roster(c: Ctx): Promise<Response> {
  const { actor, council, locale } = c.get('viewer')
  const { db } = c.get('app').database
  const asked = Number(c.req.query('place'))
  const places = (
    await placesOf(db, council.id, { kinds: ['contact-point', 'collection-point', 'station'], limit: 300 })
  ).filter(({ place_id }) => deskAt(actor, place_id))
  const place = places.find(({ number }) => number === asked) ?? places[0]
  const tasks = place ? await tasksOf(db, council.id, place.place_id) : []
  const view = {
    places: places.map((each) => ({ number: each.number, name: nameIn(each, locale), current: each === place })),
    collectors: place ? await collectorsAt(db, council.id, place.place_id) : [],
    tasks: tasks.map((task) => ({ ...task, name: titleIn(task, locale) })),
    days: dayWords(locale, council.timeZone, c.get('app').clock.now()),
  }
  const title = text[locale].rosterTitle
  return page(
    c,
    { title, desk: true, width: 'wide', unlisted: true, breadcrumb: deskCrumbs(c.get('viewer').locale) },
    <RosterPage view={view} />,
  )
}
