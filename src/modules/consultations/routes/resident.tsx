import { perform } from '#kernel/action'
import type { Locale } from '#kernel/text'
import { fileResponse, openFile } from '#parts/files'
import type { Provision } from '#parts/laws'
import { plainWords, provisionPath } from '#parts/laws'
import {
  clauseOf,
  countAt,
  type ShownOpinion,
  searchOpinions,
  shownByIds,
  shownOpinions,
  supporterOf,
  supports,
} from '#parts/opinions'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { sent } from '#web/form'
import { frameOf, page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { keepPublic } from '#web/server'
import { ensureDevice } from '#web/session'
import { support, unsupport } from '../actions/support.ts'
import { ClausePage, type Order } from '../pages/clause-page.tsx'
import { dayWords } from '../pages/day-words.ts'
import { lawLocale } from '../pages/law-words.tsx'
import { text as listText } from '../pages/list-page.text.ts'
import { ListPage } from '../pages/list-page.tsx'
import { text as moderationText } from '../pages/moderation-page.text.ts'
import { ModerationPage } from '../pages/moderation-page.tsx'
import { opinionItemsHtml } from '../pages/opinion-item.tsx'
import { text as opinionText } from '../pages/opinion-page.text.ts'
import { OpinionPage, SupportPage } from '../pages/opinion-page.tsx'
import { text as opinionsText } from '../pages/opinions-page.text.ts'
import { OpinionsPage } from '../pages/opinions-page.tsx'
import { text as readingText } from '../pages/reading-page.text.ts'
import { ReadingPage } from '../pages/reading-page.tsx'
import { answerTo, versionsOf } from '../queries/answers.ts'
import { titleIn } from '../queries/consultation.ts'
import { moderatedConsultations } from '../queries/moderation.ts'
import {
  answersOf,
  daysLeft,
  heardHere,
  placeNames,
  publicConsultation,
  publicConsultations,
  quotesIn,
  readingsFor,
} from '../queries/reading.ts'
import type { ReadVersion } from '../queries/version.ts'
import { stageNow } from '../rules.ts'
import { writeRoutes } from './write.tsx'

const pageSize = 50
const mostPages = 400

/** What residents read and do. */
export function residentRoutes(http: Http): void {
  http.get('/consultations', list)
  http.get('/consultations/moderation', moderation)
  http.get('/consultations/:n{[0-9]+}', reading)
  http.get('/consultations/:n{[0-9]+}/clauses/:clause', clause)
  http.get('/consultations/:n{[0-9]+}/opinions', opinions)
  http.get('/consultations/:n{[0-9]+}/opinions/:id', opinion)
  http.get('/consultations/:n{[0-9]+}/opinions/:id/support', supportForm)
  http.post('/consultations/:n{[0-9]+}/opinions/:id/support', supportSent)
  http.get('/consultations/:n{[0-9]+}/opinions/:id/files/:file', attachment)
  writeRoutes(http)
}

/** The consultation of this request as everyone may see it, with what its pages need. */
export async function found(c: Ctx) {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const consultation = await publicConsultation(app, council.id, Number(c.req.param('n')))
  if (!consultation) return null
  const now = app.clock.now()
  const { row, version } = consultation
  const stage = stageNow(row, now)
  return {
    app,
    council,
    locale,
    row,
    version,
    stage,
    open: stage === 'open' && row.opens_at !== null && row.opens_at <= now,
    title: titleIn(row, locale),
    daysLeft: daysLeft(row.closes_at, now),
    days: dayWords(locale, council.timeZone, now),
  }
}
type Found = NonNullable<Awaited<ReturnType<typeof found>>>

async function list(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const consultations = await publicConsultations(app, council.id, locale)
  keepPublic(c)
  return page(
    c,
    { title: listText[locale].title, description: listText[locale].lead },
    <ListPage
      consultations={consultations}
      days={dayWords(locale, council.timeZone, app.clock.now())}
      locale={locale}
    />,
  )
}

/** What is not shown and why, for everyone. */
async function moderation(c: Ctx): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const t = moderationText[locale]
  const consultations = await moderatedConsultations(c.get('app'), council.id)
  keepPublic(c)
  return page(
    c,
    {
      title: t.title,
      description: t.lead,
      breadcrumb: [{ href: '/consultations', label: listText[locale].title }],
    },
    <ModerationPage consultations={consultations} locale={locale} />,
  )
}

