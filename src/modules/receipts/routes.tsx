import { type AnyAction, perform } from '#kernel/action'
import { qrSvg } from '#kernel/documents'
import type { Outcome } from '#kernel/outcome'
import { normaliseShortCode } from '#kernel/short-code'
import { fileResponse, openFile } from '#parts/files'
import {
  appeal,
  chooseAnswer,
  chooseNext,
  claim,
  confirmMeaning,
  type Followed,
  isContributor,
  objectToMerge,
  pendingConfirmation,
  withdraw,
} from '#parts/opinions'
import { readContact } from '#parts/people'
import { DoneBanner, ErrorSummary } from '#ui'
import { notFoundPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { AwaitedOpinion, Ctx, Http } from '#web/routes'
import { ensureDevice } from '#web/session'
import { text as awaitedText } from './pages/awaited-page.text.ts'
import { AwaitedPage } from './pages/awaited-page.tsx'
import { text as findText } from './pages/find-page.text.ts'
import { FindPage } from './pages/find-page.tsx'
import { text } from './pages/receipt-page.text.ts'
import { ReceiptPage } from './pages/receipt-page.tsx'
import type { RefusedForm } from './pages/refused-form.ts'
import { text as slipText } from './pages/slip-page.text.ts'
import { SlipPage } from './pages/slip-page.tsx'
import { dashed, followedAt, lookUp, matterOf, ownWithTitles, proofOf } from './queries.ts'

/** Following an opinion by its receipt, and what the one who gave it may do with it. */
export function receiptRoutes(http: Http): void {
  http.get('/r', find)
  http.get('/r/:code', receipt)
  http.get('/r/:code/proof', proof)
  http.get('/r/:code/slip', slip)
  http.get('/r/:code/files/:file', attachment)
  http.post('/r/:code/withdraw', (c) => change(c, withdraw, () => ({}), 'withdrawn'))
  http.post('/r/:code/object', (c) => change(c, objectToMerge, ({ because = '' }) => ({ because }), 'objected'))
  http.post('/r/:code/appeal', (c) => change(c, appeal, ({ words = '' }) => ({ words }), 'appealed'))
  http.post('/r/:code/claim', (c) => change(c, claim, () => ({}), 'claimed'))
  http.post('/r/:code/answer', (c) => change(c, chooseAnswer, answerInput, 'answer'))
  http.post('/r/:code/next', (c) =>
    change(c, chooseNext, ({ tellNext }) => ({ tellNext: tellNext === 'yes' }), 'answer'),
  )
  http.post('/r/:code/confirm', (c) => change(c, confirmMeaning, confirmInput, 'confirmed'))
}

type Values = Readonly<Record<string, string>>

function answerInput({ answerBy = '', contact = '', address = '', tellNext }: Values) {
  const byMessage = answerBy === 'phone' || answerBy === 'email'
  return {
    answerBy,
    contact: byMessage ? (readContact(contact)?.value ?? contact) : null,
    address: answerBy === 'post' ? address : null,
    tellNext: tellNext === 'yes',
  }
}

function confirmInput({ refinement = '', answer = '', because = '' }: Values) {
  return { refinementId: refinement, answer, because: answer === 'no' ? because : null }
}

async function find(c: Ctx): Promise<Response> {
  const typed = (c.req.query('code') ?? '').slice(0, 60)
  const code = typed === '' ? undefined : normaliseShortCode(typed)
  if (code) return c.redirect(`/r/${code}`, 303)
  return findPage(c, typed, typed === '' ? null : 'wrong')
}

async function findPage(c: Ctx, typed: string, problem: 'wrong' | 'missing' | 'too-many' | null): Promise<Response> {
  const viewer = c.get('viewer')
  const own = await ownWithTitles(c.get('app'), c.get('modules'), viewer)
  const t = findText[viewer.locale]
  return page(
    c,
    {
      title: t.title,
      width: 'narrow',
      invalid: problem !== null,
      status: problem === null ? 200 : problem === 'too-many' ? 429 : problem === 'missing' ? 404 : 422,
    },
    <FindPage
      typed={typed}
      problem={problem}
      own={own}
      signedIn={viewer.actor.accountId !== null}
      locale={viewer.locale}
    />,
  )
}

/** The opinion of this address, or the answer to give instead. */
async function followed(c: Ctx): Promise<Followed | Response> {
  const typed = c.req.param('code') ?? ''
  const code = normaliseShortCode(typed)
  if (!code) return findPage(c, typed, 'wrong')
  const receipt = code.replaceAll('-', '')
  const found = await lookUp(c.get('app'), c.get('modules'), c.get('viewer'), receipt)
  if (typeof found === 'string') return findPage(c, typed, found)
  return 'awaited' in found ? awaitedPage(c, receipt, found.awaited) : found
}

/** A form, photo or recording whose words are not typed in yet; there is nothing to change about it. */
async function awaitedPage(c: Ctx, receipt: string, awaited: AwaitedOpinion): Promise<Response> {
  const { locale } = c.get('viewer')
  return page(
    c,
    {
      title: `${awaitedText[locale].title} ${dashed(receipt)}`,
      breadcrumb: [{ href: '/r', label: text[locale].crumb }],
      width: 'narrow',
      unlisted: true,
      islands: ['copy'],
      status: c.req.method === 'GET' ? 200 : 409,
    },
    <AwaitedPage receipt={receipt} awaited={awaited} day={times(c).day} locale={locale} />,
  )
}

async function receipt(c: Ctx): Promise<Response> {
  const opinion = await followed(c)
  if (opinion instanceof Response) return opinion
  const elsewhere = followedAt(c.get('modules'), opinion)
  return elsewhere ? c.redirect(elsewhere, 303) : receiptPage(c, opinion, null)
}

async function receiptPage(c: Ctx, opinion: Followed, refused: RefusedForm | null): Promise<Response> {
  const app = c.get('app')
  const viewer = c.get('viewer')
  const { council, actor, locale } = viewer
  // Its forms are answered by this device: it must be known before a button is pressed.
  ensureDevice(c)
  const t = text[locale]
  const fresh = c.req.query('new') === '1'
  const done = doneWords(c.req.query('done'), t)
  const hers = isContributor(actor, opinion.contributor)
  const asked = await pendingConfirmation(app.database.db, council.id, opinion.id)
  const mayAnswer = opinion.contributor.accountId === null || opinion.contributor.accountId === actor.accountId
  const { day, instant } = times(c)
  return page(
    c,
    {
      title: `${t.title} ${dashed(opinion.receipt)}`,
      breadcrumb: [{ href: '/r', label: t.crumb }],
      width: 'narrow',
      unlisted: true,
      islands: ['copy', 'print'],
      invalid: refused !== null,
      status: refused?.status ?? 200,
      banner: refused ? (
        <ErrorSummary errors={{ [refused.field]: refused.words }} />
      ) : fresh ? (
        <DoneBanner title={t.newTitle}>{t.newWords}</DoneBanner>
      ) : done ? (
        <DoneBanner title={done} />
      ) : undefined,
    },
    <ReceiptPage
      opinion={opinion}
      matter={await matterOf(app, c.get('modules'), viewer, opinion)}
      proof={await proofOf(app, council.id, opinion)}
      files={await filesOf(c, opinion)}
      qrSvg={codeOf(c, opinion)}
      url={urlOf(c, opinion)}
      hers={hers}
      mayDecline={!hers && mayAnswer && opinion.contributor.hasContact}
      mayClaim={actor.accountId !== null && opinion.contributor.accountId === null && opinion.channel !== 'package'}
      signedIn={actor.accountId !== null}
      fresh={fresh}
      refused={refused}
      asked={mayAnswer ? asked.map(({ refinementId }) => refinementId) : []}
      day={day}
      instant={instant}
      locale={locale}
    />,
  )
}

function doneWords(
  code: string | undefined,
  t: { readonly done: Readonly<Record<string, string>> },
): string | undefined {
  return code ? t.done[code] : undefined
}

function times(c: Ctx) {
  const { council, locale } = c.get('viewer')
  const tag = locale === 'en' ? 'en-GB' : locale
  const day = new Intl.DateTimeFormat(tag, { timeZone: council.timeZone, dateStyle: 'long' })
  const instant = new Intl.DateTimeFormat(tag, { timeZone: council.timeZone, dateStyle: 'long', timeStyle: 'short' })
  return { day: (at: Date) => day.format(at), instant: (at: Date) => instant.format(at) }
}

function urlOf(c: Ctx, { receipt }: Followed): string {
  return `${c.get('app').baseUrl}/r/${dashed(receipt)}`
}

function codeOf(c: Ctx, opinion: Followed): string {
  const { locale } = c.get('viewer')
  return qrSvg(urlOf(c, opinion), { sizeMm: 40, label: text[locale].qr })
}

async function filesOf(c: Ctx, { id }: Followed) {
  const rows = await c
    .get('app')
    .database.db.selectFrom('opinions.attachment')
    .select(['file_id', 'kind'])
    .where('council_id', '=', c.get('viewer').council.id)
    .where('opinion_id', '=', id)
    .limit(20)
    .execute()
  return rows.map((row) => ({ id: row.file_id, kind: row.kind }))
}

/** The promise or the proof as a file, to be kept and checked anywhere. */
async function proof(c: Ctx): Promise<Response> {
  const opinion = await followed(c)
  if (opinion instanceof Response) return opinion
  const state = await proofOf(c.get('app'), c.get('viewer').council.id, opinion)
  if (!state) return notFoundPage(c)
  const [body, ending] = state.state === 'logged' ? [state.proof, 'tlog-proof'] : [state.promise, 'promise.txt']
  return c.body(body, 200, {
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': `attachment; filename="${dashed(opinion.receipt)}.${ending}"`,
    'cache-control': 'private, no-store',
  })
}

async function slip(c: Ctx): Promise<Response> {
  const opinion = await followed(c)
  if (opinion instanceof Response) return opinion
  const { locale } = c.get('viewer')
  return page(
    c,
    { title: slipText[locale].title, width: 'narrow', unlisted: true, islands: ['print'] },
    <SlipPage
      opinion={opinion}
      matter={await matterOf(c.get('app'), c.get('modules'), c.get('viewer'), opinion)}
      qrSvg={codeOf(c, opinion)}
      url={urlOf(c, opinion)}
      instant={times(c).instant}
      locale={locale}
    />,
  )
}

/** A photo or voice note, for whoever holds the receipt it came with. */
async function attachment(c: Ctx): Promise<Response> {
  const opinion = await followed(c)
  if (opinion instanceof Response) return opinion
  const file = (await filesOf(c, opinion)).find(({ id }) => id === c.req.param('file'))
  if (!file) return notFoundPage(c)
  const opened = await openFile(c.get('app').database.db, c.get('viewer').council.id, file.id, {
    thumbnail: c.req.query('small') === '1',
  })
  return opened.ok ? fileResponse(opened, c.req.raw) : notFoundPage(c)
}

/** Performs what the one who gave the opinion asks for, and comes back to its page. */
async function change(
  c: Ctx,
  declared: AnyAction,
  input: (values: Values) => Readonly<Record<string, unknown>>,
  done: string,
): Promise<Response> {
  const opinion = await followed(c)
  if (opinion instanceof Response) return opinion
  const { values } = await sent(c)
  const outcome: Outcome<unknown> = await perform(c.get('app'), declared, c.get('viewer').actor, {
    receipt: opinion.receipt,
    ...input(values),
  })
  if (outcome.ok) return c.redirect(`/r/${dashed(opinion.receipt)}?done=${done}`, 303)
  return receiptPage(c, opinion, refusedForm(c, outcome, values))
}

/** What to say about a refusal, at which field, with everything that was typed. */
function refusedForm(c: Ctx, refusal: Exclude<Outcome<unknown>, { ok: true }>, values: Values): RefusedForm {
  const t = text[c.get('viewer').locale]
  const words: Readonly<Record<string, string>> = t.problem
  const form = c.req.path.slice(c.req.path.lastIndexOf('/') + 1)
  const said = (words: string, field = '') => ({ form, field, words, values, status: 409 as const })
  if (refusal.kind === 'forbidden' || refusal.kind === 'missing') return said(t.problem.forbidden)
  if (refusal.kind === 'conflict') return said(words[refusal.code] ?? t.problem.other)
  const fields: Readonly<Record<string, string>> = {
    because: t.problem.because,
    words: t.problem.because,
    contact: t.problem.contact,
    address: t.problem.address,
    answer: t.problem.choose,
  }
  const path = refusal.issues[0]?.path ?? ''
  return { ...said(fields[path] ?? t.problem.other, fields[path] ? path : ''), status: 422 }
}
