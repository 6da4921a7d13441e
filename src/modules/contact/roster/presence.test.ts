import { afterAll, describe, expect, test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { endMembership } from '#parts/people'
import { succeeded } from '#support/councils'
import { aSessionOf } from '#support/people'
import { aStationOnDuty, type StationOnDuty } from '#support/roster'
import { siteOf } from '#support/site'
import { serve } from '#support/web'
import { modules } from '../../index.ts'
import { raise } from '../actions/resident.ts'
import { presenceOf } from './presence.ts'
import { onDutyNow } from './queries.ts'

const opened: StationOnDuty[] = []
afterAll(async () => {
  for (const { app } of opened) await presenceOf(app).stop()
})

/** A deputy on duty from nine to eleven, at a quarter past nine. */
async function duringDuty() {
  const town = await aStationOnDuty()
  opened.push(town)
  await town.onDuty(town.deputy)
  town.clock.set('2026-12-04T01:15:00Z')
  const who = { councilId: town.council.id, personId: town.deputy.personId }
  const heard: string[] = []
  const line = { changed: () => void heard.push('changed'), close: () => void heard.push('closed') }
  const seen = () => onDutyNow(town.app.database.db, town.council.id, town.clock.now())
  return { ...town, who, heard, line, seen }
}

describe('a deputy on duty', () => {
  test('is online while her inbox is open, for everybody to see', async () => {
    const { app, council, guest, who, line, seen } = await duringDuty()
    expect(await seen()).toEqual({ onDuty: 1, online: 0 })
    const page = async () => (await siteOf({ app, council, actor: guest, modules }).get('/contact/roster')).text()
    expect(await page()).not.toContain('现在在线')
    await presenceOf(app).join(who, line, null)
    expect(await seen()).toEqual({ onDuty: 1, online: 1 })
    expect(await page()).toContain('现在在线')
  })

  test('is not online a minute after the process that held her page has died', async () => {
    const { app, clock, who, line, seen } = await duringDuty()
    await presenceOf(app).join(who, line, null)
    clock.set('2026-12-04T01:15:40Z')
    await presenceOf(app).beat()
    clock.set('2026-12-04T01:16:20Z')
    expect((await seen()).online).toBe(1)
    clock.set('2026-12-04T01:16:40Z')
    expect((await seen()).online).toBe(0)
  })

  test('is not online once her page is closed', async () => {
    const { app, who, line, seen } = await duringDuty()
    const { leave } = await presenceOf(app).join(who, line, null)
    leave()
    await presenceOf(app).stop()
    expect((await seen()).online).toBe(0)
  })

  test('who is a deputy no more loses her line with the next beat', async () => {
    const { app, clock, council, who, line, heard, seen } = await duringDuty()
    await presenceOf(app).join(who, line, null)
    const membership = await app.database.db
      .selectFrom('people.membership')
      .select('id')
      .where('council_id', '=', council.id)
      .where('person_id', '=', who.personId)
      .executeTakeFirstOrThrow()
    await app.database.db
      .transaction()
      .execute((tx) => endMembership(tx, { councilId: council.id, membershipId: membership.id, now: clock.now() }))
    await presenceOf(app).beat()
    expect(heard).toContain('closed')
    clock.set('2026-12-04T01:16:30Z')
    expect((await seen()).online).toBe(0)
  })

  test('off duty with her inbox open is not shown', async () => {
    const { app, clock, who, line, seen } = await duringDuty()
    clock.set('2026-12-04T05:00:00Z')
    await presenceOf(app).join(who, line, null)
    expect(await seen()).toEqual({ onDuty: 0, online: 0 })
  })

  test('with the page open on a fourth device loses the first line', async () => {
    const { app, who } = await duringDuty()
    const closed: number[] = []
    for (const n of [1, 2, 3, 4])
      await presenceOf(app).join(who, { changed: () => {}, close: () => void closed.push(n) }, null)
    expect(closed).toEqual([1])
  })
})

describe('an open inbox', () => {
  const letter = { body: '3号楼东门的路灯坏了一个月。', public: false, consent: true } as const

  test('hears of what is written to her, and of nothing that is written to others', async () => {
    const { app, other, guest, who, heard, line } = await duringDuty()
    await presenceOf(app).join(who, line, null)
    const write = async (deputyId: string) => {
      succeeded(await perform(app, raise, guest, { clientKey: newId(), ...letter, deputyId }))
      await presenceOf(app).look()
    }
    await write(other.personId)
    expect(heard).toEqual([])
    await write(who.personId)
    expect(heard).toEqual(['changed'])
    await presenceOf(app).look()
    expect(heard).toEqual(['changed'])
  })

  test('that lost its line hears of what came meanwhile', async () => {
    const { app, clock, guest, who, heard, line } = await duringDuty()
    const { at, leave } = await presenceOf(app).join(who, line, null)
    leave()
    clock.set('2026-12-04T01:15:10Z')
    succeeded(await perform(app, raise, guest, { clientKey: newId(), ...letter, deputyId: who.personId }))
    await presenceOf(app).join(who, line, at)
    expect(heard).toContain('changed')
  })

  test('is told over a line of server-sent events; a guest has none', async () => {
    const { app, council, deputy, guest } = await duringDuty()
    const served = await serve(app)
    try {
      const token = await aSessionOf(app, deputy, { method: 'passkey' })
      const cookie = `zt_session=${token}; zt_council=${council.slug}`
      const refused = await fetch(`${served.origin}/contact/inbox/live`, {
        headers: { cookie: `zt_council=${council.slug}` },
      })
      expect(refused.status).toBe(204)
      const leaving = new AbortController()
      const answer = await fetch(`${served.origin}/contact/inbox/live`, {
        headers: { cookie },
        signal: leaving.signal,
      })
      expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
      const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
      let said = ''
      const until = async (words: string) => {
        while (!said.includes(words)) {
          const { value, done } = await reader.read()
          if (done) throw new Error(`the line ended without ${words}`)
          said += new TextDecoder().decode(value)
        }
      }
      await until('event: here')
      succeeded(await perform(app, raise, guest, { clientKey: newId(), ...letter, deputyId: deputy.personId }))
      await until('event: changed')
      expect(said).not.toContain('路灯')
      leaving.abort()
    } finally {
      await served.close()
    }
  })
})
