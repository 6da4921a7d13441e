import { type Db, sql, type Tx } from '#kernel/db'
import type { CouncilId } from '#kernel/ids'
import type { Locale } from '#kernel/text'
import { definitions, isSettingKey, type Settings, standardSettings } from './settings.ts'
import type { CouncilLevel } from './tables.ts'

/** Something with a Chinese name, perhaps an English one, perhaps others. */
export interface Named {
  readonly name_zh: string
  readonly name_en: string | null
  readonly names?: Readonly<Record<string, string>>
}

/** The name in the reader's language, else the Chinese one. */
export function nameIn(thing: Named, locale: Locale | string): string {
  if (locale.toLowerCase().startsWith('en')) return thing.name_en ?? thing.name_zh
  return thing.names?.[locale] ?? thing.name_zh
}

/** A council as everybody else needs to know it. */
export interface Council extends Named {
  readonly id: CouncilId
  readonly slug: string
  readonly level: CouncilLevel
  readonly parent_id: string | null
  readonly short_name_zh: string | null
  readonly short_name_en: string | null
  readonly division_code: string | null
  readonly phone: string | null
  readonly time_zone: string
}

function councils(db: Db | Tx) {
  return db
    .selectFrom('councils.council as c')
    .select([
      'c.council_id as id',
      'c.slug',
      'c.level',
      'c.parent_id',
      'c.name_zh',
      'c.name_en',
      'c.names',
      'c.short_name_zh',
      'c.short_name_en',
      'c.division_code',
      'c.phone',
      'c.time_zone',
    ])
}

function councilAt(db: Db | Tx, kind: 'slug' | 'host' | 'default', value: string): Promise<Council | undefined> {
  return councils(db)
    .innerJoin('councils.address as a', 'a.council', 'c.council_id')
    .where('a.kind', '=', kind)
    .where('a.value', '=', value.toLowerCase())
    .executeTakeFirst()
}

/** The council that answers at a host name; the port does not count. */
export function councilByHost(db: Db, host: string): Promise<Council | undefined> {
  return councilAt(db, 'host', host.replace(/:\d+$/, ''))
}

export function councilBySlug(db: Db, slug: string): Promise<Council | undefined> {
  return councilAt(db, 'slug', slug)
}

/** The council that answers where no other is named; undefined in a house without any. */
export function defaultCouncil(db: Db): Promise<Council | undefined> {
  return councilAt(db, 'default', '')
}

export function councilById(db: Db | Tx, id: CouncilId): Promise<Council | undefined> {
  return councils(db).where('c.council_id', '=', id).executeTakeFirst()
}

/** Councils of this installation, the highest level first. */
export function allCouncils(db: Db, limit = 500): Promise<Council[]> {
  return councils(db)
    .orderBy(sql`array_position(array['national', 'provincial', 'municipal', 'district', 'town'], c.level)`)
    .orderBy('c.slug')
    .limit(limit)
    .execute()
}

/** The councils from this one to the highest that this installation knows, the nearest first. */
export async function councilsAbove(db: Db, id: CouncilId): Promise<Council[]> {
  const { rows } = await sql<{ council_id: string; depth: number }>`
    with recursive above as (
      select council_id, parent_id, 0 as depth from councils.council where council_id = ${id}
      union all
      select c.council_id, c.parent_id, a.depth + 1
        from councils.council c join above a on c.council_id = a.parent_id where a.depth < 8
    )
    select council_id, depth from above where depth > 0 order by depth`.execute(db)
  if (rows.length === 0) return []
  const found = await councils(db)
    .where(
      'c.council_id',
      'in',
      rows.map((row) => row.council_id),
    )
    .execute()
  return rows.flatMap((row) => found.find((council) => council.id === row.council_id) ?? [])
}

/** The host names a council is reached at. */
export async function hostsOf(db: Db, id: CouncilId): Promise<string[]> {
  const rows = await db
    .selectFrom('councils.address')
    .select('value')
    .where('council', '=', id)
    .where('kind', '=', 'host')
    .orderBy('value')
    .execute()
  return rows.map((row) => row.value)
}

/** The councils directly under this one. */
export function councilsBelow(db: Db, id: CouncilId, limit = 500): Promise<Council[]> {
  return councils(db).where('c.parent_id', '=', id).orderBy('c.slug').limit(limit).execute()
}

/**
 * The settings that held in a council at an instant. Never changes for an instant that has passed.
 * @throws Error when a stored value no longer fits its definition
 */
export async function settingsAt(db: Db | Tx, councilId: CouncilId, at: Date): Promise<Settings> {
  const rows = await db
    .selectFrom('councils.setting')
    .distinctOn('key')
    .select(['key', 'value'])
    .where('council_id', '=', councilId)
    .where('valid_from', '<=', at)
    .orderBy('key')
    .orderBy('valid_from', 'desc')
    .orderBy('changed_at', 'desc')
    .orderBy('setting_id', 'desc')
    .execute()
  const decided: Record<string, unknown> = {}
  for (const row of rows) {
    // A key that a newer version of the house no longer has.
    if (!isSettingKey(row.key)) continue
    decided[row.key] = definitions[row.key].schema.parse(row.value)
  }
  return { ...standardSettings, ...decided } as Settings
}

export interface SettingChange {
  readonly setting_id: string
  readonly key: string
  readonly value: unknown
  readonly valid_from: Date
  readonly changed_at: Date
  readonly changed_by: string | null
  readonly reason: string
}

/** Every change of one setting, or of all, the newest first. */
export function settingHistory(db: Db, councilId: CouncilId, key?: string, limit = 200): Promise<SettingChange[]> {
  let changes = db
    .selectFrom('councils.setting')
    .select(['setting_id', 'key', 'value', 'valid_from', 'changed_at', 'changed_by', 'reason'])
    .where('council_id', '=', councilId)
    .orderBy('valid_from', 'desc')
    .orderBy('changed_at', 'desc')
    .orderBy('setting_id', 'desc')
    .limit(limit)
  if (key) changes = changes.where('key', '=', key)
  return changes.execute()
}
