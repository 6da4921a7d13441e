import './tables.ts'
import { join } from 'node:path'
import type { Manifest } from '#kernel/module'
import { forgetAllowances } from './allowance.ts'
import { contributorActions } from './contributor-actions.ts'
import { opinionsData } from './personal-data.ts'
import { sortInAll, sortInWaiting } from './word-index.ts'

export * from './allowance.ts'
export * from './argument-list.ts'
export * from './arguments.ts'
export * from './contributor-actions.ts'
export * from './fidelity.ts'
export * from './follow.ts'
export * from './grouping.ts'
export * from './intake.ts'
export * from './ledger-counts.ts'
export * from './moderation.ts'
export * from './moderation-counts.ts'
export * from './objections.ts'
export * from './outcomes.ts'
export * from './read.ts'
export * from './refinement.ts'
export * from './remarks.ts'
export * from './schema.ts'
export * from './score.ts'
export * from './search.ts'
export * from './similar.ts'
export * from './support.ts'
export type { AnsweringChange, RefinedSentence } from './tables.ts'
export * from './tally.ts'
export { sortInWaiting } from './word-index.ts'
export * from './words.ts'

/** Anything a person says about something: intake, grouping, refinement, outcome. */
export const opinionsPart: Manifest = {
  name: 'opinions',
  migrations: {
    name: 'opinions',
    directory: join(import.meta.dirname, 'migrations'),
    appendOnly: ['opinions.moderation', 'opinions.confirmation', 'opinions.remark', 'opinions.outcome_leaf'],
  },
  actions: [...contributorActions],
  personalData: opinionsData,
  sweeps: [
    {
      name: 'opinions.sort-in-words',
      everyMs: 1000,
      run: (app) => sortInWaiting(app.database.db),
    },
    { name: 'opinions.sort-in-all-words', everyMs: 3_600_000, run: (app) => sortInAll(app.database.db) },
    {
      name: 'opinions.forget-allowances',
      everyMs: 600_000,
      run: (app) => forgetAllowances(app.database.db, app.clock.now()),
    },
  ],
}
