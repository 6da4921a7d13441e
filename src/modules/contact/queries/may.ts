import type { Actor } from '#kernel/action'
import { headsOf, isKeeper, isRunning, worksAt } from '#parts/cases'
import type { May } from '../pages/work-page.tsx'
import { maySort } from '../rules.ts'
import type { Forwarding, Matter } from './matter.ts'

/** What an actor may do with a matter as it stands: what is not here, its action would refuse. */
export function mayOf(
  actor: Actor,
  { work }: Matter,
  forwardings: readonly Forwarding[],
  review: { readonly byAnother: boolean; readonly byHead: boolean },
): May {
  const keeps = isKeeper(actor, work)
  const { lead, draft, reply, stage, question, extension, replyClock } = work
  const leads = worksAt(actor, lead?.organisation_id)
  const open = stage === 'open'
  const works = leads && lead?.state === 'accepted' && open
  const writes = open && !question && (lead ? works : keeps)
  const helping = work.assignments.find(
    (each) =>
      each.role === 'assist' &&
      (each.state === 'assigned' || each.state === 'accepted') &&
      worksAt(actor, each.organisation_id),
  )
  const mine = draft?.drafted_by === actor.personId
  return {
    give: open && maySort(actor, work) && lead === null,
    reply: writes,
    askBack: open && !question && (works || (keeps && (lead === null || lead.state === 'accepted'))),
    letter: open && keeps && lead === null && !question,
    accept: open && leads && lead?.state === 'assigned',
    return:
      open &&
      leads &&
      lead?.state === 'assigned' &&
      lead.decision !== 'kept' &&
      work.clocks.some((each) => each.kind === 'return' && each.assignment_id === lead.id && isRunning(each)),
    decideReturn: open && keeps && lead?.state === 'returned',
    askExtension: works && !extension && replyClock !== null && isRunning(replyClock),
    decideExtension: open && keeps && extension !== null,
    review:
      writes &&
      draft?.state === 'draft' &&
      lead !== null &&
      !(review.byAnother && mine) &&
      (!review.byHead || headsOf(actor, lead.organisation_id)),
    sort: open && maySort(actor, work),
    send: writes && draft !== null && (lead === null || draft.state === 'reviewed'),
    promise:
      (leads || keeps) && (draft !== null || reply !== null) && (open ? writes || keeps : true) && stage !== 'settled',
    lookBack: (leads || keeps) && reply !== null,
    forward:
      keeps &&
      stage !== 'settled' &&
      Boolean(reply?.organisation_id) &&
      !forwardings.some(({ round }) => round === reply?.round),
    assist: open && lead !== null && (keeps || works),
    view: open ? (helping?.id ?? null) : null,
    sawName: keeps,
  }
}
