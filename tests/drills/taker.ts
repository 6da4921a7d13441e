import { perform } from '#kernel/action'
import { createApp } from '#kernel/app'
import { testClock } from '#kernel/clock'
import { openDatabase } from '#kernel/db'
import { ledgerKeys, sequence } from '#kernel/ledger'
import { commentOn } from '#support/consultations'
import { aGuestOf } from '#support/councils'
import { manifests } from '../../src/house.ts'
import { comment } from '../../src/modules/consultations/actions/give.ts'

/**
 * Takes opinions until it is killed: several at once, with the sequencer running beside them. Each acknowledged one is
 * told to the parent by one line, `<client key> <receipt>`, only after `perform` has answered.
 */
const [url = '', councilId = '', consultationId = '', start = ''] = process.argv.slice(2)
const quiet = { info: () => {}, warn: () => {}, error: () => {} }
const database = await openDatabase({ url, connections: 6 })
const clock = testClock(start)
const app = createApp({
  database,
  clock,
  manifests,
  log: quiet,
  secret: 'a secret of the tests, thirty-two bytes or more',
  baseUrl: 'http://localhost:3000',
  demo: false,
})

await Promise.all([...Array.from({ length: 4 }, () => take()), keepLog()])

async function take(): Promise<never> {
  for (let n = 0; ; n += 1) {
    const input = commentOn({ id: consultationId }, { body: `第 ${n} 条意见：一楼怎么办？` })
    // The parent learns the key first: what it asked for and never heard of may be there or not, but never twice.
    process.stdout.write(`asked ${input.clientKey}\n`)
    const outcome = await perform(app, comment, aGuestOf({ id: councilId }), input)
    if (outcome.ok) process.stdout.write(`acknowledged ${input.clientKey} ${outcome.result.receipt}\n`)
  }
}

async function keepLog(): Promise<never> {
  for (;;) await sequence(database.db, councilId, clock.now(), ledgerKeys(app))
}
