import { candidateChanges, FileRefused, readDocument, versionById } from '#parts/laws'
import { countUnanswered, ledgerOf, ledgerTotal, unanswered } from '#parts/opinions'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { answer, decide, importNext, matterOf, placeByHand } from '../actions/answer.ts'
import { AnswerFormPage } from '../pages/answer-form-page.tsx'
import { text } from '../pages/answer-page.text.ts'
import { AnswerPage } from '../pages/answer-page.tsx'
import { argumentStories, opinionsNamed, type Versions, versionsOf } from '../queries/answers.ts'
import { consultationByNumber, titleIn } from '../queries/consultation.ts'
import { waitingPlacings } from '../queries/placings.ts'
import { isClerk } from '../rules.ts'
import { deskCrumbs } from './desk-crumbs.ts'
import { doneBanner } from './done-banner.tsx'

const listed = 100

/** The office answers: /consultations/:n/answer. */
export function answerRoutes(http: Http): void {
  const base = '/consultations/:n{[0-9]+}/answer'
  http.get(base, (c) => answerPage(c))
  http.get(`${base}/form`, (c) => formPage(c, c.req.queries('a') ?? [], c.req.queries('o') ?? []))
  http.post(`${base}/import`, importSent)
  http.post(`${base}/place`, placeSent)
  http.post(`${base}/decide`, decideSent)
  http.post(`${base}/give`, giveSent)
}

/** The consultation for the office's own pages; null for everybody else. */
export async function forOffice(c: Ctx) {
  const app = c.get('app')
  const { actor, council, locale } = c.get('viewer')
  const row = isClerk(actor) ? await consultationByNumber(app.database.db, council.id, Number(c.req.param('n'))) : null
  return row ? { app, db: app.database.db, actor, council, locale, row, title: titleIn(row, locale) } : null
}

async function answerPage(c: Ctx, again: Again | null = null): Promise<Response> {
  const it = await forOffice(c)
  if (!it) return notFoundPage(c)
  const { db, council, row, locale } = it
  const versions = await versionsOf(db, council.id, row)
  const old = versions?.old ?? (row.version_id ? await versionById(db, council.id, row.version_id) : null)
  const matter = matterOf(row.id)
  const total = ledgerTotal(await ledgerOf(db, council.id, matter, council.timeZone)).collected
  return page(
    c,
    {
      title: text[locale].title,
      desk: true,
      unlisted: true,
      ...(again && { status: again.status, invalid: true }),
      breadcrumb: deskCrumbs(locale, { number: row.number, title: it.title }),
      ...doneBanner(c, text[locale].done),
    },
    <AnswerPage
      row={row}
      title={it.title}
      old={old?.text ?? null}
      versions={versions}
      stories={await argumentStories(db, council.id, row.id)}
      left={await unanswered(db, council.id, matter, { limit: listed })}
      leftCount={await countUnanswered(db, council.id, matter)}
      total={total}
      placings={versions ? await waitingPlacings(db, council.id, row.id, versions.next.id) : null}
      errors={errorsOf(again, locale)}
      values={again?.values ?? {}}
      locale={locale}
    />,
  )
}

function errorsOf(again: Again | null, locale: 'zh-CN' | 'en'): Record<string, string> {
  if (!again) return {}
  const { errors, conflicts } = text[locale]
  const known: Readonly<Record<string, string>> = errors
  const codes: Readonly<Record<string, string>> = conflicts
  if (again.conflict) return { '': codes[again.conflict] ?? conflicts.other }
  return Object.fromEntries(
    again.issues.map(({ path }) => {
      const name = path.split('.')[0] ?? ''
      return [known[name] ? name : '', known[name] ?? conflicts.other]
    }),
  )
}

