import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import type { App } from '#kernel/app'
import type { Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { Refused } from '#kernel/outcome'
import { anOpenConsultation, anOpinion, type OpenConsultation } from '#support/consultations'
import { aCouncil } from '#support/councils'
import { house } from '#support/house'
import {
  answerAlone,
  argumentByNumber,
  argumentsOf,
  askContributors,
  confirmRefinement,
  deskFigures,
  draftRefinement,
  finishRefinement,
  type Hand,
  lockArgument,
  type Matter,
  makeArgument,
  membersOf,
  mergeArguments,
  missingBeforeRefined,
  pendingConfirmation,
  splitArgument,
  takeOut,
} from './index.ts'

interface Scene {
  readonly app: App
  readonly council: { readonly id: string }
  readonly consultation: OpenConsultation
  readonly matter: Matter
  readonly hand: () => Hand
  readonly change: <Result>(run: (tx: Tx) => Promise<Result>) => Promise<Result>
  readonly give: (body: string) => Promise<string>
}

async function scene(): Promise<Scene & { readonly advanceDays: (days: number) => void }> {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const consultation = await anOpenConsultation(app, council)
  return {
    app,
    council,
    consultation,
    matter: { type: 'consultation', id: consultation.id },
    hand: () => ({ councilId: council.id, now: clock.now(), by: newId() }),
    change: (run) => app.database.db.transaction().execute(run),
    give: async (body) => (await anOpinion(app, council, consultation, { body })).opinionId,
    advanceDays: (days) => clock.advance(days * 86_400_000),
  }
}

/** An argument of opinions with these words. */
async function anArgument(of: Scene, ...bodies: string[]) {
  const opinionIds: string[] = []
  for (const body of bodies) opinionIds.push(await of.give(body))
  const made = await of.change((tx) =>
    makeArgument(tx, { matter: of.matter, title: '要有人调解', opinionIds }, of.hand()),
  )
  return { ...made, opinionIds }
}

async function row(of: Scene, tx: Tx, number: number) {
  const found = await lockArgument(tx, of.council.id, of.matter, number)
  if (!found) throw new Error('no such argument')
  return found
}

async function refusalOf(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Refused)) throw error ?? new Error('not refused')
  const { refusal } = error
  return refusal.kind === 'conflict'
    ? refusal.code
    : refusal.kind === 'invalid'
      ? refusal.issues[0]?.code
      : refusal.kind
}

describe('arguments', () => {
  test('several opinions become one argument and keep their words; the same text counts its people', async () => {
    const here = await scene()
    const { number } = await anArgument(here, '街道来调解', '街道来调解！', '要有人管')
    const [listed] = await argumentsOf(here.app.database.db, here.council.id, here.matter)
    assert.deepEqual([listed?.voices, listed?.texts, listed?.provision_id], [3, 2, 'art_3'])
    const argument = await argumentByNumber(here.app.database.db, here.council.id, here.matter, number)
    const members = await membersOf(here.app.database.db, argument!)
    assert.deepEqual(members.map((member) => member.body).sort(), ['要有人管', '街道来调解', '街道来调解！'].sort())
  })

  test('an opinion of another matter, or one that is hidden, cannot be put into an argument', async () => {
    const here = await scene()
    const there = await scene()
    const foreign = await there.give('别处的')
    const make = (opinionIds: string[]) =>
      refusalOf(here.change((tx) => makeArgument(tx, { matter: here.matter, title: '甲', opinionIds }, here.hand())))
    assert.equal(await make([foreign]), 'not-received')
    const hidden = await here.give('要藏的')
    await here.app.database.db
      .updateTable('opinions.opinion')
      .set({ stage: 'hidden' })
      .where('id', '=', hidden)
      .execute()
    assert.equal(await make([hidden]), 'not-received')
    assert.equal(await make([]), 'empty')
  })

  test('merged, the first points to the second and everyone is in it once', async () => {
    const here = await scene()
    const one = await anArgument(here, '甲', '乙')
    const two = await anArgument(here, '丙')
    await here.change(async (tx) => {
      const [into, from] = [await row(here, tx, two.number), await row(here, tx, one.number)]
      const shared = one.opinionIds[0]!
      await tx
        .insertInto('opinions.argument_member')
        .values({
          council_id: here.council.id,
          argument_id: into.id,
          opinion_id: shared,
          objection: null,
          at: here.hand().now,
          by: null,
        })
        .execute()
      assert.deepEqual(await mergeArguments(tx, { into, from }), [one.opinionIds[1]])
    })
    const [kept, ...others] = await argumentsOf(here.app.database.db, here.council.id, here.matter)
    assert.equal(others.length, 0)
    assert.deepEqual([kept?.number, kept?.voices], [two.number, 3])
    const gone = await argumentByNumber(here.app.database.db, here.council.id, here.matter, one.number)
    assert.deepEqual([gone?.stage, gone?.merged_into], ['dissolved', kept?.id])
  })

  test('split, part of it stands alone; the last opinion is not taken out', async () => {
    const here = await scene()
    const made = await anArgument(here, '甲', '乙', '丙')
    const split = (opinionIds: string[]) =>
      here.change(async (tx) =>
        splitArgument(tx, await row(here, tx, made.number), { title: '另一个', opinionIds }, here.hand()),
      )
    assert.equal(await refusalOf(split([...made.opinionIds])), 'last-opinion')
    const { number } = await split([made.opinionIds[0]!])
    const listed = await argumentsOf(here.app.database.db, here.council.id, here.matter)
    assert.deepEqual(
      listed.map((each) => [each.number, each.voices]),
      [
        [made.number, 2],
        [number, 1],
      ],
    )
    const last = here.change(async (tx) => takeOut(tx, await row(here, tx, number), [made.opinionIds[0]!]))
    assert.equal(await refusalOf(last), 'last-opinion')
  })

  test('what is missing before the consultation is refined is named, and nothing more', async () => {
    const here = await scene()
    const made = await anArgument(here, '甲')
    const free = await here.give('没有归类的')
    const before = await missingBeforeRefined(here.app.database.db, here.council.id, here.matter)
    assert.deepEqual(
      [before.ungrouped.map((each) => each.id), before.unrefined.map((each) => each.number)],
      [[free], [made.number]],
    )
    await here.change((tx) =>
      answerAlone(tx, { matter: here.matter, opinionIds: [free], reason: '只有一条' }, here.hand()),
    )
    const after = await missingBeforeRefined(here.app.database.db, here.council.id, here.matter)
    assert.deepEqual([after.ungroupedCount, after.unrefinedCount], [0, 1])
    const figures = await deskFigures(here.app.database.db, here.council.id, here.matter)
    assert.deepEqual([figures.opinions, figures.grouped, figures.alone, figures.waiting], [2, 1, 1, 0])
    const grouped = here.change((tx) =>
      answerAlone(tx, { matter: here.matter, opinionIds: [made.opinionIds[0]!], reason: '不' }, here.hand()),
    )
    assert.equal(await refusalOf(grouped), 'in-an-argument')
  })
})

