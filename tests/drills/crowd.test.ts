import assert from 'node:assert/strict'
import { test } from 'vitest'
import { newId } from '#kernel/ids'
import { identify } from '#parts/people'
import { anOpenConsultation, commentOn } from '#support/consultations'
import { aCouncil } from '#support/councils'
import { house } from '#support/house'
import { type FloodLimits, floodLimits, proves } from '#web/flood'
import { createWebServer } from '#web/server'
import { modules } from '../../src/modules/index.ts'

const machines = 200
const residents = { withScript: 15, waiting: 5 }

interface Crowded {
  readonly ticket: string
  readonly bits: number
}

async function aFloodedHouse(flood: FloodLimits) {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const consultation = await anOpenConsultation(app, council)
  const { http } = createWebServer({ app, modules, identify: identify(app), flood })
  const writer = () => {
    const device = newId()
    const input = commentOn(consultation)
    const send = async (headers: Record<string, string> = {}) => {
      const response = await http.request('http://localhost:3000/api/v1/consultations/comment', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'sec-fetch-site': 'same-origin',
          cookie: `zt_device=${device}; zt_council=${council.slug}`,
          ...headers,
        },
        body: JSON.stringify(input),
      })
      return { status: response.status, body: (await response.json()) as Crowded }
    }
    return { key: input.clientKey, send }
  }
  const stored = async () => {
    const rows = await app.database.db
      .selectFrom('opinions.opinion')
      .select('client_key')
      .where('council_id', '=', council.id)
      .execute()
    return new Set(rows.map(({ client_key }) => client_key))
  }
  return { clock, writer, stored }
}

test('two hundred machines at once keep no resident out, with a script or by waiting', async () => {
  const limits = { ...floodLimits, mostAtOnce: 8, bits: 8 }
  const { clock, writer, stored } = await aFloodedHouse(limits)
  const flood = Promise.all(Array.from({ length: machines }, () => writer().send()))
  const people = Array.from({ length: residents.withScript + residents.waiting }, writer)
  const first = await Promise.all(people.map(({ send }) => send()))
  const refusedMachines = (await flood).filter(({ status }) => status === 429).length
  assert(refusedMachines > machines / 2, `only ${refusedMachines} machines were refused`)

  const turnedAway = people.flatMap((each, at) => (first[at]?.status === 429 ? [{ ...each, ...first[at].body }] : []))
  assert(turnedAway.length > residents.waiting, 'the residents met no crowd, so this shows nothing')
  const [patient, quick] = [turnedAway.slice(0, residents.waiting), turnedAway.slice(residents.waiting)]
  const proved = await Promise.all(
    quick.map(({ send, ticket, bits }) => send({ 'x-flood-ticket': ticket, 'x-flood-proof': proofOf(ticket, bits) })),
  )
  assert.deepEqual([...new Set(proved.map(({ status }) => status))], [200])
  const early = await Promise.all(patient.map(({ send, ticket }) => send({ 'x-flood-ticket': ticket })))
  assert.deepEqual([...new Set(early.map(({ status }) => status))], [429])
  clock.advance(limits.waitMs - 1000)
  // The flood goes on, so the gate is still asking when they press.
  await Promise.all(Array.from({ length: machines }, () => writer().send({ 'x-flood-ticket': 'nonsense' })))
  clock.advance(1000)
  const waited = await Promise.all(patient.map(({ send, ticket }) => send({ 'x-flood-ticket': ticket })))
  assert.deepEqual([...new Set(waited.map(({ status }) => status))], [200])

  const kept = await stored()
  for (const { key } of people) assert(kept.has(key), 'a resident was lost')
  assert(kept.size < machines, 'the machines took the room after all')
})

test('without the gate all machines would be taken in', async () => {
  const { writer, stored } = await aFloodedHouse({ ...floodLimits, mostAtOnce: Number.POSITIVE_INFINITY })
  const answers = await Promise.all(Array.from({ length: 30 }, () => writer().send()))
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
  assert.equal((await stored()).size, 30)
})

/** What a browser does by itself. */
function proofOf(ticket: string, bits: number): string {
  for (let n = 0; ; n += 1) if (proves(ticket, n.toString(36), bits)) return n.toString(36)
}
