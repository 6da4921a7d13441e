import { type AnyAction, action } from '#kernel/action'
import type { DueRule } from '#kernel/calendar'
import { appendLeaf, ledgerKeys } from '#kernel/ledger'
import { invalid, Refused } from '#kernel/outcome'
import { type Settings, settingsAt } from '#parts/councils'
import { instantOf, startClock, stopClock } from '../clocks.ts'
import { isRunning } from '../facts.ts'
import { addStep, lockCase } from '../open.ts'
import { isOffice } from '../rules.ts'
import { Sort } from '../schema.ts'
import type { Grade } from '../tables.ts'
import { aboutOf } from './handling.ts'

/** Working days for a case of each grade. */
export function daysOfGrade(settings: Settings, grade: Grade): number {
  const days: Readonly<Record<Grade, number>> = {
    simple: settings.appealSmallWorkingDays,
    ordinary: settings.appealNormalWorkingDays,
    hard: settings.appealHardWorkingDays,
  }
  return days[grade]
}

/**
 * Sorts a case 分类分级: what it is about, and how hard it is. The grade sets the clock of the answer, counted from the
 * day of the first sorting; once an organisation has it and was given a date, the grade no longer changes.
 */
export const sort = action({
  name: 'cases.sort',
  input: Sort,
  subject: lockCase,
  allow: (actor, it) => isOffice(actor, it),
  from: ({ stage }) => (stage === 'open' ? null : `stage:${stage}`),
  async run(context) {
    const { tx, councilId, subject, input, actor, now, app, emit } = context
    const settings = await settingsAt(tx, councilId, subject.opened_at)
    const { topic, grade } = input
    if (topic !== null && !settings.matterTopics.some(({ code }) => code === topic)) {
      throw new Refused(invalid({ path: 'topic', code: 'unknown' }))
    }
    if (topic === null && grade === null) throw new Refused(invalid({ path: 'topic', code: 'empty' }))
    const regraded = grade !== subject.grade
    if (regraded && subject.lead) throw new Refused(invalid({ path: 'grade', code: 'letter-sent' }))
    if (regraded && grade === null) throw new Refused(invalid({ path: 'grade', code: 'empty' }))
    await tx
      .updateTable('cases.matter')
      .set({ topic, grade, sorted_at: subject.sorted_at ?? now, sorted_by: actor.personId })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    if (regraded && grade !== null) {
      const before = subject.replyClock
      if (before && isRunning(before)) await stopClock(context, before)
      const amount = Math.max(1, daysOfGrade(settings, grade))
      const rule: DueRule = { kind: 'working-days', amount, rollsToWorkingDay: false }
      const due = await startClock(context, {
        caseId: subject.id,
        kind: 'reply',
        round: subject.round,
        rule,
        ...(before && { receivedOn: before.received_on }),
      })
      const leaf = {
        councilId,
        subjectId: subject.ledger_subject,
        type: 'case.graded',
        parts: {},
        at: now,
        out: grade,
        due: await instantOf(tx, councilId, due.date),
      }
      await appendLeaf(tx, leaf, ledgerKeys(app))
    }
    await addStep(context, subject.id, 'sorted', { open: true })
    emit('cases.sorted', { ...aboutOf(subject), topic, grade }, { subjectId: subject.id })
    return null
  },
})

export const sortingActions: readonly AnyAction[] = [sort]
