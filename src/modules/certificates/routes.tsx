import { type Block, pdfDocument, qrSvg } from '#kernel/documents'
import { parsePolicy, policyOf } from '#kernel/ledger'
import { normaliseShortCode } from '#kernel/short-code'
import { opinionByReceipt, shownText } from '#parts/opinions'
import { Notice } from '#ui'
import { notFoundPage } from '#web/errors'
import { sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http, MineItem } from '#web/routes'
import { issueAdoption, issuePassport } from './actions.ts'
import { readCertificate } from './note.ts'
import { text } from './pages/certificate.text.ts'
import { CertificatePage, dashed, dayOf, IssuePage, PassportPage, sentencesOf } from './pages/certificate-page.tsx'

export function certificateRoutes(http: Http): void {
  http.get('/certificates/passport', passport)
  http.post('/certificates/passport', passportSent)
  http.get('/certificates/:code', certificate)
  http.post('/certificates/:code', issueSent)
  http.get('/certificates/:code/pdf', pdf)
  http.get('/certificates/:code/note', note)
}

/** The certificate of this address, its signature checked again. */
async function found(c: Ctx) {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const code = normaliseShortCode(c.req.param('code') ?? '')?.replaceAll('-', '')
  if (!code) return null
  const row = await app.database.db
    .selectFrom('certificates.certificate')
    .select(['note', 'withdrawn_at'])
    .where('council_id', '=', council.id)
    .where('code', '=', code)
    .executeTakeFirst()
  if (!row) return null
  const policy = await policyOf(app.database.db, council.id)
  const certificate = readCertificate(row.note, parsePolicy(policy).logs)
  if (!certificate || certificate.code !== code) throw new Error(`certificate ${code} is not what was signed`)
  const address = `${app.baseUrl}/certificates/${dashed(code)}`
  return { app, council, locale, certificate, note: row.note, policy, withdrawn: row.withdrawn_at !== null, address }
}

async function certificate(c: Ctx): Promise<Response> {
  const it = await found(c)
  if (!it) return issueForm(c)
  const { locale, certificate: said, address } = it
  const t = text[locale]
  return page(
    c,
    { title: t[said.kind], width: 'narrow', unlisted: true },
    <CertificatePage
      certificate={said}
      withdrawn={it.withdrawn}
      qr={qrSvg(address, { sizeMm: 30, label: t.check })}
      address={address}
      policy={it.policy}
      locale={locale}
    />,
  )
}

/** A receipt's code leads its holder to the form. */
async function issueForm(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const receipt = normaliseShortCode(c.req.param('code') ?? '')?.replaceAll('-', '')
  const opinion = receipt ? await opinionByReceipt(app.database.db, council.id, receipt) : null
  if (!opinion) return notFoundPage(c)
  const t = text[locale]
  const adopted = opinion.outcome?.decision === 'adopted' || opinion.outcome?.decision === 'partly'
  const options = {
    title: t.issueTitle,
    breadcrumb: [{ href: `/r/${dashed(opinion.receipt)}`, label: t.toReceipt }],
    width: 'narrow' as const,
    unlisted: true,
  }
  if (!adopted) return page(c, options, <Refusal title={t.issueTitle} words={t.notAdopted} />)
  const named = opinion.contributor.displayName !== null
  return page(
    c,
    options,
    <IssuePage receipt={dashed(opinion.receipt)} words={shownText(opinion.body)} named={named} locale={locale} />,
  )
}

function Refusal({ title, words }: { readonly title: string; readonly words: string }) {
  return (
    <>
      <h1>{title}</h1>
      <Notice kind="wait">{words}</Notice>
    </>
  )
}

async function issueSent(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  const receipt = normaliseShortCode(c.req.param('code') ?? '')?.replaceAll('-', '') ?? ''
  return submit(c, issueAdoption, {
    input: { receipt, withName: values.withName === 'yes' },
    done: ({ code }) => `/certificates/${dashed(code)}`,
  })
}

async function passport(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const viewer = c.get('viewer')
  const items: MineItem[] = []
  for (const { offers } of c.get('modules')) {
    items.push(...((await offers?.mine?.(app, viewer)) ?? []))
  }
  const t = text[viewer.locale]
  return page(
    c,
    {
      title: t.passportTitle,
      breadcrumb: viewer.actor.accountId === null ? [] : [{ href: '/me', label: t.mine }],
      width: 'narrow',
      unlisted: true,
    },
    <PassportPage signedIn={viewer.actor.accountId !== null} items={items} locale={viewer.locale} />,
  )
}

async function passportSent(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, issuePassport, {
    input: { withName: values.withName === 'yes' },
    done: ({ code }) => `/certificates/${dashed(code)}`,
  })
}

async function pdf(c: Ctx): Promise<Response> {
  const it = await found(c)
  if (!it) return notFoundPage(c)
  const { certificate: said, locale, address } = it
  const t = text[locale]
  const code = dashed(said.code)
  const blocks: Block[] = [
    { kind: 'space', mm: 12 },
    { kind: 'title', text: t[said.kind] },
    { kind: 'space', mm: 8 },
    ...sentencesOf(said, locale).map(
      (sentence, index): Block => ({
        kind: 'paragraph',
        text: sentence,
        size: 'large',
        indent: index === 0 ? 'none' : 'first',
      }),
    ),
    { kind: 'space', mm: 10 },
    { kind: 'paragraph', text: said.council, align: 'end' },
    { kind: 'paragraph', text: dayOf(said.on, locale), align: 'end' },
    { kind: 'space', mm: 6 },
    { kind: 'qr', text: address, sizeMm: 30, label: `${t.check}　${code}`, align: 'center' },
  ]
  const setup = { title: `${t[said.kind]} ${code}`, lang: locale, certificate: true, pageNumbers: false }
  const { bytes } = await pdfDocument(setup, blocks)
  return file(c, bytes, 'application/pdf', `certificate-${code}.pdf`)
}

async function note(c: Ctx): Promise<Response> {
  const it = await found(c)
  if (!it) return notFoundPage(c)
  const bytes = new TextEncoder().encode(it.note)
  return file(c, bytes, 'text/plain; charset=utf-8', `certificate-${dashed(it.certificate.code)}.note`)
}

function file(c: Ctx, bytes: Uint8Array<ArrayBuffer>, type: string, name: string): Response {
  return c.body(bytes, 200, { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` })
}
