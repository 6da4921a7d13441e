import { hasRole } from '#kernel/action'
import { newId } from '#kernel/ids'
import { nameIn } from '#parts/councils'
import { placesOf } from '#parts/network'
import { argumentsOfOpinion, missingBeforeRefined, moderationReasons, suggestGroups } from '#parts/opinions'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { joinArgument, newArgument } from '../actions/desk-arguments.ts'
import { mayJudge } from '../actions/desk-lock.ts'
import { enterOpinion, judgeAppeal, moderateOpinions } from '../actions/desk-opinions.ts'
import { finishAll } from '../actions/desk-refinement.ts'
import { errorsIn } from '../desk-errors.ts'
import { DeskOpinionPage } from '../pages/desk-opinion-page.tsx'
import { text } from '../pages/desk-pages.text.ts'
import { EnterPage, FinishPage, SuggestionsPage } from '../pages/desk-sorting-pages.tsx'
import { type DeskView, namesOf } from '../queries/desk.ts'
import { deskOpinion, judgedBefore } from '../queries/desk-queue.ts'
import { placeNames } from '../queries/reading.ts'
import { worksAt } from '../rules.ts'
import { receiptHref } from '../telling.ts'
import { atDesk, clausesOf } from './desk-found.ts'
import { crumbs } from './desk-queue.tsx'
import { doneBanner } from './done-banner.tsx'

const base = '/consultations/:n{[0-9]+}/desk'

export function deskOpinionRoutes(http: Http): void {
  http.get(`${base}/opinions/:receipt`, (c) => atDesk(c, (desk) => showOpinion(c, desk, null)))
  http.post(`${base}/opinions/:receipt`, (c) => atDesk(c, (desk) => judge(c, desk)))
  http.get(`${base}/suggestions`, (c) => atDesk(c, (desk) => showSuggestions(c, desk, null)))
  http.post(`${base}/suggestions`, (c) => atDesk(c, (desk) => takeSuggestion(c, desk)))
  http.get(`${base}/finish`, (c) => atDesk(c, (desk) => showFinish(c, desk, null)))
  http.post(`${base}/finish`, (c) =>
    atDesk(c, async (desk) =>
      submit(c, finishAll, {
        input: { consultationId: desk.row.id },
        done: () => `${desk.base}/desk/finish?done=finish`,
        again: (again) => showFinish(c, desk, again),
      }),
    ),
  )
  http.get(`${base}/enter`, (c) => atDesk(c, (desk) => showEnter(c, desk, null)))
  http.post(`${base}/enter`, (c) => atDesk(c, (desk) => enter(c, desk)))
}

function frame(desk: DeskView, title: string, again: Again | null) {
  return {
    title: `${title} · ${desk.title}`,
    desk: true,
    unlisted: true,
    width: 'wide' as const,
    status: again?.status ?? (200 as const),
    invalid: again !== null,
    breadcrumb: crumbs(desk),
  }
}

async function showOpinion(c: Ctx, desk: DeskView, again: Again | null): Promise<Response> {
  const app = c.get('app')
  const { council, locale, actor } = c.get('viewer')
  const { db } = app.database
  const receipt = c.req.param('receipt') ?? ''
  const opinion = await deskOpinion(db, { councilId: council.id, consultationId: desk.row.id, receipt })
  if (!opinion) return notFoundPage(c)
  const history = await judgedBefore(db, council.id, opinion.id)
  const places = await placeNames(app, council.id, [opinion.place_id], locale)
  return page(
    c,
    {
      ...frame(desk, text[locale].opinionTitle(receiptHref(opinion.receipt).slice(3)), again),
      ...doneBanner(c, text[locale].opinionDone),
    },
    <DeskOpinionPage
      view={{
        desk,
        opinion,
        place: places.get(opinion.place_id ?? '') ?? null,
        arguments: await argumentsOfOpinion(db, council.id, opinion.id),
        history,
        names: await namesOf(
          app,
          council.id,
          history.map((each) => each.by),
        ),
        mayJudge: mayJudge(actor, opinion.place_id),
        errors: again ? errorsIn(locale, again) : {},
        values: again?.values ?? {},
      }}
    />,
  )
}

