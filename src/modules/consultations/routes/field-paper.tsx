import { perform } from '#kernel/action'
import { normaliseShortCode } from '#kernel/short-code'
import { councilById, nameIn } from '#parts/councils'
import { checkUpload, fileResponse, mostBytes, openFile } from '#parts/files'
import { placeById, placesOf } from '#parts/network'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { type Again, answer, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import {
  enterPaper,
  enterPaperAgain,
  type PaperRow,
  printPapers,
  settlePaper,
  voidPaper,
} from '../actions/field-paper.ts'
import { scanPaper } from '../actions/field-scan.ts'
import { deskAt, differences, paperStage } from '../field-rules.ts'
import { paperFormsPdf } from '../pages/paper-form.ts'
import { text } from '../pages/paper-pages.text.ts'
import { dashed, PaperPage, PapersPage, type PaperView } from '../pages/paper-pages.tsx'
import { type ConsultationRow, titleIn } from '../queries/consultation.ts'
import { paperCounts, papersOf } from '../queries/field-sessions.ts'
import { deskCrumbs } from './desk-crumbs.ts'
import { atDesk, dayIn, errorsOf, originOf, pdfAnswer, versionOf } from './field-doors.tsx'

/** Paper forms: numbered, printed, typed in twice, settled. */
export function paperRoutes(http: Http): void {
  const one = '/consultations/:n{[0-9]+}/paper/:paper{[0-9]+}'
  http.get(
    '/consultations/:n{[0-9]+}/paper',
    atDesk((c, of) => list(c, of)),
  )
  http.post('/consultations/:n{[0-9]+}/paper', atDesk(print))
  http.get('/consultations/:n{[0-9]+}/paper/forms.pdf', atDesk(forms))
  http.get(
    one,
    onPaper((c, it) => show(c, it)),
  )
  http.get(`${one}/scan`, onPaper(scan))
  http.post(`${one}/return`, onPaper(giveBack))
  http.post(`${one}/void`, onPaper(discard))
  http.post(`${one}/:task{first|again|settle}`, onPaper(enter))
}

interface OnePaper {
  readonly consultation: ConsultationRow
  readonly paper: PaperRow
}

/** One form, for the desk of its own place. */
function onPaper(reply: (c: Ctx, it: OnePaper) => Promise<Response>) {
  return atDesk(async (c, consultation) => {
    const paper = await c
      .get('app')
      .database.db.selectFrom('consultations.paper')
      .selectAll()
      .where('council_id', '=', consultation.council_id)
      .where('consultation_id', '=', consultation.id)
      .where('number', '=', Number(c.req.param('paper')))
      .executeTakeFirst()
    const may = paper && deskAt(c.get('viewer').actor, paper.place_id)
    return may ? reply(c, { consultation, paper }) : notFoundPage(c)
  })
}

async function list(c: Ctx, consultation: ConsultationRow, again: Again | null = null): Promise<Response> {
  const { locale, actor } = c.get('viewer')
  const t = text[locale]
  const { db } = c.get('app').database
  const base = `/consultations/${consultation.number}/paper`
  const papers = (await papersOf(db, consultation.council_id, consultation.id)).filter(({ place_id }) =>
    deskAt(actor, place_id),
  )
  const asked = c.req.query('code')?.trim()
  if (asked) {
    const code = normaliseShortCode(asked)?.replaceAll('-', '')
    const found = papers.find((paper) => paper.code === code || String(paper.number) === asked)
    if (found) return c.redirect(`${base}/${found.number}`, 303)
  }
  const places = (await placesOf(db, consultation.council_id, { limit: 300 })).filter(({ place_id }) =>
    deskAt(actor, place_id),
  )
  const view = {
    number: consultation.number,
    title: titleIn(consultation, locale),
    counts: await paperCounts(db, consultation.council_id, consultation.id),
    papers: papers.map((paper) => ({ ...paper, stage: paperStage(paper) })),
    places: places.map((place) => ({ value: place.place_id, label: nameIn(place, locale) })),
    anywhere: deskAt(actor, null),
    values: again?.values ?? {},
    errors: again ? errorsOf(again, t.problem) : {},
  }
  const [from, to] = [Number(c.req.query('from')), Number(c.req.query('to'))]
  const banner = from > 0 && to >= from && (
    <DoneBanner title={t.printed(from, to)}>
      <a href={`${base}/forms.pdf?from=${from}&to=${to}`}>{t.download}</a>
    </DoneBanner>
  )
  const breadcrumb = deskCrumbs(locale, view)
  const status = again ? { invalid: true, status: again.status } : {}
  const options = { title: t.title, desk: true, width: 'wide' as const, unlisted: true, breadcrumb, banner, ...status }
  return page(c, options, <PapersPage view={view} />)
}

async function print(c: Ctx, consultation: ConsultationRow): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, printPapers, {
    input: { consultationId: consultation.id, placeId: values.placeId ?? '', count: values.count ?? '' },
    done: ({ from, to }) => `/consultations/${consultation.number}/paper?from=${from}&to=${to}`,
    again: (again) => list(c, consultation, again),
  })
}

