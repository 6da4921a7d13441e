/**
 * An opinion stored for good, with contributor, event, deliveries, allowance, and its promised leaf of the ledger, 32 at
 * a time on a PostgreSQL server; against a bare single-row insert through `pg` at the same concurrency.
 */
import { randomUUID } from 'node:crypto'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { anOpenConsultation, commentOn } from '#support/consultations'
import { aGuestOf } from '#support/councils'
import { comment } from '../src/modules/consultations/actions/give.ts'
import { type Measure, median, shareOf } from './figure.ts'
import { benchHouse, ratePerSecond } from './house.part.ts'
import { textOf } from './opinions.part.ts'

const inFlight = 32
const rounds = 5
const roundMs = 3000

export const measure: Measure = async () => {
  const house = await benchHouse({ connections: inFlight })
  try {
    const { app, council, database } = house
    const consultation = await anOpenConsultation(app, council)
    await database.pool.query('create table bare (id uuid primary key, words text not null, at timestamptz not null)')
    let number = 0
    const store = async () => {
      number += 1
      const outcome = await perform(app, comment, aGuestOf(council), {
        ...commentOn(consultation, { body: textOf(number), clientKey: newId() }),
      })
      if (!outcome.ok) throw new Error(JSON.stringify(outcome))
    }
    const bare = async (index: number) => {
      await database.pool.query('insert into bare (id, words, at) values ($1, $2, $3)', [
        randomUUID(),
        textOf(index),
        new Date(),
      ])
    }
    await ratePerSecond(store, inFlight, 2000)
    await ratePerSecond(bare, inFlight, 1000)
    const rates: { readonly ours: number; readonly ceiling: number }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const ceiling = await ratePerSecond(bare, inFlight, roundMs)
      rates.push({ ceiling, ours: await ratePerSecond(store, inFlight, roundMs) })
    }
    return [
      shareOf(
        'opinion stored, durable, with event and receipt',
        median(rates.map(({ ours }) => ours)),
        '/s',
        median(rates.map(({ ceiling }) => ceiling)),
        0.4,
      ),
    ]
  } finally {
    await house.close()
  }
}
