import { hasRole } from '#kernel/action'
import { dayInWords, dayOf, isCivilDate } from '#kernel/calendar'
import { councilById, nameIn } from '#parts/councils'
import { provisionPath } from '#parts/laws'
import { type Place, placeById } from '#parts/network'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { markLetters, unmarkLetters } from '../actions/letters.ts'
import { deskAt } from '../field-rules.ts'
import { type LetterFacts, lettersPdf } from '../pages/letter.ts'
import { text } from '../pages/letters-page.text.ts'
import { LettersPage, type LetterTab, letterTabs } from '../pages/letters-page.tsx'
import { titleIn } from '../queries/consultation.ts'
import { type DeskView, namesOf } from '../queries/desk.ts'
import { type Letter, lettersOf } from '../queries/letters.ts'
import { placeNames } from '../queries/reading.ts'
import { readVersion } from '../queries/version.ts'
import { deskCrumbs } from './desk-crumbs.ts'
import { atDesk } from './desk-found.ts'
import { dayIn, originOf, pdfAnswer } from './field-doors.tsx'

const pageSize = 50
/** Letters in one file: setting them takes half a second of this process, more would keep others waiting. */
const lettersInFile = 100

/** Answers by letter: /consultations/:n/answer/letters. */
export function letterRoutes(http: Http): void {
  const base = '/consultations/:n{[0-9]+}/answer/letters'
  http.get(base, (c) => atDesk(c, (desk) => show(c, desk)))
  http.post(`${base}/mark`, (c) => atDesk(c, (desk) => mark(c, desk)))
  http.post(`${base}/undo`, (c) => atDesk(c, (desk) => undo(c, desk)))
  http.get(`${base}.pdf`, (c) => atDesk(c, (desk) => print(c, desk)))
}

/** The letters of this person's places; the office sees all. */
async function ownLetters(c: Ctx, { row }: DeskView): Promise<readonly Letter[]> {
  const { council, actor } = c.get('viewer')
  if (row.stage !== 'answered' && row.stage !== 'evaluated') return []
  const letters = await lettersOf(c.get('app').database.db, council.id, row.id)
  return letters.filter(({ placeId }) => deskAt(actor, placeId))
}

function inTab(letters: readonly Letter[], tab: LetterTab): readonly Letter[] {
  return tab === 'all' ? letters : letters.filter(({ delivered }) => delivered === (tab === 'left'))
}

function tabOf(c: Ctx): LetterTab {
  return letterTabs.find((each) => each === c.req.query('show')) ?? 'waiting'
}

async function show(c: Ctx, desk: DeskView, again: Again | null = null): Promise<Response> {
  const app = c.get('app')
  const { council, locale, actor } = c.get('viewer')
  const t = text[locale]
  const letters = await ownLetters(c, desk)
  const tab = tabOf(c)
  const listed = inTab(letters, tab)
  const pages = Math.max(1, Math.ceil(listed.length / pageSize))
  const at = Math.min(pages, Math.max(1, Number(c.req.query('page')) || 1))
  const shown = listed.slice((at - 1) * pageSize, at * pageSize)
  const files = Math.ceil(listed.length / lettersInFile)
  const { lists } = again ? await sent(c) : { lists: {} as Readonly<Record<string, readonly string[]>> }
  const [marked, undone] = [c.req.query('marked'), c.req.query('undone')]
  const done = /^\d+$/.test(marked ?? '') ? t.marked(marked ?? '') : undone ? t.undone : null
  return page(
    c,
    {
      title: `${t.title} · ${desk.title}`,
      desk: true,
      unlisted: true,
      status: again?.status ?? 200,
      invalid: again !== null,
      breadcrumb: [
        ...deskCrumbs(locale, { number: desk.row.number, title: desk.title }),
        ...(hasRole(actor, 'clerk') ? [{ href: `${desk.base}/answer`, label: t.answer }] : []),
      ],
      ...(done && !again && { banner: <DoneBanner title={done} /> }),
    },
    <LettersPage
      base={desk.base}
      title={desk.title}
      given={desk.row.stage === 'answered' || desk.row.stage === 'evaluated'}
      mayAnswer={hasRole(actor, 'clerk')}
      tab={tab}
      counts={{
        waiting: inTab(letters, 'waiting').length,
        left: inTab(letters, 'left').length,
        all: letters.length,
      }}
      letters={shown}
      page={at}
      pages={pages}
      pageSize={pageSize}
      files={Array.from({ length: files }, (_, part) => ({
        from: part * lettersInFile + 1,
        to: Math.min(listed.length, (part + 1) * lettersInFile),
      }))}
      placeNames={
        await placeNames(
          app,
          council.id,
          shown.map(({ placeId }) => placeId),
          locale,
        )
      }
      persons={
        await namesOf(
          app,
          council.id,
          shown.flatMap(({ items }) => items.map(({ left }) => left?.by ?? null)),
        )
      }
      today={dayOf(app.clock.now(), council.timeZone)}
      day={(isoDay) => (isCivilDate(isoDay) ? dayInWords(locale, isoDay) : isoDay)}
      chosen={lists.letter ?? []}
      values={again?.values ?? {}}
      errors={again ? errorsOf(again, t) : {}}
      locale={locale}
    />,
  )
}