const mostForms = 200

async function forms(c: Ctx, consultation: ConsultationRow): Promise<Response> {
  const { locale, council, actor } = c.get('viewer')
  const { db } = c.get('app').database
  const [from, to] = [Number(c.req.query('from')), Number(c.req.query('to'))]
  const papers = (await papersOf(db, council.id, consultation.id))
    .filter(({ number, came_as, place_id }) => {
      return number >= from && number <= to && came_as === 'print' && deskAt(actor, place_id)
    })
    .toSorted((a, b) => a.number - b.number)
    .slice(0, mostForms)
  const [first] = papers
  if (!first) return notFoundPage(c)
  const place = first.place_id ? await placeById(db, council.id, first.place_id) : undefined
  const full = await councilById(db, council.id)
  const { bytes } = await paperFormsPdf({
    locale,
    title: titleIn(consultation, locale),
    council: full ? nameIn(full, locale) : council.name,
    closes: consultation.closes_at ? dayIn(consultation.closes_at, locale, council.timeZone) : '',
    place: place ? nameIn(place, locale) : '',
    follow: `${originOf(c)}/r`,
    forms: papers.map(({ number, code }) => ({ number, code: dashed(code) })),
  })
  return pdfAnswer(c, bytes, `forms-${from}-${to}.pdf`)
}

async function show(c: Ctx, { consultation, paper }: OnePaper, again: Again | null = null): Promise<Response> {
  const { locale, actor } = c.get('viewer')
  const t = text[locale]
  const version = await versionOf(c, consultation)
  const view: PaperView = {
    number: consultation.number,
    paper,
    stage: paperStage(paper),
    task: taskOf(paper, actor.personId),
    differs: paper.first_entry && paper.second_entry ? differences(paper.first_entry, paper.second_entry) : [],
    clauses: (version?.articles ?? []).map(({ provision }) => ({
      value: provision.id,
      label: `${provision.label} ${(provision.heading ?? provision.children[0]?.text ?? provision.text).slice(0, 20)}`,
    })),
    scan: paper.scan_file_id !== null,
    scanBytes: mostBytes,
    values: again?.values ?? startingWords(paper),
    errors: again ? errorsOf(again, t.problem) : {},
  }
  const done = c.req.query('done')
  const told = done && Object.hasOwn(t.done, done) ? t.done[done as keyof typeof t.done] : null
  const breadcrumb = [
    ...deskCrumbs(locale, { number: consultation.number, title: titleIn(consultation, locale) }),
    { href: `/consultations/${consultation.number}/paper`, label: t.title },
  ]
  const status = again ? { invalid: true, status: again.status } : {}
  const banner = told && <DoneBanner title={told} />
  const options = {
    title: t.heading(paper.number),
    unlisted: true,
    width: 'narrow' as const,
    breadcrumb,
    banner,
    ...status,
  }
  return page(c, options, <PaperPage view={view} />)
}