async function reading(c: Ctx): Promise<Response> {
  const it = await found(c)
  if (!it) return notFoundPage(c)
  const { app, council, locale, row, version } = it
  const asked = c.req.query('for') ?? ''
  const audience = asked === '' ? null : asked === 'everyone' ? '' : asked
  const language = besideOf(c, locale)
  const heard = await heardHere(app, council.id, row.id)
  const readings = version ? await readingsFor(app, council.id, version, { locale, language, audience }) : null
  keepPublic(c)
  return page(
    c,
    {
      title: it.title,
      description: row.summary || it.title,
      breadcrumb: [crumbToList(it)],
      islands: ['search-inside', 'print'],
    },
    <ReadingPage
      row={row}
      title={it.title}
      summary={row.summaries[locale] ?? row.summary}
      stage={it.stage}
      daysLeft={it.daysLeft}
      version={version}
      readings={readings}
      heard={heard}
      answers={(await answersOf(app.database.db, council.id, [row.id])).get(row.id) ?? null}
      language={language}
      audience={audience}
      find={c.req.query('find') ?? ''}
      days={it.days}
      locale={locale}
    />,
  )
}

/** The language read beside the law: as chosen, else the reader's own where it is not the law's. */
function besideOf(c: Ctx, locale: Locale): string | null {
  const asked = c.req.query('beside') ?? (locale === lawLocale ? '' : locale)
  return asked === '' ? null : asked
}

function crumbToList({ locale }: Pick<Found, 'locale'>) {
  return { href: '/consultations', label: readingText[locale].crumb }
}

function crumbs(it: Found) {
  return [crumbToList(it), { href: `/consultations/${it.row.number}`, label: it.title }]
}

async function clause(c: Ctx): Promise<Response> {
  const it = await found(c)
  const id = c.req.param('clause') ?? ''
  const at = it?.version?.articles.findIndex(({ provision }) => provision.id === id) ?? -1
  const here = it?.version?.articles[at]
  if (!it || !here || !it.version) return notFoundPage(c)
  const { app, council, locale, row } = it
  const { db } = app.database
  const order = orderOf(c)
  const where = { councilId: council.id, subjectId: row.id, clause: id }
  const count = await countAt(db, where)
  const [pageNumber, pages] = pageOf(c, count)
  const [shown, readings, quotes] = await Promise.all([
    shownOpinions(db, { ...where, order, page: pageNumber, pageSize }),
    readingsFor(app, council.id, it.version, { locale, language: besideOf(c, locale), audience: null }),
    quotesIn(app, { councilId: council.id, consultationId: row.id, article: here.provision }),
  ])
  keepPublic(c)
  return page(
    c,
    {
      title: `${provisionPath(it.version.text, id, locale)} · ${it.title}`,
      breadcrumb: crumbs(it),
      islands: ['print'],
      width: 'narrow',
    },
    <ClausePage
      number={row.number}
      article={here.provision}
      above={here.above}
      previous={it.version.articles[at - 1]?.provision ?? null}
      next={it.version.articles[at + 1]?.provision ?? null}
      besides={readings.of(here.provision)}
      quotes={quotes}
      count={count}
      itemsHtml={await itemsHtml(c, it, shown)}
      order={order}
      page={pageNumber}
      pages={pages}
      open={it.open}
      days={it.days}
      locale={locale}
    />,
  )
}

function orderOf(c: Ctx): Order {
  return c.req.query('order') === 'supported' ? 'supported' : 'newest'
}

