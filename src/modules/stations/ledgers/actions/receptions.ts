import '../tables.ts'
import { type AnyAction, action, type Call, type Run } from '#kernel/action'
import { dayOf } from '#kernel/calendar'
import type { Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { ledgerKeys } from '#kernel/ledger'
import { invalid, Refused } from '#kernel/outcome'
import { councilById, reserveNumbers, settingsAt } from '#parts/councils'
import { type MatterRaised, matterRaised, placeById, raisedSubject } from '#parts/network'
import { giveOpinion } from '#parts/opinions'
import { members, readContact } from '#parts/people'
import { forgetAt, keepsLog } from '../rules.ts'
import { OfReception, RaiseReception, type ReceptionEntry, RecordReceptions, VoidReception } from '../schema.ts'

/** The place an input names, while it is open. */
async function openPlaceOf({ tx, councilId, input }: Call<{ readonly placeId: string }>) {
  const place = await placeById(tx, councilId, input.placeId)
  return place && place.until === null ? place : null
}

/** The reception an input names, locked. */
export async function lockReception({ tx, councilId, input }: Call<{ readonly receptionId: string }>) {
  const row = await tx
    .selectFrom('stations.reception')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', input.receptionId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

const whileCounted = ({ voided_at }: { readonly voided_at: Date | null }) => (voided_at === null ? null : 'voided')

/** Who came and what was said: one entry at the desk, or a page of a paper log. All of them or none. */
export const recordReceptions = action({
  name: 'stations.record-receptions',
  input: RecordReceptions,
  subject: openPlaceOf,
  allow: keepsLog,
  async run(context) {
    const { input, subject, emit } = context
    await refuseWrong(context)
    const entries = input.entries.map((entry) => ({ ...entry, channel: input.channel, placeId: subject.place_id }))
    const made = await insertReceptions(context, entries)
    for (const { id, number } of made) {
      emit('stations.received', { number, placeId: subject.place_id, channel: input.channel }, { subjectId: id })
    }
    return { numbers: made.map(({ number }) => number), ids: made.map(({ id }) => id) }
  },
})

async function refuseWrong({ tx, councilId, input, now }: Run<RecordReceptions, unknown>): Promise<void> {
  const council = await councilById(tx, councilId)
  const today = dayOf(now, council?.time_zone ?? 'UTC')
  const named = new Set(input.entries.flatMap(({ deputyId }) => deputyId ?? []))
  const deputies = await deputiesAmong(tx, councilId, [...named], now)
  const issues = input.entries.flatMap(({ receivedOn, deputyId }, index) => [
    ...(receivedOn > today ? [{ path: `entries.${index}.receivedOn`, code: 'in-the-future' }] : []),
    ...(deputyId && !deputies.has(deputyId) ? [{ path: `entries.${index}.deputyId`, code: 'no-deputy' }] : []),
  ])
  if (issues.length > 0) throw new Refused(invalid(...issues))
}

/** Those of some persons who are or were deputies: a paper log may be of last year. */
export async function deputiesAmong(
  tx: Tx,
  councilId: string,
  personIds: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const personId of personIds) {
    const held = await members(tx, { councilId, now, roles: ['deputy'], personId, past: true, limit: 1 })
    if (held.length > 0) found.add(personId)
  }
  return found
}

export interface NewReception extends ReceptionEntry {
  readonly placeId: string
  readonly channel: 'visit' | 'paper' | 'import' | 'monitor'
  readonly receivedBy?: string | null
  readonly logCode?: string | null
}

type Writing = Pick<Run<unknown, unknown>, 'tx' | 'councilId' | 'now' | 'actor'> &
  Partial<Pick<Run<unknown, unknown>, 'due'>>

/** Writes entries of the log, and sets the day on which names and telephones are forgotten. */
export async function insertReceptions(
  { tx, councilId, now, actor, due }: Writing,
  entries: readonly NewReception[],
): Promise<readonly { readonly id: string; readonly number: number }[]> {
  const { receptionForgetDays } = await settingsAt(tx, councilId, now)
  const first = await reserveNumbers(tx, councilId, 'stations.reception', entries.length)
  const made = entries.map((entry, index) => {
    const forget = forgetAt(entry.receivedOn, receptionForgetDays)
    return { entry, id: newId(), number: first + index, forget, over: forget <= now }
  })
  for (let from = 0; from < made.length; from += 500) {
    const rows = made.slice(from, from + 500).map(({ entry, id, number, over }) => ({
      council_id: councilId,
      id,
      number,
      place_id: entry.placeId,
      received_on: entry.receivedOn,
      channel: entry.channel,
      called: over ? null : entry.called,
      phone: over ? null : entry.phone,
      forgotten_at: over && (entry.called || entry.phone) ? now : null,
      people: entry.people,
      deputy_id: entry.deputyId,
      received_by: entry.receivedBy ?? null,
      topic: entry.topic,
      words: entry.words,
      at_once: entry.atOnce,
      log_code: entry.logCode ?? null,
      entered_at: now,
      entered_by: actor.personId,
      matter_id: null,
      receipt: null,
      raised_at: null,
      voided_at: null,
      voided_because: null,
    }))
    await tx.insertInto('stations.reception').values(rows).execute()
  }
  for (const { entry, id, forget, over } of made) {
    if (!over && (entry.called || entry.phone)) await due?.(forgetVisitor.name, id, forget, { receptionId: id })
  }
  return made
}

/** Names the words agreed to at the desk: `reception-page.text.ts`. */
const consentWords = 'stations-reception 2026-11'

/** She wants it handled: her words get a receipt at once, and whoever handles matters takes them up. */
export const raiseReception = action({
  name: 'stations.raise-reception',
  input: RaiseReception,
  subject: lockReception,
  allow: keepsLog,
  from: (entry) => whileCounted(entry) ?? (entry.matter_id === null ? null : 'raised-already'),
  async run({ tx, councilId, subject, now, app, emit }) {
    const matterId = newId()
    const phone = readContact(subject.phone ?? '')
    const byPhone = phone?.kind === 'phone'
    const given = await giveOpinion(
      tx,
      {
        subject: { type: raisedSubject, id: matterId },
        clientKey: matterId,
        contributor: {
          name: subject.called,
          nameVisibleTo: 'office',
          answerBy: byPhone ? 'phone' : 'receipt',
          contactKind: byPhone ? 'phone' : null,
          contact: byPhone ? phone.value : null,
          consent: consentWords,
          consentAt: now,
        },
        body: subject.words,
        channel: subject.channel === 'visit' ? 'desk' : 'paper',
        placeId: subject.place_id,
        public: false,
      },
      { councilId, now, keys: ledgerKeys(app) },
    )
    await tx
      .updateTable('stations.reception')
      .set({ matter_id: matterId, receipt: given.receipt, raised_at: now })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    const told: MatterRaised = {
      matterId,
      opinionId: given.opinionId,
      placeId: subject.place_id,
      deputyId: subject.deputy_id,
    }
    emit(matterRaised, { ...told }, { subjectId: subject.id })
    return { receipt: given.receipt, number: subject.number }
  },
})

/** Takes an entry out of the count, with the reason; it stays where it was. */
export const voidReception = action({
  name: 'stations.void-reception',
  input: VoidReception,
  subject: lockReception,
  allow: keepsLog,
  from: (entry) => whileCounted(entry) ?? (entry.matter_id === null ? null : 'raised-already'),
  async run({ tx, councilId, subject, input, now, emit }) {
    await tx
      .updateTable('stations.reception')
      .set({ voided_at: now, voided_because: input.reason })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit('stations.reception-voided', { number: subject.number }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

/** Takes the name and telephone from an entry: on its day as the system, or earlier because she asks. */
export const forgetVisitor = action({
  name: 'stations.forget-visitor',
  input: OfReception,
  subject: lockReception,
  allow: keepsLog,
  async run({ tx, councilId, subject, now, emit, notDue }) {
    await tx
      .updateTable('stations.reception')
      .set({ called: null, phone: null, forgotten_at: subject.forgotten_at ?? now })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    await notDue('stations.forget-visitor', subject.id)
    emit('stations.visitor-forgotten', { number: subject.number }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

export const receptionActions: readonly AnyAction[] = [recordReceptions, raiseReception, voidReception, forgetVisitor]
