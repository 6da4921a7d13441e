import { type Actor, action, type Call, type Run } from '#kernel/action'
import { nextNumber } from '#kernel/db'
import { newId } from '#kernel/ids'
import { ledgerKeys } from '#kernel/ledger'
import { shortCode } from '#kernel/short-code'
import { giveOpinions, type NewOpinion } from '#parts/opinions'
import { arrival, collectsAt, deskAt, givenAtOf } from '../field-rules.ts'
import { type FieldItem, type FieldSession, ImportField, SyncField } from '../field-schema.ts'
import { type ConsultationRow, lockConsultation } from '../queries/consultation.ts'
import { filesByKey, type KeyedFile, receiptsTaken, repeatedItems } from '../queries/field-items.ts'
import { readVersion } from '../queries/version.ts'
import type { PaperTold } from '../tables.ts'
import { text } from './field-sync.text.ts'

/**
 * What became of one item: stored; here already; kept with a mark because it came after closing; waiting to be typed
 * in; or refused, and then it stays on the phone.
 */
export interface SyncedItem {
  readonly clientKey: string
  readonly state: 'stored' | 'late' | 'typing' | 'refused'
  /** It had arrived before: nothing was stored now. */
  readonly repeated: boolean
  /** The speaker's code without dashes; another than proposed where that was taken. */
  readonly receipt: string | null
  readonly code: string | null
}

export interface Synced {
  readonly items: readonly SyncedItem[]
}

type Batch = Pick<ImportField, 'consultationId' | 'placeId' | 'phoneNow' | 'sessions' | 'items' | 'collectorId'>

/** A collector's phone hands over what it kept. However often it is cut and sent again, each item is stored once. */
export const syncField = action({
  name: 'consultations.sync-field',
  input: SyncField,
  subject: ({ tx, councilId, input }: Call<SyncField>) =>
    lockConsultation(tx, councilId, input.consultationId, 'share'),
  allow: (actor, _subject, input) => collectsAt(actor, input.placeId),
  run: (context): Promise<Synced> =>
    takeBatch(context, { ...context.input, collectorId: context.actor.personId }, 'sync'),
})

/** The same from a file: the last resort when the phone can no longer send, or its collector no longer may. */
export const importField = action({
  name: 'consultations.import-field',
  input: ImportField,
  subject: ({ tx, councilId, input }: Call<ImportField>) =>
    lockConsultation(tx, councilId, input.consultationId, 'share'),
  allow: (actor: Actor, _subject, input) => deskAt(actor, input.placeId),
  run: (context): Promise<Synced> => {
    const { input, now } = context
    // A file may lie for days, so an export in the past says nothing of the phone's clock; one in the future does.
    const phoneNow = new Date(Math.max(input.phoneNow.getTime(), now.getTime()))
    return takeBatch(context, { ...input, phoneNow }, 'file')
  },
})

type Context = Pick<Run<unknown, ConsultationRow>, 'tx' | 'councilId' | 'now' | 'app' | 'subject' | 'emit'>

interface Sorted {
  readonly item: FieldItem
  readonly givenAt: Date
  readonly aheadS: number
  readonly late: boolean
  readonly receipt: string
  readonly files: readonly KeyedFile[]
}

async function takeBatch(context: Context, batch: Batch, way: 'sync' | 'file'): Promise<Synced> {
  const { tx, councilId, subject, emit } = context
  const sessions = await keepSessions(context, batch)
  const before = await repeatedItems(
    tx,
    councilId,
    batch.items.map(({ clientKey }) => clientKey),
  )
  const answers = new Map<string, SyncedItem>(before.map((each) => [each.clientKey, { ...each, code: null }]))
  const sorted = await sortItems(context, batch, answers)
  await keepOpinions(context, { batch, way, sessions, sorted: sorted.filter(({ item }) => hasWords(item)), answers })
  await keepUntyped(context, { batch, way, sessions, sorted: sorted.filter(({ item }) => !hasWords(item)), answers })
  const items = batch.items.map(({ clientKey }) => answers.get(clientKey) ?? refusedItem(clientKey, 'not-kept'))
  const count = (state: SyncedItem['state']) => items.filter((item) => item.state === state && !item.repeated).length
  emit(
    'consultations.field-synced',
    {
      way,
      placeId: batch.placeId,
      collectorId: batch.collectorId,
      stored: count('stored'),
      late: count('late'),
      typing: count('typing'),
      refused: count('refused'),
      repeated: items.filter((item) => item.repeated).length,
    },
    { subjectId: subject.id },
  )
  return { items }
}

function hasWords(item: FieldItem): boolean {
  return item.body.trim() !== ''
}

function refusedItem(clientKey: string, code: string): SyncedItem {
  return { clientKey, state: 'refused', repeated: false, receipt: null, code }
}

