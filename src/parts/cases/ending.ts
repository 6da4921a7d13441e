import { appendLeaf, ledgerKeys } from '#kernel/ledger'
import { conflict, Refused } from '#kernel/outcome'
import { type Acting, pauseClock, resumeClock, stopClock } from './clocks.ts'
import { type Case, isRunning } from './facts.ts'
import { addStep } from './open.ts'
import type { ClosedFor } from './tables.ts'

/**
 * Ends a case without an answer, within a module's action. Taken back, its clocks are over; merged into another, they
 * stand still until it is split off again.
 * @throws Refused when it is settled or closed already
 */
export async function closeCase(acting: Acting, it: Case, closedFor: ClosedFor, words = ''): Promise<void> {
  const { tx, councilId, now, app } = acting
  if (it.stage !== 'open' && it.stage !== 'answered') throw new Refused(conflict(`stage:${it.stage}`))
  for (const clock of it.clocks.filter(isRunning)) {
    if (closedFor === 'withdrawn') await stopClock(acting, clock)
    // A promise is due on the day that was named, whatever else happens.
    else if (clock.paused_on === null && clock.kind !== 'promise') await pauseClock(acting, clock)
  }
  await tx
    .updateTable('cases.matter')
    .set({ stage: 'closed', closed_for: closedFor, closed_at: now, stage_before: it.stage })
    .where('council_id', '=', councilId)
    .where('id', '=', it.id)
    .execute()
  const leaf = { councilId, subjectId: it.ledger_subject, type: `case.${closedFor}`, parts: {}, at: now }
  await appendLeaf(tx, leaf, ledgerKeys(app))
  await addStep(acting, it.id, closedFor, { open: true, words })
}

/** Puts a merged case back where it stood; its clocks go on, the days between not counted. */
export async function splitCase(acting: Acting, it: Case, words = ''): Promise<void> {
  const { tx, councilId, now, app } = acting
  if (it.closed_for !== 'merged' || it.stage_before === null) throw new Refused(conflict('not-merged'))
  await tx
    .updateTable('cases.matter')
    .set({ stage: it.stage_before, closed_for: null, closed_at: null, stage_before: null })
    .where('council_id', '=', councilId)
    .where('id', '=', it.id)
    .execute()
  for (const clock of it.clocks.filter(isRunning)) {
    // A clock that stood for a question to the one who asked stands on until she answers.
    const asked = it.question !== null && clock.id === it.replyClock?.id
    if (!asked && clock.kind !== 'promise') await resumeClock(acting, clock)
  }
  const leaf = { councilId, subjectId: it.ledger_subject, type: 'case.split', parts: {}, at: now }
  await appendLeaf(tx, leaf, ledgerKeys(app))
  await addStep(acting, it.id, 'split', { open: true, words })
}
