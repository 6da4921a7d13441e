import { formatVerifier, ledgerKeys } from '#kernel/ledger'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import {
  addPartner,
  mayTrust,
  partnerOf,
  receivePackage,
  removePartner,
  uploadedPackage,
  uploadPackage,
} from '../actions/packages.ts'
import { dayWords } from '../pages/day-words.ts'
import { PackagePreview, PackagesPage } from '../pages/packages-page.tsx'
import { text } from '../pages/submission.text.ts'
import { titleIn } from '../queries/consultation.ts'
import { packagesReceived, partners } from '../queries/packages.ts'
import { deskCrumbs } from './desk-crumbs.ts'
import { doneBanner } from './done-banner.tsx'

const home = '/consultations/packages'

/** Exchange with other councils: /consultations/packages. */
export function packageRoutes(http: Http): void {
  http.get(home, (c) => packagesPage(c))
  http.post(home, uploadSent)
  http.post(`${home}/partners`, addSent)
  http.post(`${home}/partners/remove`, removeSent)
  http.get(`${home}/:id{[0-9a-f-]{36}}`, (c) => preview(c))
  http.post(`${home}/:id{[0-9a-f-]{36}}`, takeSent)
}

function forExchange(c: Ctx) {
  const app = c.get('app')
  const { actor, council, locale } = c.get('viewer')
  if (!mayTrust(actor)) return null
  const days = dayWords(locale, council.timeZone, app.clock.now())
  return { app, db: app.database.db, council, locale, days }
}

async function packagesPage(c: Ctx, again: Again | null = null): Promise<Response> {
  const it = forExchange(c)
  if (!it) return notFoundPage(c)
  const { app, db, council, locale, days } = it
  return page(
    c,
    {
      title: text[locale].packages,
      breadcrumb: deskCrumbs(locale),
      desk: true,
      unlisted: true,
      ...(again && { status: again.status, invalid: true }),
      ...doneBanner(c, text[locale].packagesDone),
    },
    <PackagesPage
      ownKey={formatVerifier(await ledgerKeys(app).logKeyOf(db, council.id))}
      partners={await partners(db, council.id)}
      received={await packagesReceived(db, council.id)}
      errors={errorsOf(again, locale)}
      values={again?.values ?? {}}
      days={days}
      locale={locale}
    />,
  )
}

function errorsOf(again: Again | null, locale: 'zh-CN' | 'en'): Record<string, string> {
  if (!again) return {}
  const faults: Readonly<Record<string, string>> = text[locale].faults
  const words = (code: string) => faults[code.replace('package:', '')] ?? text[locale].faults.other
  if (again.conflict) return { '': words(again.conflict) }
  // What only the shape of a field was refused for.
  const shapes: Readonly<Record<string, string>> = { package: 'not-a-package', key: 'not-a-key', name: 'no-name' }
  return Object.fromEntries(
    again.issues.map(({ path, code }) => [path, words(code.startsWith('package:') ? code : (shapes[path] ?? code))]),
  )
}

async function uploadSent(c: Ctx): Promise<Response> {
  const { files } = await sent(c)
  const file = files.package?.[0]
  const bytes = file ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0)
  return submit(c, uploadPackage, {
    input: { package: bytes.toString('base64') },
    done: ({ uploadId }) => `${home}/${uploadId}`,
    again: (again) => packagesPage(c, again),
  })
}

async function preview(c: Ctx, again: Again | null = null): Promise<Response> {
  const it = forExchange(c)
  const uploadId = c.req.param('id') ?? ''
  const read = it && (await uploadedPackage(it.db, it.council.id, uploadId))
  if (!it || !read) return notFoundPage(c)
  const { db, council, locale, days } = it
  const consultations = await db
    .selectFrom('consultations.consultation')
    .select(['id', 'title', 'titles', 'number'])
    .where('council_id', '=', council.id)
    .where('stage', 'in', ['open', 'closed', 'refined', 'submitted'])
    .orderBy('number', 'desc')
    .limit(100)
    .execute()
  return page(
    c,
    {
      title: text[locale].preview,
      desk: true,
      unlisted: true,
      ...(again && { status: again.status, invalid: true }),
      breadcrumb: [...deskCrumbs(locale), { href: home, label: text[locale].packages }],
    },
    <PackagePreview
      uploadId={uploadId}
      manifest={read.manifest}
      trusted={(await partnerOf(db, council.id, read.manifest.from.key)) !== undefined}
      consultations={consultations.map((row) => ({ id: row.id, title: `${row.number}. ${titleIn(row, locale)}` }))}
      errors={errorsOf(again, locale)}
      days={days}
      locale={locale}
    />,
  )
}

async function takeSent(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, receivePackage, {
    input: { uploadId: c.req.param('id') ?? '', consultationId: values.consultationId || null },
    done: ({ number }) => `/consultations/${number}/submission?done=taken`,
    again: (again) => preview(c, again),
  })
}

async function addSent(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, addPartner, {
    input: { name: values.name ?? '', key: values.key ?? '' },
    done: () => `${home}?done=trust`,
    again: (again) => packagesPage(c, again),
  })
}

async function removeSent(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, removePartner, {
    input: { key: values.key ?? '' },
    done: () => `${home}?done=remove`,
    again: (again) => packagesPage(c, again),
  })
}
