import type { Session } from './model.ts'

/** Kinds of session, in the order of the form. */
export const sessionKindList: readonly Session['kind'][] = [
  'seminar',
  'visit',
  'street',
  'school',
  'workplace',
  'hearing',
  'other',
]
