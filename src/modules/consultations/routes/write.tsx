import { perform } from '#kernel/action'
import type { Issue, Refusal } from '#kernel/outcome'
import type { Locale } from '#kernel/text'
import { checkUpload, filesText } from '#parts/files'
import { longestBody, longestSuggestion, similarOpinions } from '#parts/opinions'
import { readContact } from '#parts/people'
import { notFoundPage, refusalPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { attach } from '../actions/attach.ts'
import { comment } from '../actions/give.ts'
import { commentOf, draftOf, suggestionOf, type WriteDraft } from '../pages/write-draft.ts'
import { text } from '../pages/write-page.text.ts'
import { CheckPage, WritePage } from '../pages/write-page.tsx'
import { findQuote } from '../queries/version.ts'
import { mayStillComment } from '../rules.ts'
import { rememberedDoor } from './field-doors.tsx'
import { found } from './resident.tsx'

type Found = NonNullable<Awaited<ReturnType<typeof found>>>
type Errors = Readonly<Record<string, string>>
type Problem = 'closed' | 'too-many' | 'not-open-yet' | null

/** Writing an opinion: the words, then everything once more, then sent. Works without scripts; nothing typed is lost. */
export function writeRoutes(http: Http): void {
  http.get('/consultations/:n{[0-9]+}/write', blank)
  http.post('/consultations/:n{[0-9]+}/write', step)
}

async function blank(c: Ctx): Promise<Response> {
  const it = await found(c)
  if (!it) return notFoundPage(c)
  const draft = draftOf({ door: await rememberedDoor(c, it.row), ...c.req.query() }, {}, it.version)
  return writePage(c, it, { draft, errors: {}, problem: problemOf(it) })
}

function problemOf({ app, row }: Found): Problem {
  const code = mayStillComment(row, app.clock.now())
  return code === 'closed' || code === 'not-open-yet' ? code : null
}

async function step(c: Ctx): Promise<Response> {
  const it = await found(c)
  const form = await sent(c)
  if (!it) return notFoundPage(c, form.values)
  const draft = draftOf(form.values, form.lists, it.version)
  const which = form.values.step
  if (which === 'place' || which === 'edit') return writePage(c, it, { draft, errors: {}, problem: problemOf(it) })
  if (which === 'send') return send(c, it, draft)
  return check(c, it, draft)
}

async function check(c: Ctx, it: Found, draft: WriteDraft): Promise<Response> {
  const { files } = await sent(c)
  const kept = await keepFiles(c, it, [
    ...(files.photo ?? []).slice(0, 3).map((file) => ({ file, kind: 'photo' as const })),
    ...(files.voice ?? []).slice(0, 2).map((file) => ({ file, kind: 'voice' as const })),
  ])
  const now: WriteDraft = { ...draft, files: [...draft.files, ...kept.files].slice(0, 5) }
  const errors = { ...wordErrors(it, now), ...kept.errors }
  const problem = kept.problem ?? problemOf(it)
  if (Object.keys(errors).length > 0 || problem) return writePage(c, it, { draft: now, errors, problem })
  return checkPage(c, it, { draft: now, errors: {}, problem: null })
}

/** What is wrong with the words themselves, in words. */
function wordErrors({ version, locale }: Found, draft: WriteDraft): Errors {
  const t = text[locale].errors
  const errors: Record<string, string> = {}
  const provision = version?.provisions.get(draft.provision || draft.article)?.provision
  if (draft.quote.trim() !== '' && provision) {
    if (draft.quote.length > 2000) errors.quote = t.quoteLong
    else if (!findQuote(provision, draft.quote, draft.start)) errors.quote = t.quote
  }
  if (draft.body.trim() === '') errors.body = t.body
  else if (draft.body.length > longestBody) errors.body = t.bodyLong(longestBody)
  if ((suggestionOf(draft)?.length ?? 0) > longestSuggestion) errors.suggested = t.suggestedLong(longestSuggestion)
  return errors
}

/** Cleans and keeps what was attached; the words stay in the form whatever becomes of the files. */
async function keepFiles(c: Ctx, it: Found, uploads: readonly { file: File; kind: 'photo' | 'voice' }[]) {
  const files: string[] = []
  const errors: Record<string, string> = {}
  let problem: Problem = null
  for (const { file, kind } of uploads) {
    const checked = await checkUpload({ content: file, nameShown: file.name, kind })
    if (!checked.ok) {
      errors[kind] = filesText[it.locale].refusal[checked.reason]
      continue
    }
    const outcome = await perform(it.app, attach, c.get('viewer').actor, {
      consultationId: it.row.id,
      upload: checked.upload,
    })
    if (outcome.ok) files.push(`${kind}:${outcome.result.fileId}`)
    else if (outcome.kind === 'conflict' && outcome.code === 'too-many') problem = 'too-many'
    else errors[kind] = text[it.locale].errors.other
  }
  return { files, errors, problem }
}

async function send(c: Ctx, it: Found, draft: WriteDraft): Promise<Response> {
  const { actor } = c.get('viewer')
  const words = wordErrors(it, draft)
  if (Object.keys(words).length > 0) return writePage(c, it, { draft, errors: words, problem: null })
  const missing = answerErrors(draft, it.locale, actor.accountId !== null)
  if (Object.keys(missing).length > 0) return checkPage(c, it, { draft, errors: missing, problem: null })
  const contact = readContact(draft.contact)
  const ready = contact ? { ...draft, contact: contact.value } : draft
  const outcome = await perform(it.app, comment, actor, commentOf(ready, it.row.id, it.locale))
  if (outcome.ok) return c.redirect(`/r/${dashed(outcome.result.receipt)}?new=1`, 303)
  const before = await receiptOfKey(it, draft.key)
  if (before) return c.redirect(`/r/${dashed(before)}?new=1`, 303)
  return refused(c, it, draft, outcome)
}

function answerErrors(draft: WriteDraft, locale: Locale, signedIn: boolean): Errors {
  const t = text[locale].errors
  const errors: Record<string, string> = {}
  if ([...draft.displayName].length > 40) errors.displayName = t.nameLong
  if (draft.answerBy === 'inbox' && !signedIn) errors.answerBy = t.inboxNeedsAccount
  if (draft.answerBy === 'phone' || draft.answerBy === 'email') {
    const contact = readContact(draft.contact)
    if (draft.contact.trim() === '') errors.contact = t.contactNeeded[draft.answerBy]
    else if (!contact) errors.contact = t.contactShape
    else if (contact.kind !== draft.answerBy) errors.contact = t.contactNeeded[draft.answerBy]
  }
  if (!draft.consent) errors.consent = t.consent
  return errors
}

/** A double click whose first half arrived just before the closing hour: the opinion is there, and so is its receipt. */
async function receiptOfKey({ app, council }: Found, key: string): Promise<string | null> {
  const row = await app.database.db
    .selectFrom('opinions.opinion')
    .select('receipt')
    .where('council_id', '=', council.id)
    .where('client_key', '=', key)
    .executeTakeFirst()
  return row?.receipt ?? null
}

function refused(c: Ctx, it: Found, draft: WriteDraft, refusal: Refusal): Promise<Response> | Response {
  if (
    refusal.kind === 'conflict' &&
    (refusal.code === 'closed' || refusal.code === 'not-open-yet' || refusal.code === 'too-many')
  ) {
    return writePage(c, it, { draft, errors: {}, problem: refusal.code })
  }
  if (refusal.kind !== 'invalid')
    return refusalPage(c, refusal, { ...draft, files: '', consent: '', public: '', start: '' })
  const gone = refusal.issues.some(({ path }) => path === 'files')
  const kept = gone ? { ...draft, files: [] } : draft
  return writePage(c, it, { draft: kept, errors: errorsOf(refusal.issues, it.locale), problem: null })
}

function errorsOf(issues: readonly Issue[], locale: Locale): Errors {
  const t = text[locale].errors
  const words: Readonly<Record<string, readonly [string, string]>> = {
    body: ['body', t.body],
    suggested: ['suggested', t.suggestedLong(longestSuggestion)],
    'anchor.quote': ['quote', t.quote],
    'anchor.provisionId': ['article', t.provision],
    files: ['photo', t.fileGone],
  }
  return Object.fromEntries(issues.map(({ path }) => words[path] ?? ['', t.other]))
}

/** `7KQ4-M2XC-9TRA` */
export function dashed(receipt: string): string {
  return receipt.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3')
}

interface Shown {
  readonly draft: WriteDraft
  readonly errors: Errors
  readonly problem: Problem
}

function writePage(c: Ctx, it: Found, { draft, errors, problem }: Shown): Response {
  return page(
    c,
    { ...optionsOf(it, errors, problem), title: `${text[it.locale].title} · ${it.title}` },
    <WritePage
      number={it.row.number}
      title={it.title}
      daysLeft={it.daysLeft}
      version={it.version}
      draft={draft}
      errors={errors}
      problem={problem}
      locale={it.locale}
    />,
  )
}

async function checkPage(c: Ctx, it: Found, { draft, errors, problem }: Shown): Promise<Response> {
  const similar = await similarOpinions(it.app.database.db, {
    councilId: it.council.id,
    subjectId: it.row.id,
    clause: draft.article || null,
    body: draft.body,
    suggested: suggestionOf(draft),
    most: 3,
  })
  return page(
    c,
    { ...optionsOf(it, errors, problem), title: `${text[it.locale].checkTitle} · ${it.title}` },
    <CheckPage
      number={it.row.number}
      title={it.title}
      daysLeft={it.daysLeft}
      version={it.version}
      draft={draft}
      errors={errors}
      problem={problem}
      similar={similar}
      days={it.days}
      signedIn={c.get('viewer').actor.accountId !== null}
      locale={it.locale}
    />,
  )
}

function optionsOf(it: Found, errors: Errors, problem: Problem) {
  const invalid = Object.keys(errors).length > 0
  return {
    breadcrumb: [{ href: `/consultations/${it.row.number}`, label: it.title }],
    width: 'narrow' as const,
    unlisted: true,
    invalid,
    status:
      problem === 'too-many' ? (429 as const) : problem ? (409 as const) : invalid ? (422 as const) : (200 as const),
  }
}