/** Tells what can be kept from what is refused, and gives a new code where the proposed one is taken. */
async function sortItems(context: Context, batch: Batch, answers: Map<string, SyncedItem>): Promise<Sorted[]> {
  const { tx, councilId, subject, now } = context
  const fresh = batch.items.filter(({ clientKey }) => !answers.has(clientKey))
  const version = subject.version_id ? await readVersion(tx, councilId, subject.version_id) : null
  const files = await filesByKey(
    tx,
    councilId,
    fresh.flatMap((item) => item.files.map(({ fileKey }) => fileKey)),
  )
  const taken = await receiptsTaken(
    tx,
    councilId,
    fresh.map(({ receipt }) => receipt),
  )
  const sorted: Sorted[] = []
  for (const item of fresh) {
    if (answers.has(item.clientKey)) continue
    const { givenAt, aheadS } = givenAtOf(item.claimedAt, batch.phoneNow, now)
    const arrived = arrival(subject, givenAt, now)
    const own = item.files.flatMap(({ fileKey }) => files.get(fileKey) ?? [])
    const refusal =
      typeof arrived === 'object'
        ? arrived.refused
        : item.provisionId !== null && !version?.provisions.has(item.provisionId)
          ? 'not-in-text'
          : own.length < item.files.length
            ? 'file-missing'
            : !hasWords(item) && own.length === 0
              ? 'empty'
              : null
    if (refusal) {
      answers.set(item.clientKey, refusedItem(item.clientKey, refusal))
      continue
    }
    const receipt = taken.has(item.receipt) ? shortCode().replaceAll('-', '') : item.receipt
    taken.add(receipt)
    sorted.push({ item, givenAt, aheadS, late: arrived === 'late', receipt, files: own })
    // Until it is stored a few lines below; the same key twice in one batch is one item.
    answers.set(item.clientKey, refusedItem(item.clientKey, 'not-kept'))
  }
  return sorted
}

/** Sessions the phone opened without signal; the first telling of a key stands. */
async function keepSessions(context: Context, batch: Batch): Promise<ReadonlyMap<string, string>> {
  const { tx, councilId } = context
  for (const session of batch.sessions) await keepSession(context, batch, session)
  const keys = [...new Set(batch.items.flatMap(({ sessionKey }) => sessionKey ?? []))]
  if (keys.length === 0) return new Map()
  const rows = await tx
    .selectFrom('consultations.session')
    .select(['id', 'client_key'])
    .where('council_id', '=', councilId)
    .where('consultation_id', '=', batch.consultationId)
    .where('client_key', 'in', keys)
    .execute()
  return new Map(rows.map((row) => [row.client_key, row.id]))
}

async function keepSession(context: Context, batch: Batch, session: FieldSession): Promise<void> {
  const { tx, councilId, subject, now, emit } = context
  const known = await tx
    .selectFrom('consultations.session')
    .select('id')
    .where('council_id', '=', councilId)
    .where('client_key', '=', session.clientKey)
    .executeTakeFirst()
  if (known) return
  const { givenAt } = givenAtOf(session.heldAt, batch.phoneNow, now)
  const kept = await tx
    .insertInto('consultations.session')
    .values({
      council_id: councilId,
      id: newId(),
      number: await nextNumber(tx, councilId, 'consultations.session'),
      client_key: session.clientKey,
      consultation_id: subject.id,
      place_id: batch.placeId,
      kind: session.kind,
      title: session.title,
      held_at: givenAt,
      venue: session.venue,
      attended: session.attended,
      led_by: batch.collectorId,
      made_at: now,
    })
    .onConflict((clash) => clash.columns(['council_id', 'client_key']).doNothing())
    .returning(['id', 'number'])
    .executeTakeFirst()
  if (kept) emit('consultations.session-held', { number: kept.number, kind: session.kind }, { subjectId: kept.id })
}

interface Keeping {
  readonly batch: Batch
  readonly way: 'sync' | 'file'
  readonly sessions: ReadonlyMap<string, string>
  readonly sorted: readonly Sorted[]
  readonly answers: Map<string, SyncedItem>
}

async function keepOpinions(context: Context, { batch, way, sessions, sorted, answers }: Keeping): Promise<void> {
  const { tx, councilId, now, app, subject, emit } = context
  if (sorted.length === 0) return
  const opinions = sorted.map((each) => opinionOf(each, { context, batch, sessions }))
  const given = await giveOpinions(tx, opinions, { councilId, now, keys: ledgerKeys(app) })
  for (const [index, each] of sorted.entries()) {
    const { opinionId, receipt, repeated } = given[index]!
    const { clientKey } = each.item
    answers.set(clientKey, { clientKey, state: each.late ? 'late' : 'stored', repeated, receipt, code: null })
    if (!repeated) {
      emit(
        'consultations.commented',
        { consultationId: subject.id, opinionId, held: each.late ? 'late' : null },
        { subjectId: opinionId },
      )
    }
  }
  await noteItems(context, { batch, way }, sorted, (index) => ({ opinion_id: given[index]!.opinionId, paper_id: null }))
}

