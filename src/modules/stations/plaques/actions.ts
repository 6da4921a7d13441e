import './tables.ts'
import { z } from 'zod'
import { type AnyAction, action, type Call } from '#kernel/action'
import { dayOf } from '#kernel/calendar'
import { sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { shortCode } from '#kernel/short-code'
import { councilById, lockCouncil, settingsAt } from '#parts/councils'
import { keepsPlace, ordersNetwork, placeById } from '#parts/network'
import { baseItems, plaqueKinds } from './tables.ts'

const words = (most: number) => z.string().trim().min(1).max(most)

export const AwardPlaque = z.strictObject({
  placeId: z.uuid(),
  kind: z.enum(plaqueKinds),
  plaqueNumber: words(40),
  titleZh: words(60),
  titleEn: z
    .string()
    .trim()
    .max(120)
    .nullish()
    .transform((text) => text || null),
  issuedOn: z.iso.date(),
  issuedBy: words(100),
  /** Set when somebody was told that the town has enough featured stations, and wants one more. */
  beyond: z.boolean().default(false),
})

/** Awards are made one after the other: the town's number of featured stations is counted under the council's lock. */
export const awardPlaque = action({
  name: 'stations.award-plaque',
  input: AwardPlaque,
  async subject({ tx, councilId, input }: Call<z.output<typeof AwardPlaque>>) {
    if (!(await lockCouncil({ tx, councilId }))) return null
    const place = await placeById(tx, councilId, input.placeId)
    return place && place.until === null ? place : null
  },
  allow: ordersNetwork,
  async run({ tx, councilId, subject, input, actor, now, emit }) {
    const council = await councilById(tx, councilId)
    if (input.issuedOn > dayOf(now, council?.time_zone ?? 'UTC')) {
      throw new Refused(invalid({ path: 'issuedOn', code: 'in-the-future' }))
    }
    await refuseTwice(tx, councilId, input)
    const { featuredPerTownMax } = await settingsAt(tx, councilId, now)
    const beyond =
      input.kind === 'featured' && (await featuredInTown(tx, councilId, subject.place_id)) >= featuredPerTownMax
    if (beyond && !input.beyond) {
      throw new Refused(invalid({ path: 'beyond', code: 'beyond-town', values: { most: featuredPerTownMax } }))
    }
    const id = newId()
    const code = shortCode()
    await tx
      .insertInto('stations.plaque')
      .values({
        council_id: councilId,
        id,
        place_id: subject.place_id,
        kind: input.kind,
        plaque_number: input.plaqueNumber,
        code,
        title_zh: input.titleZh,
        title_en: input.titleEn,
        issued_on: input.issuedOn,
        issued_by: input.issuedBy,
        awarded_at: now,
        awarded_by: actor.personId,
        beyond,
        withdrawn_on: null,
        withdrawn_because: null,
      })
      .execute()
    emit('stations.plaque-awarded', { kind: input.kind, placeId: subject.place_id, beyond }, { subjectId: id })
    return { plaqueId: id, code }
  },
})

async function refuseTwice(tx: Tx, councilId: string, input: z.output<typeof AwardPlaque>): Promise<void> {
  const { rows } = await sql<{ number: boolean }>`
    select plaque_number = ${input.plaqueNumber} as number from stations.plaque
     where council_id = ${councilId} and (plaque_number = ${input.plaqueNumber}
        or (kind <> 'other' and kind = ${input.kind} and place_id = ${input.placeId} and withdrawn_on is null))`.execute(
    tx,
  )
  if (rows.some(({ number }) => number)) throw new Refused(invalid({ path: 'plaqueNumber', code: 'taken' }))
  if (rows.length > 0) throw new Refused(invalid({ path: 'kind', code: 'has-it-already' }))
}

/** Featured stations of the street or town in which a place lies; of the whole council where it lies in none. */
async function featuredInTown(tx: Tx, councilId: string, placeId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with recursive up as (
      select a.area_id, a.parent_id, a.kind, p.place_id from network.place p
        join councils.area a on a.council_id = p.council_id and a.area_id = p.area_id
       where p.council_id = ${councilId}
      union all
      select a.area_id, a.parent_id, a.kind, u.place_id from up u
        join councils.area a on a.council_id = ${councilId} and a.area_id = u.parent_id
       where u.kind <> 'street'
    ), town as (select place_id, area_id from up where kind = 'street')
    select count(*) as count from stations.plaque q left join town t on t.place_id = q.place_id
     where q.council_id = ${councilId} and q.kind = 'featured' and q.withdrawn_on is null
       and t.area_id is not distinct from (select area_id from town where place_id = ${placeId})`.execute(tx)
  return rows[0]?.count ?? 0
}

const WithdrawPlaque = z.strictObject({ plaqueId: z.uuid(), reason: words(500) })

/** Takes an award back, with the reason, which everybody reads who checks the plaque. */
export const withdrawPlaque = action({
  name: 'stations.withdraw-plaque',
  input: WithdrawPlaque,
  async subject({ tx, councilId, input }: Call<{ readonly plaqueId: string }>) {
    const row = await tx
      .selectFrom('stations.plaque')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('id', '=', input.plaqueId)
      .forUpdate()
      .executeTakeFirst()
    return row ?? null
  },
  allow: ordersNetwork,
  from: (plaque) => (plaque.withdrawn_on === null ? null : 'withdrawn'),
  async run({ tx, councilId, subject, input, now, emit }) {
    const council = await councilById(tx, councilId)
    await tx
      .updateTable('stations.plaque')
      .set({ withdrawn_on: dayOf(now, council?.time_zone ?? 'UTC'), withdrawn_because: input.reason })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit('stations.plaque-withdrawn', { kind: subject.kind, placeId: subject.place_id }, { subjectId: subject.id })
    return { code: subject.code }
  },
})

const TellBase = z.strictObject({ placeId: z.uuid(), item: z.enum(baseItems), told: words(1000) })

/** What a practice base does in one of its four functions. */
export const tellBase = action({
  name: 'stations.tell-base',
  input: TellBase,
  async subject({ tx, councilId, input }: Call<z.output<typeof TellBase>>) {
    const place = await placeById(tx, councilId, input.placeId)
    return place && place.until === null ? place : null
  },
  allow: keepsPlace,
  async run({ tx, councilId, subject, input, actor, now, emit }) {
    const held = await tx
      .selectFrom('stations.plaque')
      .select('id')
      .where('council_id', '=', councilId)
      .where('place_id', '=', subject.place_id)
      .where('kind', '=', 'base')
      .where('withdrawn_on', 'is', null)
      .executeTakeFirst()
    if (!held) throw new Refused(conflict('no-base'))
    const row = { told: input.told, changed_at: now, changed_by: actor.personId }
    await tx
      .insertInto('stations.base_work')
      .values({ council_id: councilId, place_id: subject.place_id, item: input.item, ...row })
      .onConflict((clash) => clash.columns(['council_id', 'place_id', 'item']).doUpdateSet(row))
      .execute()
    emit('stations.base-told', { item: input.item }, { subjectId: subject.place_id })
    return { number: subject.number }
  },
})

export const plaqueActions: readonly AnyAction[] = [awardPlaque, withdrawPlaque, tellBase]