/** The page asked for and how many there are. */
function pageOf(c: Ctx, count: number): [number, number] {
  const pages = Math.min(mostPages, Math.max(1, Math.ceil(count / pageSize)))
  const asked = Number(c.req.query('page'))
  return [Number.isSafeInteger(asked) ? Math.min(pages, Math.max(1, asked)) : 1, pages]
}

async function itemsHtml(c: Ctx, it: Found, shown: readonly ShownOpinion[], typed = ''): Promise<string> {
  const { app, council, locale, row, version, open, days } = it
  const ids = shown.map(({ placeId }) => placeId)
  const places = await placeNames(app, council.id, ids, locale)
  return opinionItemsHtml(
    frameOf(c),
    shown.map((opinion) => ({
      opinion,
      consultation: row.number,
      place: places.get(opinion.placeId ?? '') ?? null,
      open,
      replaces: opinion.suggested === null ? null : replacedBy(version, opinion),
      days,
      locale,
      typed,
    })),
    version?.id ?? '',
  )
}

/** The words a suggestion would replace: those quoted, else its whole provision's; null about the whole draft. */
export function replacedBy(
  version: ReadVersion | null,
  { quote, provisionId }: { readonly quote: string | null; readonly provisionId: string | null },
): string | null {
  if (quote !== null) return quote
  const provision = version?.provisions.get(provisionId ?? '')?.provision
  return provision ? plainWords(provision) : null
}

async function opinions(c: Ctx): Promise<Response> {
  const it = await found(c)
  if (!it) return notFoundPage(c)
  const { app, council, locale, row, version } = it
  const { db } = app.database
  const typed = (c.req.query('q') ?? '').trim().slice(0, 100)
  const asked = c.req.query('clause') ?? ''
  const clauseName = asked === 'whole' || version?.provisions.has(asked) ? asked : ''
  const wanted = clauseName === 'whole' ? null : clauseName || undefined
  const where = { councilId: council.id, subjectId: row.id, ...(wanted !== undefined && { clause: wanted }) }
  const order = orderOf(c)
  const listed = typed ? await searched(c, { ...where, typed }) : await browsed(c, { ...where, order })
  keepPublic(c)
  return page(
    c,
    { title: `${opinionsText[locale].title} · ${it.title}`, breadcrumb: crumbs(it), width: 'narrow' },
    <OpinionsPage
      number={row.number}
      title={it.title}
      version={version}
      clause={clauseName}
      typed={typed}
      count={listed.count}
      more={listed.more}
      itemsHtml={await itemsHtml(c, it, listed.shown, typed)}
      order={order}
      page={listed.page}
      pages={listed.pages}
      open={it.open}
      days={it.days}
      locale={locale}
    />,
  )

  async function browsed(ctx: Ctx, by: { councilId: string; subjectId: string; clause?: string | null; order: Order }) {
    const count = await countAt(db, by)
    const [pageNumber, pages] = pageOf(ctx, count)
    const shown = await shownOpinions(db, { ...by, page: pageNumber, pageSize })
    return { count, more: false, shown, page: pageNumber, pages }
  }

  async function searched(
    ctx: Ctx,
    by: { councilId: string; subjectId: string; clause?: string | null; typed: string },
  ) {
    const asked = Math.max(1, Number(ctx.req.query('page')) || 1)
    const {
      opinions: shown,
      total,
      more,
    } = await searchOpinions(db, {
      ...by,
      page: asked,
      pageSize,
    })
    const [pageNumber, pages] = pageOf(ctx, total)
    return { count: total, more, shown, page: pageNumber, pages }
  }
}

/** One opinion everyone may read, of this consultation. */
async function foundOpinion(c: Ctx) {
  const it = await found(c)
  if (!it) return null
  const id = c.req.param('id') ?? ''
  if (!/^[0-9a-f-]{36}$/.test(id)) return null
  const [shown] = await shownByIds(it.app.database.db, it.council.id, [id])
  if (!shown || shown.subjectId !== it.row.id) return null
  const places = await placeNames(it.app, it.council.id, [shown.placeId], it.locale)
  return {
    ...it,
    props: {
      number: it.row.number,
      opinion: shown,
      about:
        shown.provisionId && it.version ? provisionPath(it.version.text, shown.provisionId, it.locale) || null : null,
      place: places.get(shown.placeId ?? '') ?? null,
      replaces: replacedBy(it.version, shown),
      open: it.open,
      days: it.days,
      locale: it.locale,
    },
  }
}

