import { z } from 'zod'
import { type Actor, action, perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import type { DueRule } from '#kernel/calendar'
import { newId } from '#kernel/ids'
import { newSubjectId } from '#kernel/ledger'
import {
  accept,
  answerQuestion,
  assignLead,
  type Case,
  caseById,
  draftReply,
  giveVerdict,
  judgePromise,
  lockCase,
  openCase,
  reviewReply,
  sendReply,
  type Verdict,
} from '#parts/cases'
import { aCouncil, anOrganisation, succeeded } from './councils.ts'
import { house } from './house.ts'
import { aCitizen, aClerkOf, aDeputyOf, anOfficialOf } from './people.ts'

interface OfCouncil {
  readonly id: string
}

/** What a module with cases does around them, as its own actions would. */
const open = action({
  name: 'tests.open-case',
  input: z.object({ keeperId: z.string().nullable(), scopeId: z.string().nullable(), asker: z.string().nullable() }),
  subject: async ({ councilId }) => ({ councilId }),
  allow: () => true,
  async run(context) {
    const { input, emit } = context
    const caseId = await openCase(context, {
      kind: 'test-case',
      about: { type: 'test', id: newId() },
      title: '路灯不亮',
      keeperId: input.keeperId,
      scopeId: input.scopeId,
      askerAccountId: input.asker,
      ledgerSubject: newSubjectId(),
    })
    emit('tests.opened')
    return { caseId }
  },
})

const oneMonth: DueRule = { kind: 'months', amount: 1, rollsToWorkingDay: true }

const hand = action({
  name: 'tests.hand-over',
  input: z.object({ caseId: z.string(), organisationId: z.string(), rule: z.custom<DueRule>() }),
  subject: lockCase,
  allow: () => true,
  async run(context) {
    await assignLead(context, context.subject, context.input)
    context.emit('tests.handed-over')
    return null
  },
})

export const answerBack = action({
  name: 'tests.answer-back',
  input: z.object({ caseId: z.string(), words: z.string() }),
  subject: lockCase,
  allow: () => true,
  async run(context) {
    await answerQuestion(context, context.subject, context.input.words)
    return null
  },
})

export const judge = action({
  name: 'tests.judge',
  input: z.object({ caseId: z.string(), verdict: z.custom<Verdict>(), words: z.string().default('') }),
  subject: lockCase,
  allow: () => true,
  async run(context) {
    await giveVerdict(context, context.subject, context.input)
    return null
  },
})

export const judgePromised = action({
  name: 'tests.judge-promise',
  input: z.object({
    caseId: z.string(),
    promiseId: z.string(),
    verdict: z.enum(['confirmed', 'denied']),
    words: z.string().default(''),
  }),
  subject: lockCase,
  allow: () => true,
  async run(context) {
    await judgePromise(context, context.subject, context.input)
    return null
  },
})

/** A case of a keeper, or of the office, that nobody has been given yet. */
export async function aCase(
  app: App,
  council: OfCouncil,
  fields: { readonly keeper?: Actor | null; readonly scopeId?: string | null; readonly asker?: string | null } = {},
): Promise<string> {
  const { keeper = null, scopeId = null, asker = null } = fields
  const input = { keeperId: keeper?.personId ?? null, scopeId, asker }
  return succeeded(await perform(app, open, systemActor(council.id), input)).caseId
}

/** Hands a case to an organisation: a reply within a month unless told otherwise. */
export async function handOver(app: App, council: OfCouncil, caseId: string, organisationId: string, rule = oneMonth) {
  succeeded(await perform(app, hand, systemActor(council.id), { caseId, organisationId, rule }))
}

export async function theCase(app: App, council: OfCouncil, caseId: string): Promise<Case> {
  const it = await caseById(app.database.db, council.id, caseId)
  if (!it) throw new Error('no such case')
  return it
}

/** A department that can help and one that cannot, a deputy who keeps a case, and its asker. Friday 20 November 2026, nine in the morning in Yunshan. */
export async function aHouseWithWork() {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const water = (await anOrganisation(app, council, { name_zh: '云山市水务局' })).organisationId
  const lamps = (await anOrganisation(app, council, { name_zh: '云山市城市照明中心' })).organisationId
  const deputy = await aDeputyOf(app, council)
  const clerk = await aClerkOf(app, council)
  const plumber = await anOfficialOf(app, council, water)
  const electrician = await anOfficialOf(app, council, lamps, { name: '魏红' })
  const resident = await aCitizen(app, council)
  const caseId = await aCase(app, council, { keeper: deputy, asker: resident.accountId })
  const now = () => theCase(app, council, caseId)
  const assignmentId = async () => (await now()).lead?.id ?? ''
  return { app, clock, council, water, lamps, deputy, clerk, plumber, electrician, resident, caseId, now, assignmentId }
}

export type Work = Awaited<ReturnType<typeof aHouseWithWork>>

/** Accepted by the department that lights the lamps. */
export async function accepted(work: Work): Promise<Work> {
  await handOver(work.app, work.council, work.caseId, work.lamps)
  succeeded(
    await perform(work.app, accept, work.electrician, { caseId: work.caseId, assignmentId: await work.assignmentId() }),
  )
  return work
}

export const draft = { body: '12月15日前更换路灯。', class: 'b', result: 'promised' } as const

export async function replied(work: Work, fields: Partial<Parameters<typeof writeReply>[1]> = {}): Promise<void> {
  await writeReply(work, fields)
  succeeded(await perform(work.app, sendReply, work.electrician, { caseId: work.caseId }))
}

export async function writeReply(
  { app, electrician, caseId }: Work,
  fields: Partial<{ body: string; class: string; result: 'promised' | 'solved' | 'explained' }> = {},
): Promise<void> {
  succeeded(await perform(app, draftReply, electrician, { caseId, ...draft, ...fields }))
  succeeded(await perform(app, reviewReply, electrician, { caseId }))
}
