import { z } from 'zod'
import { action, type Call } from '#kernel/action'
import { dayOf, startOfDay } from '#kernel/calendar'
import type { Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { heldIn, ledgerKeys, openLog, succeedLog } from '#kernel/ledger'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { settingsAt } from './queries.ts'
import { isAdministrator } from './rules.ts'
import { ChangeCouncil, ChangeSetting, ClearCalendarDay, CreateCouncil, SetCalendarDay } from './schema.ts'
import { definitions, discord, isSettingKey } from './settings.ts'

/** The council that acts, locked. */
export function lockCouncil({ tx, councilId }: Pick<Call<unknown>, 'tx' | 'councilId'>) {
  return tx
    .selectFrom('councils.council')
    .selectAll()
    .where('council_id', '=', councilId)
    .forUpdate()
    .executeTakeFirst()
    .then((row) => row ?? null)
}

/** Founds the council whose id the acting system bears. Only the system: from the command line or a seed. */
export const createCouncil = action({
  name: 'councils.create',
  input: CreateCouncil,
  subject: async () => ({}),
  allow: () => false,
  async run({ tx, councilId, input, now, app, emit }) {
    const { slug, hosts, isDefault, level, parent_id, ...fields } = input
    if (await lockCouncil({ tx, councilId })) throw new Refused(conflict('council-exists'))
    await tx
      .insertInto('councils.council')
      .values({
        ...fields,
        council_id: councilId,
        slug,
        level,
        parent_id,
        names: JSON.stringify(fields.names),
        created_at: now,
      })
      .execute()
    await claimAddress(tx, councilId, 'slug', [slug])
    await claimAddress(tx, councilId, 'host', hosts)
    if (isDefault) await claimAddress(tx, councilId, 'default', [''])
    await openLog(tx, councilId, `${new URL(app.baseUrl).host}/log/${slug}`, ledgerKeys(app), now)
    emit('councils.created', { slug, level, name: input.name_zh }, { subjectId: councilId })
    return { councilId, slug }
  },
})

/**
 * Opens a new log in place of one that cannot be continued because entries it published are lost. Only the system: from
 * the command line, after everything else was tried.
 */
export const succeedCouncilLog = action({
  name: 'councils.succeed-log',
  input: z.strictObject({}),
  subject: lockCouncil,
  allow: () => false,
  async run({ tx, councilId, subject, now, app, emit }) {
    const held = await heldIn(tx, councilId, app)
    if (!held || !['behind', 'fork', 'witness'].includes(held.reason)) throw new Refused(conflict('log-goes-on'))
    const origin = await succeedLog(tx, councilId, ledgerKeys(app), now)
    emit('councils.log-succeeded', { origin, ...held }, { subjectId: subject.council_id })
    return { origin }
  },
})

async function claimAddress(tx: Tx, councilId: string, kind: 'slug' | 'host' | 'default', values: readonly string[]) {
  if (values.length === 0) return
  const taken = await tx
    .insertInto('councils.address')
    .values(values.map((value) => ({ kind, value, council: councilId })))
    .onConflict((clash) => clash.columns(['kind', 'value']).doNothing())
    .returning('value')
    .execute()
  if (taken.length < new Set(values).size) throw new Refused(conflict(`${kind}-taken`))
}

export const changeCouncil = action({
  name: 'councils.change',
  input: ChangeCouncil,
  subject: lockCouncil,
  allow: isAdministrator,
  async run({ tx, councilId, input, emit }) {
    const { hosts, ...fields } = input
    await tx
      .updateTable('councils.council')
      .set({ ...fields, names: JSON.stringify(fields.names) })
      .where('council_id', '=', councilId)
      .execute()
    await tx.deleteFrom('councils.address').where('council', '=', councilId).where('kind', '=', 'host').execute()
    await claimAddress(tx, councilId, 'host', [...new Set(hosts)])
    emit('councils.changed', { name: input.name_zh, hosts }, { subjectId: councilId })
    return null
  },
})

/** Decides a setting from a day on. What began before keeps what it began with. */
export const changeSetting = action({
  name: 'councils.change-setting',
  input: ChangeSetting,
  subject: lockCouncil,
  allow: isAdministrator,
  async run({ tx, councilId, subject, input, actor, now, emit }) {
    const { key } = input
    if (!isSettingKey(key)) throw new Refused(invalid({ path: 'key', code: 'unknown-setting' }))
    const parsed = definitions[key].schema.safeParse(input.value)
    if (!parsed.success) throw new Refused(invalid(...parsed.error.issues.map(settingIssue)))
    const today = dayOf(now, subject.time_zone)
    if (input.validFrom < today) throw new Refused(invalid({ path: 'validFrom', code: 'in-the-past' }))
    const validFrom = input.validFrom === today ? now : startOfDay(input.validFrom, subject.time_zone)
    const before = await settingsAt(tx, councilId, validFrom)
    const obstacle = discord({ ...before, [key]: parsed.data })
    if (obstacle) throw new Refused(invalid({ path: 'value', code: obstacle }))
    await tx
      .insertInto('councils.setting')
      .values({
        council_id: councilId,
        setting_id: newId(),
        key,
        value: JSON.stringify(parsed.data),
        valid_from: validFrom,
        changed_at: now,
        changed_by: actor.accountId,
        reason: input.reason,
      })
      .execute()
    emit(
      'councils.setting-changed',
      { key, before: before[key], after: parsed.data, validFrom: validFrom.toISOString(), reason: input.reason },
      { subjectId: key },
    )
    return { key, validFrom }
  },
})

function settingIssue(issue: z.core.$ZodIssue) {
  const values: Record<string, number> = {}
  if ('minimum' in issue) values.minimum = Number(issue.minimum)
  if ('maximum' in issue) values.maximum = Number(issue.maximum)
  const path = ['value', ...issue.path.map(String)].join('.')
  return { path, code: issue.code === 'custom' ? issue.message : issue.code, values }
}

export const setCalendarDay = action({
  name: 'councils.set-calendar-day',
  input: SetCalendarDay,
  subject: lockCouncil,
  allow: isAdministrator,
  async run({ tx, councilId, input, emit }) {
    await tx
      .insertInto('councils.calendar_day')
      .values({ council_id: councilId, ...input })
      .onConflict((clash) =>
        clash.columns(['council_id', 'day']).doUpdateSet({ working: input.working, name: input.name }),
      )
      .execute()
    emit('councils.calendar-day-set', { ...input }, { subjectId: input.day })
    return null
  },
})

export const clearCalendarDay = action({
  name: 'councils.clear-calendar-day',
  input: ClearCalendarDay,
  subject: ({ tx, councilId, input }) =>
    tx
      .selectFrom('councils.calendar_day')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('day', '=', input.day)
      .forUpdate()
      .executeTakeFirst()
      .then((row) => row ?? null),
  allow: isAdministrator,
  async run({ tx, councilId, input, emit }) {
    await tx
      .deleteFrom('councils.calendar_day')
      .where('council_id', '=', councilId)
      .where('day', '=', input.day)
      .execute()
    emit('councils.calendar-day-cleared', { day: input.day }, { subjectId: input.day })
    return null
  },
})
