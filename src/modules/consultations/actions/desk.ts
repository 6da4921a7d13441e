import type { AnyAction } from '#kernel/action'
import { deskArgumentActions } from './desk-arguments.ts'
import { deskOpinionActions } from './desk-opinions.ts'
import { deskRefinementActions } from './desk-refinement.ts'

/** What the contact point's desk does with opinions: sort, put together, refine. */
export const deskActions: readonly AnyAction[] = [
  ...deskOpinionActions,
  ...deskArgumentActions,
  ...deskRefinementActions,
]
