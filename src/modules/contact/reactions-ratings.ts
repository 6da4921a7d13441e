import { type Reaction, type ReactionContext, reaction } from '#kernel/events'
import { type Case, caseAbout } from '#parts/cases'
import { type NewNotice, notify } from '#parts/notices'
import { members } from '#parts/people'
import { knowRater } from '#parts/ratings'
import { handlingRating, replyRating } from './ratings.ts'
import { askerReceivers } from './reactions.ts'
import { text } from './reactions-ratings.text.ts'
import { subjectType } from './rules.ts'

type News = 'rated' | 'changed' | 'asked' | 'upheld' | 'anew'

/** Ratings are told to those who were rated, re-checks to the office, decisions to both sides. */
export const tellRatings = reaction({
  name: 'contact.tell-ratings',
  on: ['ratings.rated', 'ratings.changed', 'ratings.recheck-asked', 'ratings.recheck-decided'],
  async run(context) {
    const { tx, event } = context
    const { kind, type, id, decision } = event.data
    if (type !== subjectType || typeof id !== 'string') return
    const work = await caseAbout(tx, event.councilId, { type: subjectType, id })
    if (!work) return
    const news = newsOf(event.name, decision)
    for (const personId of await heardBy(context, work, kind, news)) {
      if (personId !== event.personId) await tellPerson(context, work, news, personId)
    }
    if (news === 'anew' && kind === replyRating) await askAgain(context, work)
  },
})

function newsOf(name: string, decision: unknown): News {
  if (name === 'ratings.recheck-asked') return 'asked'
  if (name === 'ratings.recheck-decided') return decision === 'anew' ? 'anew' : 'upheld'
  return name === 'ratings.changed' ? 'changed' : 'rated'
}

/** The rated department; of a request the office; of a decision on her score the deputy as well. */
async function heardBy(
  { tx, event, now }: ReactionContext,
  work: Case,
  kind: unknown,
  news: News,
): Promise<ReadonlySet<string>> {
  const { councilId } = event
  if (news === 'asked') {
    const liaisons = work.scopeId
      ? await members(tx, { councilId, now, roles: ['liaison'], scopeId: work.scopeId })
      : []
    const office = liaisons.length > 0 ? liaisons : await members(tx, { councilId, now, roles: ['clerk'] })
    return new Set(office.map(({ person_id }) => person_id))
  }
  const rated = work.reply?.organisation_id
  const people = rated ? await members(tx, { councilId, now, roles: ['department'], scopeId: rated }) : []
  const scorer = kind === handlingRating && (news === 'upheld' || news === 'anew') ? work.keeperId : null
  return new Set([...people.map(({ person_id }) => person_id), ...(scorer ? [scorer] : [])])
}

async function tellPerson(context: ReactionContext, work: Case, news: News, personId: string): Promise<void> {
  const { tx, event } = context
  const { number } = await tx
    .selectFrom('contact.matter')
    .select('number')
    .where('council_id', '=', event.councilId)
    .where('id', '=', work.about_id)
    .executeTakeFirstOrThrow()
  await notify(tx, {
    ...about(context, work),
    to: { personId },
    text: {
      'zh-CN': { title: text['zh-CN'][news](work.title), body: text['zh-CN'].body },
      en: { title: text.en[news](work.title), body: text.en.body },
    },
    href: `/contact/matters/${number}/ratings`,
    key: `${event.id} ${personId}`,
  })
}

async function askAgain(context: ReactionContext, work: Case): Promise<void> {
  const { tx, event } = context
  const asker = await askerReceivers(tx, event.councilId, work.about_id)
  for (const [way, to] of asker?.ways ?? []) {
    await notify(tx, {
      ...about(context, work),
      to,
      text: {
        'zh-CN': { title: text['zh-CN'].again(work.title), body: text['zh-CN'].againBody },
        en: { title: text.en.again(work.title), body: text.en.againBody },
      },
      href: `/contact/${asker?.code}/rate`,
      key: `${event.id} ${way}`,
    })
  }
}

function about({ event, now }: ReactionContext, work: Case): Pick<NewNotice, 'councilId' | 'now' | 'kind' | 'subject'> {
  return { councilId: event.councilId, now, kind: event.name, subject: { type: subjectType, id: work.about_id } }
}

/** A guest who proved who she is since: her ratings are hers to copy and erase. */
export const claimRatings = reaction({
  name: 'contact.claim-ratings',
  on: ['opinions.claimed'],
  async run({ tx, event }) {
    const { subjectType: type, matterId } = event.data
    if (type !== subjectType || typeof matterId !== 'string' || event.accountId === null) return
    const matter = await tx
      .selectFrom('contact.matter')
      .select('opinion_id')
      .where('council_id', '=', event.councilId)
      .where('id', '=', matterId)
      .executeTakeFirst()
    if (!matter) return
    await knowRater(tx, event.councilId, { kind: 'receipt', id: matter.opinion_id, accountId: event.accountId })
  },
})

export const ratingReactions: readonly Reaction[] = [tellRatings, claimRatings]
