import { type Actor, perform } from '#kernel/action'
import { counterEntry, decideEntry, enterSpending, openFund } from '../modules/stations/funds/actions.ts'
import { done } from './councils.ts'
import type { Stage } from './tell.ts'

/** A station's fund of the year with an entry that was wrong and put right, and a bill that waits. */
export function tellFunds({ app, city, company, line }: Stage): void {
  const clerk = () => company.actor('周明')
  const committee = () => company.actor('蒋敏')
  const staff = () => company.actor('孙丽')
  let fundId = ''
  let wrong = ''
  const dayAgo = (days: number) => line.dayOf(days).toISOString().slice(0, 10)
  const year = Number(dayAgo(14).slice(0, 4))
  const decide = async (entryId: string, by: Actor) => {
    done(await perform(app, decideEntry, by, { fundId, entryId, approve: true }))
  }
  const spend = async (daysAgo: number, purpose: string, amount: string) => {
    // In the first days of January the story ends on the last of December.
    const onDay = dayAgo(daysAgo).startsWith(`${year}-`) ? dayAgo(daysAgo) : `${year}-12-31`
    const input = { fundId, onDay, purpose, amount }
    return done(await perform(app, enterSpending, staff(), input)).entryId
  }
  line.on(14, 10, async () => {
    const title = `${year} 年临江联系点工作经费`
    const input = { kind: 'place' as const, placeId: city.contactPoint.id, title, year, budget: '60000' }
    const fund = done(await perform(app, openFund, clerk(), input))
    fundId = fund.fundId
    const first = await app.database.db
      .selectFrom('stations.fund_entry')
      .select('id')
      .where('council_id', '=', city.councilId)
      .where('fund_id', '=', fundId)
      .executeTakeFirstOrThrow()
    await decide(first.id, committee())
  })
  line.on(13, 15, async () => decide(await spend(13, '印制意见征集表和通俗解读 2000 份', '3860.50'), clerk()))
  line.on(12, 15, async () => {
    wrong = await spend(12, '普法讲座场地布置', '12000')
    await decide(wrong, clerk())
  })
  line.on(10, 15, async () => {
    const input = { fundId, entryId: wrong, reason: '多记了一个零，应为 1200 元。' }
    await decide(done(await perform(app, counterEntry, staff(), input)).entryId, clerk())
    await decide(await spend(12, '普法讲座场地布置（更正）', '1200'), clerk())
  })
  line.on(2, 15, async () => void (await spend(2, '接待室饮水机', '899')))
}
