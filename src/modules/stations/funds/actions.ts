import './tables.ts'
import { z } from 'zod'
import { type AnyAction, action, type Call, type Run } from '#kernel/action'
import { dayOf } from '#kernel/calendar'
import { nextNumber, sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { councilById, settingsAt } from '#parts/councils'
import { type CheckedUpload, storeUpload } from '#parts/files'
import { placeById } from '#parts/network'
import { approvesFund, balanceOf, type Counted, type EntryKind, keepsFund, ordersFunds, takesFen } from './rules.ts'
import { CounterEntry, DecideEntry, EnterAllowance, EnterBudget, EnterSpending, OpenFund } from './schema.ts'

interface FundRow {
  readonly id: string
  readonly number: number
  readonly year: number
  readonly place_id: string | null
  readonly kind: 'place' | 'duty'
}

/** The fund an input names, locked: entries of one fund are made one after the other. */
async function lockFund({ tx, councilId, input }: Call<{ readonly fundId: string }>): Promise<FundRow | null> {
  const row = await tx
    .selectFrom('stations.fund')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', input.fundId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

export const openFund = action({
  name: 'stations.open-fund',
  input: OpenFund,
  subject: async ({ councilId }: Call<unknown>) => ({ id: councilId }),
  allow: ordersFunds,
  async run(context) {
    const { tx, councilId, input, actor, now, emit } = context
    if (input.placeId !== null && !(await placeById(tx, councilId, input.placeId))) {
      throw new Refused(invalid({ path: 'placeId', code: 'unknown' }))
    }
    const id = newId()
    const number = await nextNumber(tx, councilId, 'stations.fund')
    await tx
      .insertInto('stations.fund')
      .values({
        council_id: councilId,
        id,
        number,
        year: input.year,
        kind: input.kind,
        place_id: input.placeId,
        title: input.title,
        opened_at: now,
        opened_by: actor.personId,
      })
      .execute()
    const fund = { id, number, year: input.year, place_id: input.placeId, kind: input.kind }
    const council = await councilById(tx, councilId)
    const onDay = dayOf(now, council?.time_zone ?? 'UTC')
    await addEntry(context, fund, { kind: 'budget', onDay, purpose: input.title, amountFen: input.budget })
    emit('stations.fund-opened', { number, year: input.year, kind: input.kind }, { subjectId: id })
    return { fundId: id, number }
  },
})

interface NewEntry {
  readonly kind: EntryKind
  readonly onDay: string
  readonly purpose: string
  readonly amountFen: number
  readonly fileId?: string | null
  readonly rate?: { readonly code: string; readonly fen: number; readonly units: number }
  readonly counters?: { readonly id: string; readonly kind: EntryKind }
}

/**
 * Adds an entry that waits for a second pair of eyes.
 * @throws Refused when it takes more than is free, or nobody known enters it
 */
async function addEntry(
  { tx, councilId, actor, now }: Pick<Run<unknown, unknown>, 'tx' | 'councilId' | 'actor' | 'now'>,
  fund: FundRow,
  entry: NewEntry,
): Promise<{ readonly id: string; readonly ordinal: number }> {
  if (actor.personId === null) throw new Refused(conflict('nobody-known'))
  const entries = await countedEntries(tx, councilId, fund.id)
  const { kind, amountFen, counters } = entry
  const takes = takesFen({ kind, amount_fen: amountFen, counters_kind: counters?.kind ?? null })
  const { freeFen } = balanceOf(entries)
  if (takes > freeFen) throw new Refused(invalid({ path: 'amount', code: 'over-budget', values: { free: freeFen } }))
  const id = newId()
  const ordinal = entries.length + 1
  await tx
    .insertInto('stations.fund_entry')
    .values({
      council_id: councilId,
      id,
      fund_id: fund.id,
      ordinal,
      kind,
      on_day: entry.onDay,
      purpose: entry.purpose,
      amount_fen: amountFen,
      rate_code: entry.rate?.code ?? null,
      rate_fen: entry.rate?.fen ?? null,
      units: entry.rate?.units ?? null,
      counters_id: counters?.id ?? null,
      file_id: entry.fileId ?? null,
      entered_at: now,
      entered_by: actor.personId,
    })
    .execute()
  return { id, ordinal }
}

/** Every entry of a fund with what was decided on it. */
export async function countedEntries(tx: Tx, councilId: string, fundId: string): Promise<readonly Counted[]> {
  const { rows } = await sql<Counted>`
    select e.id, e.kind, e.amount_fen, e.counters_id, o.kind as counters_kind, d.approved
      from stations.fund_entry e
      left join stations.fund_entry o on o.council_id = e.council_id and o.id = e.counters_id
      left join stations.fund_decision d on d.council_id = e.council_id and d.entry_id = e.id
     where e.council_id = ${councilId} and e.fund_id = ${fundId} order by e.ordinal`.execute(tx)
  return rows
}

async function refuseOtherYear({ tx, councilId, now }: Call<unknown>, fund: FundRow, onDay: string): Promise<void> {
  const council = await councilById(tx, councilId)
  if (onDay > dayOf(now, council?.time_zone ?? 'UTC'))
    throw new Refused(invalid({ path: 'onDay', code: 'in-the-future' }))
  if (!onDay.startsWith(`${fund.year}-`)) throw new Refused(invalid({ path: 'onDay', code: 'another-year' }))
}

/** Something was paid: with its receipt, and waiting to be approved by somebody else. */
export const enterSpending = action({
  name: 'stations.enter-spending',
  input: EnterSpending,
  subject: lockFund,
  allow: keepsFund,
  async run(context) {
    const { input, subject, emit } = context
    await refuseOtherYear(context, subject, input.onDay)
    const { onDay, purpose, amount: amountFen, fileId } = input
    await refuseOthersFile(context, fileId)
    const entry = await addEntry(context, subject, { kind: 'spending', onDay, purpose, amountFen, fileId })
    emit(
      'stations.fund-entered',
      { number: subject.number, ordinal: entry.ordinal, amountFen },
      { subjectId: subject.id },
    )
    return { entryId: entry.id, number: subject.number }
  },
})

/** A receipt is a photo that the same person has just handed in: no other file of the council. */
async function refuseOthersFile({ tx, councilId, actor }: Call<unknown>, fileId: string | null): Promise<void> {
  if (fileId === null) return
  const own = await tx
    .selectFrom('files.file')
    .select('id')
    .where('council_id', '=', councilId)
    .where('id', '=', fileId)
    .where('kind', '=', 'photo')
    .where('made_by', '=', actor.personId)
    .executeTakeFirst()
  if (!own) throw new Refused(invalid({ path: 'receipt', code: 'unknown' }))
}

/** A duty allowance: the rate of that day, times how many. */
export const enterAllowance = action({
  name: 'stations.enter-allowance',
  input: EnterAllowance,
  subject: lockFund,
  allow: keepsFund,
  from: (fund) => (fund.kind === 'duty' ? null : 'no-duty-fund'),
  async run(context) {
    const { tx, councilId, input, subject, emit } = context
    const { onDay, purpose, rateCode, units } = input
    await refuseOtherYear(context, subject, onDay)
    const settings = await settingsAt(tx, councilId, new Date(`${onDay}T12:00:00Z`))
    const rate = settings.dutyAllowances.find(({ code }) => code === rateCode)
    if (!rate) throw new Refused(invalid({ path: 'rateCode', code: 'unknown' }))
    if (rate.amount_fen === 0) throw new Refused(invalid({ path: 'rateCode', code: 'no-rate' }))
    const amountFen = rate.amount_fen * units
    const entry = await addEntry(context, subject, {
      kind: 'spending',
      onDay,
      purpose,
      amountFen,
      rate: { code: rateCode, fen: rate.amount_fen, units },
    })
    emit(
      'stations.fund-entered',
      { number: subject.number, ordinal: entry.ordinal, amountFen },
      { subjectId: subject.id },
    )
    return { entryId: entry.id, number: subject.number }
  },
})

/** More budget, or less: never below what is spent and waits. */
export const enterBudget = action({
  name: 'stations.enter-budget',
  input: EnterBudget,
  subject: lockFund,
  allow: approvesFund,
  async run(context) {
    const { input, subject, emit } = context
    await refuseOtherYear(context, subject, input.onDay)
    const { onDay, purpose, amount: amountFen } = input
    const entry = await addEntry(context, subject, { kind: 'budget', onDay, purpose, amountFen })
    emit(
      'stations.fund-entered',
      { number: subject.number, ordinal: entry.ordinal, amountFen },
      { subjectId: subject.id },
    )
    return { entryId: entry.id, number: subject.number }
  },
})

/** Takes a wrong entry back whole; the right one is entered anew. Nothing is edited. */
export const counterEntry = action({
  name: 'stations.counter-entry',
  input: CounterEntry,
  subject: lockFund,
  allow: keepsFund,
  async run(context) {
    const { tx, councilId, input, subject, now, emit } = context
    const entries = await countedEntries(tx, councilId, subject.id)
    const wrong = entries.find(({ id }) => id === input.entryId)
    if (!wrong) throw new Refused(invalid({ path: 'entryId', code: 'unknown' }))
    if (wrong.kind === 'counter') throw new Refused(conflict('counter-of-counter'))
    if (wrong.approved !== true) throw new Refused(conflict('not-approved'))
    if (entries.some((each) => each.counters_id === wrong.id && each.approved !== false))
      throw new Refused(conflict('countered-already'))
    const council = await councilById(tx, councilId)
    const entry = await addEntry(context, subject, {
      kind: 'counter',
      onDay: dayOf(now, council?.time_zone ?? 'UTC'),
      purpose: input.reason,
      amountFen: -wrong.amount_fen,
      counters: { id: wrong.id, kind: wrong.kind },
    })
    emit('stations.fund-countered', { number: subject.number, ordinal: entry.ordinal }, { subjectId: subject.id })
    return { entryId: entry.id, number: subject.number }
  },
})

/** Four eyes: somebody other than who entered it says yes or no. */
export const decideEntry = action({
  name: 'stations.decide-entry',
  input: DecideEntry,
  subject: lockFund,
  allow: approvesFund,
  async run({ tx, councilId, input, subject, actor, now, emit }) {
    const entry = await tx
      .selectFrom('stations.fund_entry')
      .select(['id', 'ordinal', 'entered_by'])
      .where('council_id', '=', councilId)
      .where('fund_id', '=', subject.id)
      .where('id', '=', input.entryId)
      .executeTakeFirst()
    if (!entry) throw new Refused(invalid({ path: 'entryId', code: 'unknown' }))
    if (actor.personId === null) throw new Refused(conflict('nobody-known'))
    if (entry.entered_by === actor.personId) throw new Refused(conflict('four-eyes'))
    const decided = await tx
      .insertInto('stations.fund_decision')
      .values({
        council_id: councilId,
        entry_id: entry.id,
        entered_by: entry.entered_by,
        approved: input.approve,
        reason: input.reason || null,
        decided_at: now,
        decided_by: actor.personId,
      })
      .onConflict((clash) => clash.columns(['council_id', 'entry_id']).doNothing())
      .returning('entry_id')
      .executeTakeFirst()
    if (!decided) throw new Refused(conflict('decided-already'))
    const data = { number: subject.number, ordinal: entry.ordinal, approved: input.approve }
    emit('stations.fund-decided', data, { subjectId: subject.id })
    return { number: subject.number }
  },
})

const KeepReceipt = z.strictObject({
  fundId: z.uuid(),
  /** Cleaned and judged by `checkUpload` before. */
  upload: z.custom<CheckedUpload>((value) => typeof value === 'object' && value !== null && 'receivedSha256' in value),
})

/** Keeps the photo of a receipt until its entry is made. */
export const keepFundReceipt = action({
  name: 'stations.keep-fund-receipt',
  input: KeepReceipt,
  edgeOnly: true,
  subject: lockFund,
  allow: keepsFund,
  async run({ tx, councilId, subject, input, actor, now, emit }) {
    const stored = await storeUpload(tx, { councilId, by: actor.personId, now, upload: input.upload })
    if (!stored.ok) throw new Refused(conflict(stored.reason))
    emit('stations.fund-receipt-kept', { number: subject.number }, { subjectId: subject.id })
    return { fileId: stored.file.id }
  },
})

export const fundActions: readonly AnyAction[] = [
  openFund,
  enterSpending,
  enterAllowance,
  enterBudget,
  counterEntry,
  decideEntry,
  keepFundReceipt,
]
