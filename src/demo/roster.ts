import type { z } from 'zod'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { book } from '../modules/contact/booking/resident-actions.ts'
import {
  confirmBooking,
  noteAnswered,
  noteCame,
  proposeTime,
  toMatter,
} from '../modules/contact/booking/staff-actions.ts'
import { askSwap, cancelDuty, confirmDuties } from '../modules/contact/roster/change-actions.ts'
import { planDuty, publishRoster } from '../modules/contact/roster/plan-actions.ts'
import { type Duty, dutiesOf } from '../modules/contact/roster/queries.ts'
import type { PlanDuty } from '../modules/contact/roster/schema.ts'
import { done } from './councils.ts'
import type { Stage } from './tell.ts'

const dayMs = 86_400_000

/** A roster of two months with somebody on duty today, and talks booked in every state. */
export function tellRoster(stage: Stage): void {
  const { app, city, company, line } = stage
  const clerk = () => company.actor('周明')
  const dayAt = (daysAgo: number) => line.dayOf(daysAgo).toISOString().slice(0, 10)
  const plan = async (who: string, fields: Omit<z.input<typeof PlanDuty>, 'personId' | 'seats' | 'skipDaysOff'>) => {
    const input = { personId: company.person(who).personId, seats: 1, skipDaysOff: false, ...fields }
    done(await perform(app, planDuty, clerk(), input))
  }
  const duties = async (who: string): Promise<Duty[]> =>
    dutiesOf(app.database.db, city.councilId, app.clock.now(), { personIds: [company.person(who).personId] })
  /** The duty of a deputy that begins on the day so many days ago; ahead where the number is negative. */
  const dutyOn = async (who: string, daysAgo: number): Promise<Duty> => {
    const from = line.dayOf(daysAgo).getTime() - dayMs / 2
    const found = (await duties(who)).find(({ starts_at }) => starts_at.getTime() > from)
    if (!found) throw new Error(`${who} has no duty after ${daysAgo} days ago`)
    return found
  }

  line.on(20, 0, async () => {
    const placeId = city.station.id
    const weekly = {
      repeat: 'weekly' as const,
      until: dayAt(-32),
      placeId,
      ways: ['place' as const, 'phone' as const],
      slotMinutes: 30,
    }
    await plan('王秀英', { ...weekly, day: dayAt(11), from: '09:00', to: '11:30' })
    await plan('宋刚', { ...weekly, day: dayAt(10), from: '14:00', to: '16:30' })
    for (const ahead of [0, -1, -2]) {
      const online = {
        placeId: null,
        ways: ['online' as const],
        slotMinutes: 0,
        day: dayAt(ahead),
        from: '07:00',
        to: '23:00',
      }
      await plan(ahead === -1 ? '林晓' : '王秀英', online)
    }
    const months = new Set(Array.from({ length: 46 }, (_, n) => dayAt(12 - n).slice(0, 7)))
    for (const month of months) {
      for (const at of [placeId, null]) await perform(app, publishRoster, clerk(), { placeId: at, month })
    }
  })
  line.on(19, 30, async () => {
    const dutyIds = (await duties('王秀英')).slice(0, 5).map(({ id }) => id)
    done(await perform(app, confirmDuties, company.actor('王秀英'), { dutyIds }))
  })
  const booked = async (who: string, duty: Duty, slot: number, topic: string, name: string | null) => {
    const input = {
      clientKey: newId(),
      dutyId: duty.id,
      slotAt: new Date(duty.starts_at.getTime() + slot * 30 * 60_000),
      way: 'place' as const,
      topic,
      name,
      consent: true as const,
    }
    const { code } = done(await perform(app, book, company.actor(who), input))
    const row = await app.database.db
      .selectFrom('contact.booking')
      .select('id')
      .where('council_id', '=', city.councilId)
      .where('code', '=', code.replaceAll('-', ''))
      .executeTakeFirstOrThrow()
    return { bookingId: row.id }
  }
  const past: { readonly bookingId: string }[] = []
  line.on(15, 30, async () => {
    const duty = await dutyOn('王秀英', 11)
    past.push(await booked('钟声', duty, 0, '小区充电桩常年被油车占着，电动车没处充。', '老钟'))
    past.push(await booked('田甜', duty, 2, '想问社区食堂几点关门，晚饭来不及吃。', '田女士'))
    past.push(await booked('廖凡', duty, 3, '楼道堆杂物，说了几次没人管。', null))
    for (const each of past) done(await perform(app, confirmBooking, company.actor('王秀英'), each))
  })
  line.on(11, 200, async () => {
    const deputy = company.actor('王秀英')
    const [matter, answered, missed] = past
    for (const [each, came] of [
      [matter, true],
      [answered, true],
      [missed, false],
    ] as const)
      if (each) done(await perform(app, noteCame, deputy, { ...each, came }))
    if (matter) done(await perform(app, toMatter, deputy, matter))
    const words = '问过社区，食堂从下周起延到晚上七点半。'
    if (answered) done(await perform(app, noteAnswered, deputy, { ...answered, words }))
  })
  line.on(1, 60, async () => {
    const duty = await dutyOn('王秀英', -3)
    await booked('姚远', duty, 0, '老楼加装电梯，一楼不同意怎么办？', '姚先生')
    const confirmed = await booked('邹静', duty, 1, '学校门口放学太堵，想说说怎么疏导。', '邹女士')
    done(await perform(app, confirmBooking, company.actor('王秀英'), confirmed))
    const moved = await booked('路过的租客', duty, 2, '租的房子没有暖气，房东不修。', null)
    const slotAt = new Date(duty.starts_at.getTime() + 4 * 30 * 60_000)
    const other = { ...moved, dutyId: duty.id, slotAt, words: '十点要接一个电话，晚一点可以吗？' }
    done(await perform(app, proposeTime, company.actor('王秀英'), other))
    const theirs = await dutyOn('宋刚', -3)
    const ask = { dutyId: theirs.id, toPersonId: company.person('王秀英').personId, words: '那天要去区里开会。' }
    done(await perform(app, askSwap, company.actor('宋刚'), ask))
    const later = await dutyOn('宋刚', -10)
    const reason = { dutyId: later.id, reason: '代表参加市人代会' }
    done(await perform(app, cancelDuty, clerk(), reason))
  })
}
