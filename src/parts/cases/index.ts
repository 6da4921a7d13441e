import './tables.ts'
import { join } from 'node:path'
import { perform, systemActor } from '#kernel/action'
import type { Manifest } from '#kernel/module'
import { bureauActions } from './actions/bureau.ts'
import { handlingActions } from './actions/handling.ts'
import { promiseActions } from './actions/promises.ts'
import { replyActions } from './actions/replies.ts'
import { sortingActions } from './actions/sorting.ts'
import { councilsWithProvisionalDates, recomputeDates, systemActions } from './actions/system.ts'
import { timeActions } from './actions/time.ts'
import { casesData } from './personal-data.ts'

export { eraseNote, handOver, retireTemplate, saveTemplate, setHelper, writeNote } from './actions/bureau.ts'
export { accept, addAssist, decideReturn, giveView, returnAssignment } from './actions/handling.ts'
export { dropPromise, keepPromise, lookBack } from './actions/promises.ts'
export { draftReply, reviewReply, sendReply } from './actions/replies.ts'
export { daysOfGrade, sort } from './actions/sorting.ts'
export { type Reminded, recomputeDates, remind } from './actions/system.ts'
export { askBack, askExtension, decideExtension } from './actions/time.ts'
export * from './asker.ts'
export { casesText } from './cases.text.ts'
export type { Acting } from './clocks.ts'
export * from './ending.ts'
export * from './facts.ts'
export {
  type Assigning,
  addStep as addCaseStep,
  assignLead,
  giveToKeeper,
  knowAsker,
  lockCase,
  type NewCase,
  openCase,
} from './open.ts'
export * from './queries.ts'
export * from './queue.ts'
export * from './record.ts'
export * from './rules.ts'
export { DueWords, HowReckoned, StandingView } from './standing-view.tsx'
export {
  type CaseStage,
  type ClosedFor,
  caseStageNames,
  type Grade,
  grades,
  type LookResult,
  lookResults,
  type Outcome,
  outcomes,
  type QueueStep,
  queueSteps,
  type Verdict,
  verdicts,
} from './tables.ts'
export * from './words.ts'

/** Assign, accept, return, reply, commit, look back: work with a clock. */
export const casesPart: Manifest = {
  name: 'cases',
  migrations: { name: 'cases', directory: join(import.meta.dirname, 'migrations') },
  actions: [
    ...handlingActions,
    ...bureauActions,
    ...sortingActions,
    ...timeActions,
    ...replyActions,
    ...promiseActions,
    ...systemActions,
  ],
  personalData: casesData,
  sweeps: [
    {
      name: 'cases.recompute',
      everyMs: 6 * 3_600_000,
      async run(app) {
        for (const councilId of await councilsWithProvisionalDates(app.database.db)) {
          await perform(app, recomputeDates, systemActor(councilId), {})
        }
      },
    },
  ],
}
