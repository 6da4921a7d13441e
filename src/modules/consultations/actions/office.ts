import type { AnyAction } from '#kernel/action'
import {
  changeConsultation,
  close,
  extend,
  importDraft,
  prepareConsultation,
  publish,
  startProject,
} from './prepare.ts'
import { acceptTask, assignStep, dispatch, finishStep, reopenStep, writeReading } from './steps.ts'

/** What the office and the contact points do around the opinions: prepare, publish, steps, tasks, readings. */
export const officeActions: readonly AnyAction[] = [
  startProject,
  prepareConsultation,
  changeConsultation,
  importDraft,
  publish,
  extend,
  close,
  assignStep,
  finishStep,
  reopenStep,
  dispatch,
  acceptTask,
  writeReading,
]
