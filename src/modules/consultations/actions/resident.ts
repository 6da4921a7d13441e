import type { AnyAction } from '#kernel/action'
import { attach } from './attach.ts'
import { comment } from './give.ts'
import { supportActions } from './support.ts'

/** What residents do. */
export const residentActions: readonly AnyAction[] = [attach, comment, ...supportActions]
