import './tables.ts'
import { join } from 'node:path'
import type { Manifest } from '#kernel/module'
import { ratingActions } from './actions.ts'
import { ratingsData } from './personal-data.ts'

export { askRecheck, decideRecheck } from './actions.ts'
export * from './facts.ts'
export * from './figures.ts'
export * from './forms.tsx'
export { type Given, knowRater, type Rated, rate } from './rate.ts'
export { ratingsText } from './ratings.text.ts'
export * from './rules.ts'
export * from './scale.ts'
export { GivePoints, GiveWord } from './schema.ts'
export * from './small-groups.ts'
export { type RaterKind, type RecheckState, raterKinds } from './tables.ts'
export * from './views.tsx'

/** Satisfaction and staged scores, in rounds, with a re-check; figures in which nobody can be found. */
export const ratingsPart: Manifest = {
  name: 'ratings',
  migrations: { name: 'ratings', directory: join(import.meta.dirname, 'migrations') },
  actions: ratingActions,
  personalData: ratingsData,
}
