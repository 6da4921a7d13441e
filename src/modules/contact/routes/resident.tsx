import { enterCouncil, perform } from '#kernel/action'
import { qrSvg } from '#kernel/documents'
import type { Outcome } from '#kernel/outcome'
import { normaliseShortCode } from '#kernel/short-code'
import { stepsOf } from '#parts/cases'
import { settingsAt } from '#parts/councils'
import { checkUpload, fileResponse, filesText, openFile } from '#parts/files'
import { takeAllowances, withdraw } from '#parts/opinions'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { ensureDevice } from '#web/session'
import { attachFile } from '../actions/files.ts'
import { answerBack, judge, judgeKept } from '../actions/resident.ts'
import { callsFor } from '../emergency.ts'
import { mergingDone, sharedThreadOf } from '../merging/routes.tsx'
import { text as joinedText } from '../pages/joined-page.text.ts'
import { JoinedPage } from '../pages/joined-page.tsx'
import { text as letterText } from '../pages/letter.text.ts'
import { text as listText } from '../pages/list-page.text.ts'
import { text } from '../pages/matter-page.text.ts'
import { MatterPage } from '../pages/matter-page.tsx'
import {
  evidenceOf,
  forwardingsOf,
  type Held,
  letterOf,
  type Matter,
  matterByReceipt,
  saidIn,
  voicesIn,
  wordsArePublic,
} from '../queries/matter.ts'
import { viewOf } from '../queries/view.ts'
import { dashed } from './filing.ts'
import { letterAnswer, originOf } from './letter.ts'
import { residentRating } from './ratings.tsx'

const path = '/contact/:code{[0-9A-Za-z-]{12,20}}'

/** A matter by its receipt: what the one who raised it sees and does. */
export function residentRoutes(http: Http): void {
  http.get(path, async (c) => withHeld(c, (held) => show(c, held, null)))
  // What stands between the one who asked and the deputy is not for those who joined.
  http.get(`${path}/letter.pdf`, async (c) =>
    withHeld(c, ({ matter, joined }) => (joined ? notFoundPage(c) : letterAnswer(c, matter))),
  )
  http.get(`${path}/files/:file`, async (c) => withHeld(c, (held) => photo(c, held)))
  http.post(`${path}/answer`, async (c) => withHeld(c, (held) => answer(c, held)))
  http.post(`${path}/judge`, async (c) => withHeld(c, (held) => verdict(c, held)))
  http.post(`${path}/leave`, async (c) => withHeld(c, (held) => leave(c, held)))
  http.post(`${path}/promise`, async (c) => withHeld(c, (held) => promise(c, held)))
}

/** Wrong codes a network may try in an hour. */
const tries = { most: 60, minutes: 60 }

async function withHeld(c: Ctx, then: (held: Held) => Response | Promise<Response>): Promise<Response> {
  const app = c.get('app')
  const { council, actor } = c.get('viewer')
  const code = normaliseShortCode(c.req.param('code') ?? '')
  const held = code ? await matterByReceipt(app.database.db, council.id, code) : null
  if (held) return then(held)
  const key = `receipt ${actor.network ?? actor.deviceId ?? 'unknown'}`
  await app.database.db.transaction().execute(async (tx) => {
    await enterCouncil(tx, council.id)
    return takeAllowances(tx, council.id, [[{ key, allowance: tries }]], app.clock.now())
  })
  return notFoundPage(c)
}

interface Refused {
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  readonly status: 409 | 422
}

