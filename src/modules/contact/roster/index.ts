import type { AnyAction } from '#kernel/action'
import { changeActions } from './change-actions.ts'
import { feedActions } from './feed-actions.ts'
import { planActions } from './plan-actions.ts'

/** Every change of the roster. */
export const rosterActions: readonly AnyAction[] = [...planActions, ...changeActions, ...feedActions]