/** For the third look: what both read alike. For a photo from the field: the clause that the speaker meant. */
function startingWords(paper: PaperRow): Readonly<Record<string, string>> {
  const { first_entry, second_entry, told } = paper
  if (!first_entry || !second_entry) return { provision: told?.provisionId ?? '' }
  const differ = differences(first_entry, second_entry)
  const { consent, letter, ...typed } = first_entry
  const alike = Object.entries(typed).filter(([field]) => differ.every((each) => each !== field))
  return {
    ...Object.fromEntries(alike),
    ...(consent && !differ.includes('consent') && { consent: 'yes' }),
    ...(letter && !differ.includes('letter') && { letter: 'yes' }),
  }
}

function taskOf(paper: PaperRow, personId: string | null): PaperView['task'] {
  const stage = paperStage(paper)
  if (stage === 'entered' || stage === 'void') return 'none'
  if (stage === 'different') {
    return paper.first_by === personId || paper.second_by === personId ? 'wait-settle' : 'settle'
  }
  if (stage === 'once') return paper.first_by === personId ? 'wait-first' : 'again'
  return 'first'
}

async function scan(c: Ctx, { consultation, paper }: OnePaper): Promise<Response> {
  if (!paper.scan_file_id) return notFoundPage(c)
  const opened = await openFile(c.get('app').database.db, consultation.council_id, paper.scan_file_id)
  return opened.ok ? fileResponse(opened, c.req.raw) : notFoundPage(c)
}

async function giveBack(c: Ctx, it: OnePaper): Promise<Response> {
  const { files } = await sent(c)
  const [file] = files.scan ?? []
  const checked = file ? await checkUpload({ content: file, nameShown: file.name, kind: 'scan' }) : null
  if (checked && !checked.ok) {
    const { values } = await sent(c)
    const refused = text[c.get('viewer').locale].fileRefused
    return show(c, it, { values, issues: [{ path: 'scan', code: refused }], conflict: null, status: 422 })
  }
  const outcome = await perform(c.get('app'), scanPaper, c.get('viewer').actor, {
    consultationId: it.consultation.id,
    paperId: it.paper.id,
    upload: checked?.upload ?? null,
  })
  return answer(c, outcome, { done: () => `${addressOf(it)}?done=returned`, again: (again) => show(c, it, again) })
}

async function discard(c: Ctx, it: OnePaper): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, voidPaper, {
    input: { consultationId: it.consultation.id, paperId: it.paper.id, because: values.because ?? '' },
    done: () => `${addressOf(it)}?done=void`,
    again: (again) => show(c, it, again),
  })
}

async function enter(c: Ctx, it: OnePaper): Promise<Response> {
  const { values } = await sent(c)
  const { provision = '', body = '', suggested = '', name = '', contact = '', address = '' } = values
  const entry = {
    provision,
    body,
    suggested,
    name,
    contact,
    letter: values.letter !== undefined,
    address,
    consent: values.consent !== undefined,
  }
  const input = { consultationId: it.consultation.id, paperId: it.paper.id, entry }
  const again = (refused: Again) => show(c, it, withoutPrefix(refused))
  const to = (done: string) => `${addressOf(it)}?done=${done}`
  const task = c.req.param('task')
  if (task === 'first') return submit(c, enterPaper, { input, done: () => to('first'), again })
  if (task === 'settle') return submit(c, settlePaper, { input, done: () => to('settled'), again })
  return submit(c, enterPaperAgain, {
    input,
    done: ({ opinionId }) => to(opinionId ? 'entered' : 'differs'),
    again,
  })
}

function withoutPrefix(again: Again): Again {
  return { ...again, issues: again.issues.map((issue) => ({ ...issue, path: issue.path.replace(/^entry\./, '') })) }
}

function addressOf({ consultation, paper }: OnePaper): string {
  return `/consultations/${consultation.number}/paper/${paper.number}`
}
