import '../exchange/tables.ts'
import { createHash } from 'node:crypto'
import { action, type Call, type Run } from '#kernel/action'
import { newId } from '#kernel/ids'
import { conflict, Refused } from '#kernel/outcome'
import { takeAllowances } from '#parts/opinions'
import { openMatter } from '../actions/open-matter.ts'
import { Receive } from '../exchange/schema.ts'
import { generalCode } from './queries.ts'

/** The key a program brings, as long as it counts. */
async function keyInUse({ tx, councilId, input }: Call<Receive>) {
  const key = await tx
    .selectFrom('contact.exchange_key')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('key_hash', '=', input.keyHash)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return key ?? null
}

/** Takes a service request from a program: a matter like any other, with its receipt. */
export const receive = action({
  name: 'contact.receive',
  input: Receive,
  edgeOnly: true,
  subject: keyInUse,
  // The key is the right: whoever has none finds nothing.
  allow: () => true,
  async run(context) {
    const { tx, councilId, input, subject: key, now, emit } = context
    const before = await tx
      .selectFrom('contact.door as d')
      .innerJoin('contact.matter as m', (join) =>
        join.onRef('m.council_id', '=', 'd.council_id').onRef('m.id', '=', 'd.matter_id'),
      )
      .select('m.number')
      .where('d.council_id', '=', councilId)
      .where('d.key_id', '=', key.id)
      .where('d.their_number', '=', input.theirNumber)
      .executeTakeFirst()
    if (before) {
      emit('contact.receive-repeated', { number: before.number }, { subjectId: key.id })
      return { number: before.number, repeated: true }
    }
    const allowance = { most: key.per_hour, minutes: 60 }
    const [room] = await takeAllowances(tx, councilId, [[{ key: `open311 ${key.id}`, allowance }]], now)
    if (!room) throw new Refused(conflict('too-many'))
    const { receipt, number } = await openMatter(context as Run<unknown, unknown>, {
      clientKey: uuidOf(`${key.id} ${input.theirNumber}`),
      body: input.body,
      channel: 'online',
      contributor: {
        name: input.name,
        nameVisibleTo: 'office',
        answerBy: input.contact !== null && input.contactKind !== null ? input.contactKind : 'receipt',
        contactKind: input.contact === null ? null : input.contactKind,
        contact: input.contactKind === null ? null : input.contact,
        consent: `open311 ${key.label}`,
        consentAt: now,
      },
      contentLocale: 'zh-CN',
      spot: input.spot,
      deputyId: null,
      placeId: null,
      public: key.shown,
      position: input.position && { ...finest(input.position), accuracyM: null },
      topic: input.serviceCode === generalCode ? '' : input.serviceCode,
      placeShown: key.shown,
      attachments: async () => [],
      provedAt: null,
    })
    const { id: matterId } = await tx
      .selectFrom('contact.matter')
      .select('id')
      .where('council_id', '=', councilId)
      .where('number', '=', number)
      .executeTakeFirstOrThrow()
    const token = newId()
    await tx
      .insertInto('contact.door')
      .values({
        council_id: councilId,
        id: token,
        matter_id: matterId,
        key_id: key.id,
        their_number: input.theirNumber,
        came_at: now,
      })
      .execute()
    await tx
      .updateTable('contact.exchange_key')
      .set({ used_at: now })
      .where('council_id', '=', councilId)
      .where('id', '=', key.id)
      .execute()
    emit('contact.brought', { matterId, number, by: key.label }, { subjectId: matterId })
    return { number, repeated: false, receipt }
  },
})

/** As near as finding it needs: four decimals are about eleven metres. */
export function finest({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }) {
  const cut = (degrees: number) => Math.round(degrees * 1e4) / 1e4
  return { latitude: cut(latitude), longitude: cut(longitude) }
}

/** A client key from words of somebody else's making: the same words, the same key. */
export function uuidOf(words: string): string {
  const hex = createHash('sha256').update(words).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