function opinionOf(
  { item, givenAt, aheadS, late, receipt, files }: Sorted,
  { context, batch, sessions }: { context: Context; batch: Batch; sessions: ReadonlyMap<string, string> },
): NewOpinion {
  const { subject } = context
  return {
    subject: { type: 'consultation', id: subject.id },
    clientKey: item.clientKey,
    receipt,
    contributor: {
      name: item.name,
      displayName: item.nameVisibleTo === 'everyone' ? item.name : null,
      nameVisibleTo: item.nameVisibleTo,
      contactKind: item.contact === null ? null : item.contactKind,
      contact: item.contactKind === null ? null : item.contact,
      address: item.answerBy === 'post' ? item.address : null,
      answerBy: item.answerBy,
      consent: item.consentWords,
      consentAt: givenAt,
      locale: item.contentLocale,
    },
    versionId: subject.version_id,
    anchor: item.provisionId === null ? null : { provisionId: item.provisionId },
    body: item.body,
    suggested: item.suggested,
    contentLocale: item.contentLocale,
    channel: 'field',
    placeId: batch.placeId,
    sessionId: item.sessionKey ? (sessions.get(item.sessionKey) ?? null) : null,
    public: item.public,
    stance: item.stance,
    tags: late ? ['late'] : [],
    held: late ? { code: 'late', reason: text['zh-CN'].late(item.claimedAt.toISOString(), aheadS) } : null,
    attachments: files.map(({ fileId, kind, sha256 }) => ({ fileId, kind, sha256 })),
    givenAt,
  }
}

/** Words that are only on a photo or in a recording: typed in twice at the desk, like a paper form, under the same code. */
async function keepUntyped(context: Context, { batch, way, sessions, sorted, answers }: Keeping): Promise<void> {
  const { tx, councilId, now, subject, emit } = context
  const ids: string[] = []
  for (const each of sorted) {
    const { item, receipt, late, files } = each
    const id = newId()
    const [first] = files
    const kept = await tx
      .insertInto('consultations.paper')
      .values({
        council_id: councilId,
        id,
        number: await nextNumber(tx, councilId, 'consultations.paper'),
        code: receipt,
        consultation_id: subject.id,
        place_id: batch.placeId,
        printed_at: now,
        came_as: first?.kind === 'voice' ? 'voice' : 'photo',
        client_key: item.clientKey,
        told: JSON.stringify(toldOf(each, sessions, batch)),
        returned_at: now,
        scan_file_id: first?.fileId ?? null,
      })
      // Another tab was faster: its row stands.
      .onConflict((clash) => clash.columns(['council_id', 'client_key']).doNothing())
      .returning('id')
      .executeTakeFirst()
    ids.push(id)
    answers.set(item.clientKey, {
      clientKey: item.clientKey,
      state: late ? 'late' : 'typing',
      repeated: !kept,
      receipt: kept ? receipt : item.receipt,
      code: null,
    })
    if (kept) emit('consultations.paper-returned', { consultationId: subject.id, as: 'field' }, { subjectId: id })
  }
  await noteItems(context, { batch, way }, sorted, (index) => ({ opinion_id: null, paper_id: ids[index]! }))
}

function toldOf({ item, givenAt, late }: Sorted, sessions: ReadonlyMap<string, string>, batch: Batch): PaperTold {
  return {
    name: item.name,
    nameVisibleTo: item.nameVisibleTo,
    answerBy: item.answerBy,
    contactKind: item.contactKind,
    contact: item.contact,
    address: item.answerBy === 'post' ? item.address : null,
    consent: item.consentWords,
    consentAt: givenAt.toISOString(),
    public: item.public,
    provisionId: item.provisionId,
    givenAt: givenAt.toISOString(),
    late,
    sessionId: item.sessionKey ? (sessions.get(item.sessionKey) ?? null) : null,
    locale: item.contentLocale,
    collectorId: batch.collectorId,
  }
}

async function noteItems(
  { tx, councilId, now }: Context,
  { batch, way }: { batch: Batch; way: 'sync' | 'file' },
  sorted: readonly Sorted[],
  kept: (index: number) => { opinion_id: string | null; paper_id: string | null },
): Promise<void> {
  if (sorted.length === 0) return
  await tx
    .insertInto('consultations.field_item')
    .values(
      sorted.map(({ item, aheadS, late, receipt }, index) => ({
        council_id: councilId,
        client_key: item.clientKey,
        consultation_id: batch.consultationId,
        ...kept(index),
        place_id: batch.placeId,
        collector_id: batch.collectorId,
        way,
        claimed_at: item.claimedAt,
        phone_ahead_s: aheadS,
        received_at: now,
        late,
        receipt_replaced: receipt !== item.receipt,
      })),
    )
    .onConflict((clash) => clash.doNothing())
    .execute()
}
