import type { App } from '#kernel/app'
import { type HiddenCount, hiddenCounts } from '#parts/opinions'

export interface ModeratedConsultation {
  readonly number: number
  readonly title: string
  readonly titles: Readonly<Record<string, string>>
  /** Every opinion ever received and not withdrawn by its author, shown or not. */
  readonly received: number
  readonly byReason: readonly HiddenCount[]
}

const most = 10_000

/** Every public consultation with what was not shown in it, the newest first. */
export async function moderatedConsultations(app: App, councilId: string): Promise<ModeratedConsultation[]> {
  const { db } = app.database
  const consultations = await db
    .selectFrom('consultations.consultation as c')
    .select(['c.id', 'c.number', 'c.title', 'c.titles'])
    .select(({ selectFrom }) =>
      selectFrom('opinions.opinion as o')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('o.council_id', '=', 'c.council_id')
        .where('o.subject_type', '=', 'consultation')
        .whereRef('o.subject_id', '=', 'c.id')
        .where('o.stage', '<>', 'withdrawn')
        .as('received'),
    )
    .where('c.council_id', '=', councilId)
    .where('c.stage', '<>', 'prepared')
    .orderBy('c.number', 'desc')
    .limit(most)
    .execute()
  const counts = Map.groupBy(await hiddenCounts(db, councilId, 'consultation'), ({ subjectId }) => subjectId)
  return consultations.map(({ id, received, ...row }) => ({
    ...row,
    received: received ?? 0,
    byReason: counts.get(id) ?? [],
  }))
}

export type HiddenSums = Omit<HiddenCount, 'subjectId' | 'reason'>

/** The sum of counts: of one consultation, of one reason, of all. */
export function sumOf(counts: readonly HiddenCount[]): HiddenSums {
  const sum = (key: keyof HiddenSums) => counts.reduce((total, each) => total + each[key], 0)
  return {
    hidden: sum('hidden'),
    stillHidden: sum('stillHidden'),
    restored: sum('restored'),
    withdrawn: sum('withdrawn'),
    appealed: sum('appealed'),
    waiting: sum('waiting'),
  }
}
