import './tables.ts'
import { createHash, randomBytes } from 'node:crypto'
import { type Actor, action, type Call, hasRole } from '#kernel/action'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { organisationsOf } from '#parts/councils'
import { AddConnection, MakeKey, OfConnection, OfKey } from './schema.ts'
import { sealKey } from './sealed.ts'

/** Who arranges what goes to and comes from other houses: the office. */
export function mayExchange(actor: Actor): boolean {
  return hasRole(actor, 'clerk')
}

const council = async ({ councilId }: Call<unknown>) => ({ id: councilId })

/** What is stored of a key. */
export function keyHash(key: string): string {
  return createHash('sha256').update(`open311 ${key}`).digest('base64url')
}

/** A key for a program that files matters. It is shown once, and kept as a digest. */
export const makeKey = action({
  name: 'contact.make-key',
  input: MakeKey,
  subject: council,
  allow: mayExchange,
  async run({ tx, councilId, input, actor, now, emit }) {
    const key = `zt_${randomBytes(24).toString('base64url')}`
    const id = newId()
    await tx
      .insertInto('contact.exchange_key')
      .values({
        council_id: councilId,
        id,
        label: input.label,
        key_hash: keyHash(key),
        hint: key.slice(-4),
        per_hour: input.perHour,
        shown: input.shown,
        made_at: now,
        made_by: actor.personId,
      })
      .execute()
    emit('contact.key-made', { label: input.label }, { subjectId: id })
    return { keyId: id, key }
  },
})

/** Ends a key at once: what it filed stays. */
export const endKey = action({
  name: 'contact.end-key',
  input: OfKey,
  subject: ({ tx, councilId, input }) =>
    tx
      .selectFrom('contact.exchange_key')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('id', '=', input.keyId)
      .forUpdate()
      .executeTakeFirst()
      .then((row) => row ?? null),
  allow: mayExchange,
  from: (key) => (key.ended_at === null ? null : 'ended-already'),
  async run({ tx, councilId, subject, now, emit }) {
    await tx
      .updateTable('contact.exchange_key')
      .set({ ended_at: now })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit('contact.key-ended', { label: subject.label }, { subjectId: subject.id })
    return null
  },
})

/** Another house of the city: a hotline or petition office, or a department's own Open311 system. */
export const addConnection = action({
  name: 'contact.add-connection',
  input: AddConnection,
  subject: council,
  allow: mayExchange,
  async run({ tx, councilId, input, actor, now, app, emit }) {
    const open311 = input.kind === 'open311'
    if (open311) {
      const departments = await organisationsOf(tx, councilId, { kinds: ['department'] })
      if (!departments.some(({ organisation_id }) => organisation_id === input.organisationId))
        throw new Refused(invalid({ path: 'organisationId', code: 'unknown' }))
      const taken = await tx
        .selectFrom('contact.connection')
        .select('id')
        .where('council_id', '=', councilId)
        .where('organisation_id', '=', input.organisationId)
        .where('ended_at', 'is', null)
        .executeTakeFirst()
      if (taken) throw new Refused(conflict('has-a-connection'))
    }
    const id = newId()
    const mapping = Object.fromEntries(Object.entries(input.mapping).filter(([, heading]) => heading))
    await tx
      .insertInto('contact.connection')
      .values({
        council_id: councilId,
        id,
        kind: input.kind,
        name: input.name,
        mapping: JSON.stringify(open311 ? {} : mapping),
        organisation_id: open311 ? input.organisationId : null,
        endpoint: open311 ? input.endpoint : null,
        jurisdiction: open311 ? input.jurisdiction : '',
        service_code: open311 ? input.serviceCode : '',
        sealed_key: open311 && input.apiKey ? sealKey(app.secret, councilId, input.apiKey) : null,
        made_at: now,
        made_by: actor.personId,
      })
      .execute()
    emit('contact.connection-added', { kind: input.kind, name: input.name }, { subjectId: id })
    return { connectionId: id }
  },
})

/** Ends a connection: nothing more is sent or fetched; what came by it stays. */
export const endConnection = action({
  name: 'contact.end-connection',
  input: OfConnection,
  subject: ({ tx, councilId, input }) =>
    tx
      .selectFrom('contact.connection')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('id', '=', input.connectionId)
      .forUpdate()
      .executeTakeFirst()
      .then((row) => row ?? null),
  allow: mayExchange,
  from: (connection) => (connection.ended_at === null ? null : 'ended-already'),
  async run({ tx, councilId, subject, now, emit }) {
    await tx
      .updateTable('contact.connection')
      .set({ ended_at: now, sealed_key: null })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit('contact.connection-ended', { name: subject.name }, { subjectId: subject.id })
    return null
  },
})
