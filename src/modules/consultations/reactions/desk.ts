import { type Event, type Reaction, type ReactionContext, reaction } from '#kernel/events'
import { ledgerKeys } from '#kernel/ledger'
import { type NoticeText, notify } from '#parts/notices'
import { appendToMatter } from '#parts/opinions'
import { consultationById } from '../queries/consultation.ts'
import { tellContributors } from '../telling.ts'
import { told } from './desk.text.ts'

type Words = (text: (typeof told)['zh-CN'], event: Event) => { readonly title: string; readonly body: string }

/** What those who gave opinions are told, by the event that says what happened to them. */
const tellings: Readonly<Record<string, Words>> = {
  'consultations.argument-made': (t, event) => ({ title: t.grouped, body: t.groupedBody(titleIn(event)) }),
  'consultations.argument-joined': (t, event) => ({ title: t.grouped, body: t.groupedBody(titleIn(event)) }),
  'consultations.arguments-merged': (t, event) => ({ title: t.grouped, body: t.groupedBody(titleIn(event)) }),
  'consultations.argument-split': (t, event) => ({ title: t.grouped, body: t.groupedBody(titleIn(event)) }),
  'consultations.meaning-asked': (t, event) => ({ title: t.asked, body: t.askedBody(titleIn(event)) }),
  'consultations.argument-refined': (t, event) => ({ title: t.refined, body: t.refinedBody(titleIn(event)) }),
  'consultations.objection-answered': (t, { data }) => ({
    title: t.objection,
    body: t.objectionBody(String(data.reply)),
  }),
  'consultations.opinion-held': (t, { data }) => ({ title: t.held, body: t.verdictBody(String(data.reason)) }),
  'consultations.opinion-hidden': (t, { data }) => ({ title: t.hidden, body: t.verdictBody(String(data.reason)) }),
  'consultations.opinion-released': (t, { data }) => ({ title: t.shown, body: t.shownBody(String(data.reason ?? '')) }),
  'consultations.opinion-restored': (t, { data }) => ({ title: t.shown, body: t.shownBody(String(data.reason)) }),
  'consultations.appeal-answered': (t, { data }) =>
    data.upheld === true
      ? { title: t.shown, body: t.shownBody(String(data.answer)) }
      : { title: t.appealKept, body: t.appealKeptBody(String(data.answer)) },
}

/** Whoever gave an opinion hears what the desk did with it. */
const tellOfDesk = reaction({
  name: 'consultations.tell-of-desk',
  on: Object.keys(tellings),
  async run({ tx, event, now }) {
    const words = tellings[event.name]
    // Released by the clock because nobody looked: there is no person's reason to pass on.
    if (!words || (event.name === 'consultations.opinion-released' && !event.data.reason)) return
    const consultationId = String(event.data.consultationId)
    await tellContributors(tx, {
      councilId: event.councilId,
      now,
      opinionIds: opinionsIn(event),
      kind: event.name,
      subject: { type: 'consultation', id: consultationId },
      text: (count) =>
        inBoth((t) => {
          const { title, body } = words(t, event)
          return { title, body: count > 1 ? `${body}${t.several(count)}` : body }
        }),
      key: event.id,
    })
  },
})

/** Experts and advisers find what they are asked in their inbox. */
const tellInvited = reaction({
  name: 'consultations.tell-invited',
  on: ['consultations.experts-invited'],
  async run({ tx, event, now }) {
    const consultation = await consultationById(tx, event.councilId, String(event.data.consultationId))
    if (!consultation) return
    for (const personId of stringsIn(event.data.personIds)) {
      await notify(tx, {
        councilId: event.councilId,
        now,
        to: { personId },
        kind: event.name,
        subject: { type: 'consultation', id: consultation.id },
        text: inBoth((t) => ({ title: t.invited, body: t.invitedBody(titleIn(event)) })),
        href: `/consultations/${consultation.number}/arguments/${String(event.data.number)}`,
        key: `${event.id} ${personId}`,
      })
    }
  },
})

/** Each opinion's own record says that it became part of a suggestion. */
const recordSummaries = reaction({
  name: 'consultations.record-summaries',
  on: ['consultations.argument-refined'],
  async run({ tx, event, app, now }: ReactionContext) {
    const refinement = await tx
      .selectFrom('opinions.refinement')
      .select('sentences')
      .where('council_id', '=', event.councilId)
      .where('id', '=', String(event.data.refinementId))
      .executeTakeFirst()
    const opinionIds = opinionsIn(event)
    if (!refinement || opinionIds.length === 0) return
    const opinions = await tx
      .selectFrom('opinions.opinion')
      .select('leaf_id')
      .where('council_id', '=', event.councilId)
      .where('id', 'in', opinionIds)
      .orderBy('id')
      .execute()
    const text = refinement.sentences.map((sentence) => sentence.text).join('')
    const hand = { councilId: event.councilId, now, keys: ledgerKeys(app) }
    for (const opinion of opinions) {
      await appendToMatter(tx, opinion, { type: 'opinion.summarised', parts: { text } }, hand)
    }
  },
})

function titleIn(event: Event): string {
  return String(event.data.title)
}

function opinionsIn(event: Event): string[] {
  return event.data.opinionIds === undefined ? [String(event.data.opinionId)] : stringsIn(event.data.opinionIds)
}

function stringsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function inBoth(words: (t: (typeof told)['zh-CN']) => { readonly title: string; readonly body: string }): NoticeText {
  return { 'zh-CN': words(told['zh-CN']), en: words(told.en) }
}

export const deskReactions: readonly Reaction[] = [tellOfDesk, tellInvited, recordSummaries]