async function judge(c: Ctx, desk: DeskView): Promise<Response> {
  const { values } = await sent(c)
  const receipt = c.req.param('receipt') ?? ''
  const opinion = await deskOpinion(c.get('app').database.db, {
    councilId: c.get('viewer').council.id,
    consultationId: desk.row.id,
    receipt,
  })
  if (!opinion) return notFoundPage(c)
  const done = () => `${desk.base}/desk/opinions/${receipt}?done=${values.do}`
  const again = (refused: Again) => showOpinion(c, desk, refused)
  const consultationId = desk.row.id
  if (values.do === 'appeal') {
    const input = {
      consultationId,
      opinionId: opinion.id,
      upheld: values.upheld === 'yes',
      answer: values.answer ?? '',
    }
    return submit(c, judgeAppeal, { input, done, again })
  }
  return submit(c, moderateOpinions, {
    input: {
      consultationId,
      opinionIds: [opinion.id],
      verdict: (['held', 'released', 'hidden', 'restored'] as const).find((each) => each === values.verdict) ?? 'held',
      reasonCode: [...moderationReasons, 'mistake' as const].find((each) => each === values.reasonCode) ?? 'noise',
      reason: values.reason ?? '',
    },
    done,
    again,
  })
}

async function showSuggestions(c: Ctx, desk: DeskView, again: Again | null): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const matter = { type: 'consultation', id: desk.row.id }
  const suggestions = await suggestGroups(c.get('app').database.db, council.id, matter)
  return page(
    c,
    { ...frame(desk, text[locale].suggestionsTitle, again), ...doneBanner(c, text[locale].suggestionDone) },
    <SuggestionsPage
      desk={desk}
      suggestions={suggestions}
      errors={again ? errorsIn(locale, again) : {}}
      values={again?.values ?? {}}
      chosen={again ? ((await sent(c)).lists.opinionIds ?? []) : null}
    />,
  )
}

async function takeSuggestion(c: Ctx, desk: DeskView): Promise<Response> {
  const { values, lists } = await sent(c)
  const input = { consultationId: desk.row.id, opinionIds: [...(lists.opinionIds ?? [])] }
  const again = (refused: Again) => showSuggestions(c, desk, refused)
  const done = () => `${desk.base}/desk/suggestions?done=${values.do}`
  return values.do === 'join'
    ? submit(c, joinArgument, { input: { ...input, number: values.number ?? '' }, done, again })
    : submit(c, newArgument, { input: { ...input, title: values.title ?? '' }, done, again })
}

async function showFinish(c: Ctx, desk: DeskView, again: Again | null): Promise<Response> {
  const { council, locale, actor } = c.get('viewer')
  const missing = await missingBeforeRefined(c.get('app').database.db, council.id, {
    type: 'consultation',
    id: desk.row.id,
  })
  const toSubmission = <a href={`${desk.base}/submission`}>{text[locale].toSubmission}</a>
  return page(
    c,
    {
      ...frame(desk, text[locale].finishTitle, again),
      ...doneBanner(c, { finish: text[locale].finishDone }, toSubmission),
    },
    <FinishPage
      desk={desk}
      missing={missing}
      isClerk={hasRole(actor, 'clerk')}
      errors={again ? errorsIn(locale, again) : {}}
    />,
  )
}

async function showEnter(c: Ctx, desk: DeskView, again: Again | null): Promise<Response> {
  const app = c.get('app')
  const { council, locale, actor } = c.get('viewer')
  const places = await placesOf(app.database.db, council.id)
  const entered = c.req.query('entered')
  return page(
    c,
    {
      ...frame(desk, text[locale].enterTitle, again),
      width: 'narrow',
      ...(entered && {
        banner: (
          <DoneBanner title={text[locale].entered(receiptHref(entered).slice(3))}>
            {text[locale].enteredNext} <a href={receiptHref(entered)}>{text[locale].receiptPage}</a>
          </DoneBanner>
        ),
      }),
    },
    <EnterPage
      view={{
        desk,
        clauses: clausesOf(desk),
        places: places
          .filter((place) => worksAt(actor, place.place_id))
          .map((place) => ({ value: place.place_id, label: nameIn(place, locale) })),
        anywhere: worksAt(actor, null) && hasRole(actor, 'clerk'),
        clientKey: again?.values.clientKey ?? newId(),
        errors: again ? errorsIn(locale, again) : {},
        values: again?.values ?? {},
      }}
    />,
  )
}

async function enter(c: Ctx, desk: DeskView): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, enterOpinion, {
    input: {
      consultationId: desk.row.id,
      clientKey: values.clientKey ?? '',
      placeId: values.placeId || null,
      anchor: values.anchor ? { provisionId: values.anchor } : null,
      body: values.body ?? '',
      suggested: values.suggested ?? null,
      name: values.name ?? null,
      nameVisibleTo:
        (['nobody', 'office', 'everyone'] as const).find((each) => each === values.nameVisibleTo) ?? 'office',
      contact: values.contact ?? null,
      letter: values.letter === 'yes',
      address: values.address ?? null,
      public: values.public === 'yes',
      // An unticked box is refused by the schema with words of its own.
      consent: (values.consent === 'yes') as true,
    },
    done: ({ receipt }) => `${desk.base}/desk/enter?entered=${receipt}`,
    again: (again) => showEnter(c, desk, again),
  })
}