async function opinion(c: Ctx): Promise<Response> {
  const it = await foundOpinion(c)
  if (!it) return notFoundPage(c)
  const { row, council, props } = it
  const { db } = it.app.database
  const told = row.stage === 'answered' || row.stage === 'evaluated'
  const outcome = told ? await answerTo(db, council.id, props.opinion.id) : null
  const versions = outcome && outcome.changes.length > 0 ? await versionsOf(db, council.id, row) : null
  keepPublic(c)
  return page(
    c,
    { title: opinionText[it.locale].title, breadcrumb: crumbs(it), width: 'narrow' },
    <OpinionPage
      {...props}
      outcome={outcome}
      texts={versions ? { old: versions.old.text, next: versions.next.text } : null}
    />,
  )
}

async function supportForm(c: Ctx): Promise<Response> {
  // A guest is known by her device, which has to be there before the button is pressed.
  ensureDevice(c)
  return supportPage(c, null)
}

async function supportPage(c: Ctx, problem: string | null, done?: 'taken' | 'back'): Promise<Response> {
  const it = await foundOpinion(c)
  if (!it) return notFoundPage(c)
  const { actor } = c.get('viewer')
  const t = opinionText[it.locale]
  const supporter = supporterOf(actor)
  const supported = supporter
    ? await supports(it.app.database.db, { councilId: it.council.id, opinionId: it.props.opinion.id, supporter })
    : false
  const word = done ?? c.req.query('done')
  return page(
    c,
    {
      title: t.meTooQuestion,
      breadcrumb: crumbs(it),
      width: 'narrow',
      unlisted: true,
      status: problem ? 409 : 200,
      ...(word === 'taken' &&
        supported && { banner: <DoneBanner title={t.done}>{t.doneWords(it.props.opinion.supports)}</DoneBanner> }),
      ...(word === 'back' && !supported && { banner: <DoneBanner title={t.backDone}>{t.backDoneWords}</DoneBanner> }),
    },
    <SupportPage {...it.props} supported={supported} own={problem === 'own-opinion'} problem={problem} />,
  )
}

async function supportSent(c: Ctx): Promise<Response> {
  const it = await foundOpinion(c)
  if (!it) return notFoundPage(c)
  const back = (await sent(c)).values.take === 'back'
  const { actor } = c.get('viewer')
  if (supporterOf(actor) === null) {
    ensureDevice(c)
    return supportPage(c, 'no-device')
  }
  const outcome = await perform(it.app, back ? unsupport : support, actor, { opinionId: it.props.opinion.id })
  if (outcome.ok) {
    return c.redirect(
      `/consultations/${it.row.number}/opinions/${it.props.opinion.id}/support?done=${back ? 'back' : 'taken'}`,
      303,
    )
  }
  return outcome.kind === 'conflict' ? supportPage(c, outcome.code) : notFoundPage(c)
}

/** A photo or voice note of a public opinion. */
async function attachment(c: Ctx): Promise<Response> {
  const it = await foundOpinion(c)
  const file = it?.props.opinion.files.find(({ id }) => id === c.req.param('file'))
  if (!it || !file) return notFoundPage(c)
  const opened = await openFile(it.app.database.db, it.council.id, file.id, { thumbnail: c.req.query('small') === '1' })
  return opened.ok ? fileResponse(opened, c.req.raw) : notFoundPage(c)
}

/** The article a provision belongs to. */
export function articleAt(version: ReadVersion | null, provisionId: string | null): Provision | null {
  return provisionId ? (version?.provisions.get(clauseOf(provisionId))?.provision ?? null) : null
}