async function show(c: Ctx, held: Held, refused: Refused | null): Promise<Response> {
  if (held.joined) return showJoined(c, held, refused)
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const { db } = app.database
  ensureDevice(c)
  const t = text[locale]
  const { matter, opinion } = held
  const view = await viewOf(c, matter)
  const letter = await letterOf(db, council.id, matter.id)
  const said = await saidIn(db, council.id, matter.opinion_id)
  const code = dashed(opinion.receipt)
  const url = `${originOf(c)}/contact/${code}`
  const done: Readonly<Record<string, string>> = t.done
  const doneWords = done[c.req.query('done') ?? '']
  const banner =
    c.req.query('new') === '1' ? (
      <DoneBanner title={t.newTitle}>{t.newWords}</DoneBanner>
    ) : doneWords ? (
      <DoneBanner title={doneWords} />
    ) : (
      mergingDone(c)
    )
  return page(
    c,
    {
      title: `${t.title} ${code}`,
      breadcrumb: [{ href: '/contact', label: listText[locale].title }],
      unlisted: true,
      islands: c.req.query('new') === '1' ? ['copy', 'form-guard', 'snap-arrived'] : ['copy', 'form-guard'],
      invalid: refused !== null,
      status: refused?.status ?? 200,
      ...(banner && !refused && { banner }),
    },
    <MatterPage
      code={code}
      url={url}
      qrSvg={qrSvg(url, { sizeMm: 40, label: t.qr })}
      opinion={opinion}
      spot={matter.spot}
      said={said}
      placed={matter.latitude === null ? 'no' : matter.place_shown ? 'public' : 'private'}
      number={matter.number}
      voices={await voicesIn(db, matter)}
      evidence={await evidenceOf(db, council.id, matter.id)}
      calls={c.req.query('new') === '1' ? await callsNow(c, matter, opinion.body) : []}
      work={matter.work}
      standing={view.standing}
      holderName={view.holderName}
      forwardings={await forwardingsOf(db, council.id, matter.id)}
      letterNumber={letter ? letterText[locale].number(letter.year, letter.number) : null}
      steps={await stepsOf(db, council.id, matter.case_id, { open: true })}
      rating={await residentRating(c, held)}
      shared={await sharedThreadOf(c, held)}
      shown={view.shown}
      values={refused?.values ?? {}}
      errors={refused?.errors ?? {}}
      locale={locale}
    />,
  )
}

/** The numbers to call for what was sent just now. */
async function callsNow(c: Ctx, { topic, spot }: Matter, body: string) {
  const app = c.get('app')
  const settings = await settingsAt(app.database.db, c.get('viewer').council.id, app.clock.now())
  return callsFor(settings, { words: `${body}\n${spot}`, topic })
}

/** The receipt of somebody who joined: what everybody may know of the matter, and her own words. */
async function showJoined(c: Ctx, { matter, opinion }: Held, refused: Refused | null): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const { db } = c.get('app').database
  ensureDevice(c)
  const t = joinedText[locale]
  const view = await viewOf(c, matter)
  const code = dashed(opinion.receipt)
  const url = `${originOf(c)}/contact/${code}`
  const open = await wordsArePublic(db, matter)
  const fresh = c.req.query('new') === '1'
  const banner = fresh ? (
    <DoneBanner title={t.newTitle}>{t.newWords}</DoneBanner>
  ) : c.req.query('done') === 'left' ? (
    <DoneBanner title={t.left} />
  ) : undefined
  return page(
    c,
    {
      title: `${t.title} ${code}`,
      breadcrumb: [{ href: '/contact', label: listText[locale].title }],
      unlisted: true,
      islands: fresh ? ['snap-arrived'] : [],
      invalid: refused !== null,
      status: refused?.status ?? 200,
      ...(banner && !refused && { banner }),
    },
    <JoinedPage
      code={code}
      url={url}
      qrSvg={qrSvg(url, { sizeMm: 40, label: text[locale].qr })}
      opinion={opinion}
      said={await saidIn(db, council.id, opinion.id)}
      matter={matter}
      theirs={open ? await saidIn(db, council.id, matter.opinion_id) : null}
      voices={await voicesIn(db, matter)}
      standing={view.standing}
      holderName={view.holderName}
      steps={await stepsOf(db, council.id, matter.case_id, { open: true })}
      shown={view.shown}
      errors={refused?.errors ?? {}}
      locale={locale}
    />,
  )
}

/** She joined, and leaves again: her own opinion is taken back, as any opinion may be. */
async function leave(c: Ctx, held: Held): Promise<Response> {
  if (!held.joined) return notFoundPage(c)
  const { receipt } = held.opinion
  const outcome = await perform(c.get('app'), withdraw, c.get('viewer').actor, { receipt })
  if (outcome.ok) return c.redirect(`/contact/${dashed(receipt)}?done=left`, 303)
  const t = joinedText[c.get('viewer').locale]
  return showJoined(c, held, { values: {}, errors: { '': t.leaveRefused }, status: 409 })
}