function errorsOf(
  again: Again,
  {
    errors,
    conflicts,
  }: { readonly errors: Readonly<Record<string, string>>; readonly conflicts: Readonly<Record<string, string>> },
): Record<string, string> {
  if (again.conflict) return { '': conflicts[again.conflict] ?? conflicts.other ?? '' }
  return Object.fromEntries(
    again.issues.map(({ path }) => {
      const name = path.split('.')[0] ?? ''
      const known = name === 'opinionIds' ? '' : name
      return [known, errors[name] ?? conflicts.other ?? '']
    }),
  )
}

async function mark(c: Ctx, desk: DeskView): Promise<Response> {
  const { values, lists } = await sent(c)
  const letters = (values.do === 'page' ? lists.page : lists.letter) ?? []
  const { tab, page: at } = whereOf(c)
  return submit(c, markLetters, {
    input: {
      consultationId: desk.row.id,
      opinionIds: letters.flatMap((ids) => ids.split(' ')).filter(Boolean),
      way: (values.way ?? '') as 'sent',
      onDay: values.onDay ?? '',
    },
    done: ({ marked }) => `${desk.base}/answer/letters?show=${tab}&page=${at}&marked=${marked}`,
    again: (again) => show(c, desk, again),
  })
}

async function undo(c: Ctx, desk: DeskView): Promise<Response> {
  const { lists } = await sent(c)
  const { tab, page: at } = whereOf(c)
  return submit(c, unmarkLetters, {
    input: { consultationId: desk.row.id, opinionIds: [...(lists.opinionIds ?? [])] },
    done: () => `${desk.base}/answer/letters?show=${tab}&page=${at}&undone=1`,
    again: (again) => show(c, desk, again),
  })
}

function whereOf(c: Ctx) {
  return { tab: tabOf(c), page: Math.max(1, Number(c.req.query('page')) || 1) }
}

/** A hundred letters in one file, or one by its receipt. */
async function print(c: Ctx, desk: DeskView): Promise<Response> {
  const letters = await ownLetters(c, desk)
  const receipt = c.req.query('letter')
  const part = Math.max(1, Number(c.req.query('part')) || 1)
  const chosen = receipt
    ? letters.filter(({ items }) => items.some((item) => item.receipt === receipt))
    : inTab(letters, tabOf(c)).slice((part - 1) * lettersInFile, part * lettersInFile)
  if (chosen.length === 0) return notFoundPage(c)
  const { bytes } = await lettersPdf(chosen, await factsOf(c, desk, chosen))
  const name = receipt ? `letter-${receipt}.pdf` : `letters-${desk.row.number}-${part}.pdf`
  return pdfAnswer(c, bytes, name)
}

async function factsOf(c: Ctx, { row }: DeskView, letters: readonly Letter[]): Promise<LetterFacts> {
  const { db } = c.get('app').database
  const { council } = c.get('viewer')
  const full = await councilById(db, council.id)
  const versionIds = new Set(letters.flatMap(({ items }) => items.flatMap(({ versionId }) => versionId ?? [])))
  const versions = new Map(
    await Promise.all(Array.from(versionIds, async (id) => [id, await readVersion(db, council.id, id)] as const)),
  )
  const placeIds = new Set(letters.flatMap(({ placeId }) => placeId ?? []))
  const places = new Map<string, Place | undefined>()
  for (const id of placeIds) places.set(id, await placeById(db, council.id, id))
  return {
    givenAt: row.answered_at ?? c.get('app').clock.now(),
    matter: { 'zh-CN': titleIn(row, 'zh-CN'), en: titleIn(row, 'en') },
    council: full
      ? { 'zh-CN': nameIn(full, 'zh-CN'), en: nameIn(full, 'en') }
      : { 'zh-CN': council.name, en: council.name },
    day: (at, locale) => dayIn(at, locale, council.timeZone),
    placeOf: ({ versionId, provisionId }, locale) => {
      const version = versions.get(versionId ?? '')
      return version && provisionId ? provisionPath(version.text, provisionId, locale) : ''
    },
    handOver: (placeId, locale) => {
      const place = places.get(placeId ?? '')
      if (!place) return ''
      const address = (locale === 'en' ? place.address_en : null) ?? place.address_zh
      return [nameIn(place, locale), address].filter(Boolean).join(locale === 'en' ? ', ' : '，')
    },
    follow: `${originOf(c)}/r`,
  }
}