describe('refinement', () => {
  const drafted = async (here: Scene, made: { number: number; opinionIds: readonly string[] }, end = 3) =>
    here.change(async (tx) =>
      draftRefinement(
        tx,
        await row(here, tx, made.number),
        {
          intent: 'add',
          provisionId: 'art_3',
          reason: '',
          sentences: [{ text: '可以申请调解。', sources: [{ opinionId: made.opinionIds[0]!, start: 0, end }] }],
        },
        here.hand(),
      ),
    )

  test('a sentence without words of an opinion of this argument behind it is refused', async () => {
    const here = await scene()
    const made = await anArgument(here, '要调解')
    assert.equal(await refusalOf(drafted(here, made, 4)), 'not-in-opinion')
    const other = await here.give('别的话')
    assert.equal(await refusalOf(drafted(here, { ...made, opinionIds: [other] })), 'not-in-opinion')
    const none = here.change(async (tx) =>
      draftRefinement(
        tx,
        await row(here, tx, made.number),
        { intent: 'add', provisionId: null, reason: '', sentences: [{ text: '没有出处', sources: [] }] },
        here.hand(),
      ),
    )
    assert.equal(await refusalOf(none), 'no-source')
  })

  test('everyone in it is asked, answers once, and a new version asks again', async () => {
    const here = await scene()
    const made = await anArgument(here, '要调解', '来调解吧')
    await drafted(here, made)
    const ask = (ordinal: number) =>
      here.change(async (tx) => askContributors(tx, await row(here, tx, made.number), ordinal, here.hand()))
    const first = await ask(1)
    assert.equal(first.opinionIds.length, 2)
    const answer = (refinementId: string, because: string | null, yes: boolean) =>
      here.change((tx) =>
        confirmRefinement(
          tx,
          {
            councilId: here.council.id,
            refinementId,
            opinionId: made.opinionIds[0]!,
            answer: yes ? 'yes' : 'no',
            because,
          },
          here.hand().now,
        ),
      )
    assert.equal(await refusalOf(answer(first.refinementId, null, false)), 'empty')
    await answer(first.refinementId, '我说的是自愿', false)
    assert.equal(await refusalOf(answer(first.refinementId, null, true)), 'answered-already')
    assert.deepEqual(await pendingConfirmation(here.app.database.db, here.council.id, made.opinionIds[0]!), [])
    await drafted(here, made)
    assert.equal(await refusalOf(answer(first.refinementId, null, true)), 'asked-no-more')
    await ask(2)
    const [pending] = await pendingConfirmation(here.app.database.db, here.council.id, made.opinionIds[0]!)
    assert.deepEqual([pending?.ordinal, pending?.argumentNumber], [2, made.number])
  })

  test('it is final after the waiting time, or at once when all said yes; a no wants a reason', async () => {
    const here = await scene()
    const made = await anArgument(here, '要调解', '来调解吧')
    const finish = (ordinal: number, because = '') =>
      here.change(async (tx) =>
        finishRefinement(tx, await row(here, tx, made.number), { ordinal, waitDays: 3, because }, here.hand()),
      )
    await drafted(here, made)
    assert.equal(await refusalOf(finish(1)), 'not-asked')
    const { refinementId } = await here.change(async (tx) =>
      askContributors(tx, await row(here, tx, made.number), 1, here.hand()),
    )
    assert.equal(await refusalOf(finish(1)), 'too-early')
    here.advanceDays(3)
    await here.change((tx) =>
      confirmRefinement(
        tx,
        { councilId: here.council.id, refinementId, opinionId: made.opinionIds[0]!, answer: 'no', because: '不是' },
        here.hand().now,
      ),
    )
    assert.equal(await refusalOf(finish(1)), 'said-no')
    const finished = await finish(1, '已当面说明')
    assert.deepEqual(finished.answers, { asked: 2, yes: 0, no: 1 })
    const [listed] = await argumentsOf(here.app.database.db, here.council.id, here.matter)
    assert.deepEqual([listed?.stage, listed?.refinement], ['refined', 'final'])
  })
})