/** Files of her own sending, and those she showed with her verdicts. */
async function photo(c: Ctx, { matter, opinion, joined }: Held): Promise<Response> {
  const { council } = c.get('viewer')
  const { db } = c.get('app').database
  const said = await saidIn(db, council.id, opinion.id)
  const shown = joined ? [] : await evidenceOf(db, council.id, matter.id)
  const all = [...(said?.files ?? []), ...(said?.recordings ?? []), ...shown.map(({ file_id }) => file_id)]
  const id = all.find((file) => file === c.req.param('file'))
  if (!id) return notFoundPage(c)
  const opened = await openFile(db, council.id, id, { thumbnail: c.req.query('small') === '1' })
  return opened.ok ? fileResponse(opened, c.req.raw) : notFoundPage(c)
}

async function answer(c: Ctx, held: Held): Promise<Response> {
  const { values } = await sent(c)
  const { receipt } = held.opinion
  const words = values.answer ?? ''
  const outcome = await perform(c.get('app'), answerBack, c.get('viewer').actor, { receipt, words })
  return settled(c, held, outcome, { done: 'answered', fields: { words: 'answer' } })
}

async function verdict(c: Ctx, held: Held): Promise<Response> {
  const { values } = await sent(c)
  const { receipt } = held.opinion
  const kept = await evidenceSent(c)
  if ('error' in kept) return show(c, held, { values, errors: { evidence: kept.error }, status: 422 })
  const given = { receipt, verdict: values.verdict as 'solved', words: values.words ?? '', files: kept.files }
  const outcome = await perform(c.get('app'), judge, c.get('viewer').actor, given)
  const done = values.verdict === 'not-solved' ? 'reopened' : 'judged'
  return settled(c, held, outcome, { done, fields: { verdict: 'verdict', words: 'words' } })
}

async function promise(c: Ctx, held: Held): Promise<Response> {
  const { values } = await sent(c)
  const kept = await evidenceSent(c)
  if ('error' in kept) return show(c, held, { values, errors: { evidence: kept.error }, status: 422 })
  const given = {
    files: kept.files,
    receipt: held.opinion.receipt,
    promiseId: values.promiseId ?? '',
    verdict: values.kept as 'confirmed',
    words: values.keptWords ?? '',
  }
  const outcome = await perform(c.get('app'), judgeKept, c.get('viewer').actor, given)
  const done = values.kept === 'denied' ? 'reopened' : 'confirmed'
  return settled(c, held, outcome, { done, fields: { verdict: 'kept', words: 'keptWords' } })
}

/** The photos sent with a verdict, kept; or what is wrong with one. */
async function evidenceSent(c: Ctx): Promise<{ readonly files: string[] } | { readonly error: string }> {
  const { files: uploads } = await sent(c)
  const { locale, actor } = c.get('viewer')
  const files: string[] = []
  for (const content of (uploads.evidence ?? []).slice(0, 2)) {
    const checked = await checkUpload({ content, nameShown: content.name, kind: 'photo' })
    if (!checked.ok) return { error: filesText[locale].refusal[checked.reason] }
    const outcome = await perform(c.get('app'), attachFile, actor, { upload: checked.upload })
    if (!outcome.ok) return { error: text[locale].errors.other }
    files.push(outcome.result.fileId)
  }
  return { files }
}

/** Back to the matter; or the same page with what was typed, and at which field something is missing. */
async function settled(
  c: Ctx,
  held: Held,
  outcome: Outcome<unknown>,
  { done, fields }: { readonly done: string; readonly fields: Readonly<Record<string, string>> },
): Promise<Response> {
  if (outcome.ok) return c.redirect(`/contact/${dashed(held.opinion.receipt)}?done=${done}`, 303)
  const { values } = await sent(c)
  const t = text[c.get('viewer').locale].errors
  const words: Readonly<Record<string, string>> = t
  if (outcome.kind === 'invalid') {
    const errors = Object.fromEntries(
      outcome.issues.map(({ path: at }) => [
        fields[at] ?? '',
        at === 'verdict' ? t.verdict : at === 'words' ? t.words : t.other,
      ]),
    )
    return show(c, held, { values, errors, status: 422 })
  }
  const code = outcome.kind === 'conflict' ? outcome.code : outcome.kind === 'forbidden' ? 'forbidden' : 'other'
  const said = words[code] ?? (code.startsWith('stage:') ? t.stage : t.other)
  return show(c, held, { values, errors: { '': said }, status: 409 })
}