async function formPage(
  c: Ctx,
  argumentIds: readonly string[],
  opinionIds: readonly string[],
  again: Again | null = null,
  chosen: readonly string[] = [],
): Promise<Response> {
  const it = await forOffice(c)
  if (!it) return notFoundPage(c)
  const { db, council, row, locale } = it
  const uuids = (ids: readonly string[]) => ids.filter((id) => /^[0-9a-f-]{36}$/.test(id)).slice(0, 500)
  const stories = argumentIds.length > 0 ? await argumentStories(db, council.id, row.id, uuids(argumentIds)) : []
  const opinions = await opinionsNamed(db, council.id, row.id, uuids(opinionIds))
  if (stories.length + opinions.length === 0)
    return answerPage(c, {
      values: {},
      issues: [{ path: 'argumentIds', code: 'nothing-chosen' }],
      conflict: null,
      status: 422,
    })
  const versions = await versionsOf(db, council.id, row)
  const said = [...stories.flatMap(wordsOfStory), ...opinions.map(({ body }) => body)].join('\n')
  const provisionId = stories[0]?.provisionId ?? opinions[0]?.provisionId ?? null
  return page(
    c,
    {
      title: text[locale].formTitle,
      desk: true,
      unlisted: true,
      ...(again && { status: again.status, invalid: true }),
      breadcrumb: [
        ...deskCrumbs(locale, { number: row.number, title: it.title }),
        { href: `/consultations/${row.number}/answer`, label: text[locale].title },
      ],
    },
    <AnswerFormPage
      row={row}
      stories={stories}
      opinions={opinions}
      versions={versions}
      candidates={versions ? candidatesFor(said, provisionId, versions) : []}
      deleted={versions?.comparison.deleted ?? []}
      errors={errorsOf(again, locale)}
      values={again?.values ?? {}}
      chosen={chosen}
      locale={locale}
    />,
  )
}

function wordsOfStory(story: Awaited<ReturnType<typeof argumentStories>>[number]): string[] {
  return [story.title, ...story.sentences.map((sentence) => sentence.text), ...story.words.map(({ body }) => body)]
}

function candidatesFor(said: string, provisionId: string | null, { old, next, comparison }: Versions) {
  const clause = /^art_([0-9-]+)/.exec(provisionId ?? '')?.[1] ?? null
  return candidateChanges(said, clause, old.text, next.text, comparison)
}

async function importSent(c: Ctx): Promise<Response> {
  const it = await forOffice(c)
  if (!it) return notFoundPage(c)
  const { values, files } = await sent(c)
  const file = files.file?.[0]
  const source = file ? await textOf(file) : (values.source ?? '')
  return submit(c, importNext, {
    input: {
      consultationId: it.row.id,
      source,
      label: values.label ?? '',
      sourceName: file ? file.name.slice(0, 200) : null,
    },
    done: () => `/consultations/${it.row.number}/answer?done=import`,
    again: (again) => answerPage(c, again),
  })
}

/** @returns the empty string for a file that cannot be read: the form then says what it needs */
async function textOf(file: File): Promise<string> {
  try {
    return await readDocument(file.name, new Uint8Array(await file.arrayBuffer()))
  } catch (error) {
    if (error instanceof FileRefused) return ''
    throw error
  }
}

async function placeSent(c: Ctx): Promise<Response> {
  const it = await forOffice(c)
  if (!it) return notFoundPage(c)
  const { values } = await sent(c)
  return submit(c, placeByHand, {
    input: {
      consultationId: it.row.id,
      opinionId: values.opinionId ?? '',
      provisionId: values.provisionId || null,
    },
    done: () => `/consultations/${it.row.number}/answer?done=place`,
    again: (again) => answerPage(c, again),
  })
}

async function decideSent(c: Ctx): Promise<Response> {
  const it = await forOffice(c)
  if (!it) return notFoundPage(c)
  const { values, lists } = await sent(c)
  const [argumentIds, opinionIds, changes] = [lists.a ?? [], lists.o ?? [], lists.changes ?? []]
  const linked = values.decision === 'adopted' || values.decision === 'partly'
  return submit(c, decide, {
    input: {
      consultationId: it.row.id,
      argumentIds: [...argumentIds],
      opinionIds: [...opinionIds],
      decision: (values.decision ?? '') as 'adopted',
      reason: values.reason ?? '',
      changes: linked ? changes.map(changeOf) : [],
    },
    done: () => `/consultations/${it.row.number}/answer?done=decide`,
    again: (again) => formPage(c, argumentIds, opinionIds, again, changes),
  })
}

function changeOf(value: string) {
  const [provisionId, oldProvisionId] = value.split('|')
  return { provisionId: provisionId || null, oldProvisionId: oldProvisionId || null }
}

async function giveSent(c: Ctx): Promise<Response> {
  const it = await forOffice(c)
  if (!it) return notFoundPage(c)
  return submit(c, answer, {
    input: { consultationId: it.row.id },
    done: ({ number }) => `/consultations/${number}/answer?done=give`,
    again: (again) => answerPage(c, again),
  })
}
