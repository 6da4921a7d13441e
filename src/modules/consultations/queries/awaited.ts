import '../tables.ts'
import type { App } from '#kernel/app'
import type { AwaitedOpinion } from '#web/routes'
import type { Viewer } from '#web/viewer'
import { paperStage } from '../field-rules.ts'
import { stageNow } from '../rules.ts'
import { consultationById, titleIn } from './consultation.ts'
import { placeNames } from './reading.ts'

/**
 * What is known of a code that is on a paper form, or on the slip of somebody whose photo or recording waits to be
 * typed in.
 * @returns null for any other code, and once there is an opinion
 */
export async function awaitedOpinion(app: App, viewer: Viewer, receipt: string): Promise<AwaitedOpinion | null> {
  const { council, locale } = viewer
  const { db } = app.database
  const paper = await db
    .selectFrom('consultations.paper')
    .selectAll()
    .where('council_id', '=', council.id)
    .where('code', '=', receipt)
    .executeTakeFirst()
  const stage = paper && paperStage(paper)
  if (!paper || !stage || stage === 'entered') return null
  const consultation = await consultationById(db, council.id, paper.consultation_id)
  if (!consultation) return null
  const places = await placeNames(app, council.id, [paper.place_id], locale)
  return {
    state: stage === 'printed' ? 'out' : stage,
    as: paper.came_as,
    title: titleIn(consultation, locale),
    href: `/consultations/${consultation.number}`,
    place: places.get(paper.place_id ?? '') ?? null,
    since: paper.returned_at ?? paper.printed_at,
    until: consultation.closes_at,
    over: stageNow(consultation, app.clock.now()) !== 'open',
    because: paper.voided,
  }
}
