import { hasRole } from '#kernel/action'
import type { App } from '#kernel/app'
import type { HomeAnswer, HomeCard, HomeFigure, HomeStation, MineItem, Offers, Workplace } from '#web/routes'
import type { Viewer } from '#web/viewer'
import { deskInbox, workplaces } from './desk-inbox.ts'
import { text } from './offers.text.ts'
import { openDataSets } from './open-data-sets.ts'
import { dayWords } from './pages/day-words.ts'
import { awaitedOpinion } from './queries/awaited.ts'
import { titleIn } from './queries/consultation.ts'
import { consultationLines, doorLines, projectLines } from './queries/figures.ts'
import { describeMatter } from './queries/matter.ts'
import { answersGiven, type OwnOpinion, ownOpinions, progressOf } from './queries/offers.ts'
import { publicConsultations } from './queries/reading.ts'

/** What consultations show on the front page and on one's own page. */
export const offers: Offers = {
  menu: ({ locale }) => ({ href: '/consultations', label: text[locale].menu }),
  home: homeCards,
  figures: homeFigures,
  answers: homeAnswers,
  mine: mineItems,
  inbox: deskInbox,
  ways,
  workplaces,
  matters: { type: 'consultation', describe: describeMatter, all: consultationLines },
  projects: projectLines,
  doors: doorLines,
  awaited: awaitedOpinion,
  openData: openDataSets,
}

function ways({ actor, locale }: Viewer): Workplace[] {
  const t = text[locale]
  return [
    { href: '/consultations', label: t.menu },
    ...(hasRole(actor, 'clerk') ? [{ href: '/consultations/new', label: t.newConsultation }] : []),
    ...(hasRole(actor, 'clerk', 'point-staff', 'liaison', 'collector')
      ? [{ href: '/consultations/field', label: t.fieldKit }]
      : []),
    ...(hasRole(actor, 'clerk', 'point-staff', 'liaison')
      ? [{ href: '/consultations/field/roster', label: t.roster }]
      : []),
    { href: '/consultations/ledger', label: t.ledger },
  ]
}

const mostCards = 6
/** Characters of one's own words in a list. */
const mostSaid = 60

async function homeCards(app: App, { council, locale }: Viewer): Promise<HomeCard[]> {
  const t = text[locale]
  const { day, number } = dayWords(locale, council.timeZone, app.clock.now())
  const listed = await publicConsultations(app, council.id, locale)
  return listed.slice(0, mostCards).map((each, order): HomeCard => {
    const href = `/consultations/${each.number}`
    const heard = t.heard(number(each.heard))
    const until = each.closesAt ? day(each.closesAt) : ''
    if (each.stage === 'open') {
      const lines = [t.daysLeft(each.daysLeft, until), heard]
      return { href, title: each.title, lines, tag: { tone: 'now', label: t.open }, order, action: t.write }
    }
    const { answers } = each
    const over = each.stage === 'answered' || each.stage === 'evaluated'
    const label = over ? t.answered : t[each.stage === 'prepared' ? 'closed' : each.stage]
    const result = over && answers ? t.result(number(answers.adopted), number(answers.partly)) : t.closedOn(until)
    return { href, title: each.title, lines: [heard, result], tag: { tone: over ? 'ok' : 'wait', label }, order }
  })
}

async function homeFigures(app: App, { council, locale }: Viewer): Promise<HomeFigure[]> {
  const t = text[locale]
  const progress = await progressOf(app, council.id)
  const how: Record<HomeStation, string> = {
    heard: t.howHeard,
    sorted: t.howSorted,
    refined: t.howRefined,
    sent: t.howSent,
    answered: t.howAnswered,
  }
  const totalOf = (station: HomeStation) => progress.reduce((sum, each) => sum + each[station], 0)
  return (['heard', 'sorted', 'refined', 'sent', 'answered'] as const).map((station) => ({
    station,
    label: t.opinions(totalOf(station)),
    how: how[station],
    parts: progress.map((each) => ({
      href: `/consultations/${each.number}`,
      title: titleIn(each, locale),
      value: each[station],
    })),
  }))
}

const decisionTone = { adopted: 'ok', partly: 'ok', 'not-adopted': 'plain', later: 'wait' } as const

async function homeAnswers(app: App, { council, locale }: Viewer): Promise<HomeAnswer[]> {
  const t = text[locale]
  const given = await answersGiven(app, council.id, 6)
  return given.map((answer) => ({
    // Never the receipt: whoever holds its code may act for the one who wrote the words.
    href: `/consultations/${answer.number}/story`,
    about: titleIn(answer, locale),
    said: answer.said,
    answer: answer.reason,
    lang: { said: answer.locale, answer: 'zh-CN' },
    decision: { tone: decisionTone[answer.decision], label: t[answer.decision] },
    at: answer.at,
  }))
}

async function mineItems(app: App, { actor, council, locale }: Viewer): Promise<MineItem[]> {
  if (actor.accountId === null) return []
  const own = await ownOpinions(app, council.id, actor.accountId)
  return own.map((opinion) => ({
    href: `/r/${opinion.receipt}`,
    title: titleIn(opinion, locale),
    kind: text[locale].kind,
    said: {
      words: opinion.body.length > mostSaid ? `${opinion.body.slice(0, mostSaid)}…` : opinion.body,
      lang: opinion.locale,
    },
    at: opinion.at,
    state: stateOf(opinion, locale),
  }))
}

function stateOf({ stage, decision, argument }: OwnOpinion, locale: Viewer['locale']): MineItem['state'] {
  const t = text[locale]
  if (stage === 'hidden') return { tone: 'stop', label: t.hidden }
  if (stage === 'withdrawn') return { tone: 'plain', label: t.withdrawn }
  if (stage === 'held') return { tone: 'wait', label: t.held }
  if (decision) return { tone: decisionTone[decision], label: t[decision] }
  const labels = {
    open: t.sorted,
    refined: t.refined,
    submitted: t.submitted,
    answered: t.submitted,
    dissolved: t.received,
  }
  return { tone: 'plain', label: argument ? labels[argument] : t.received }
}
