import { askErasure, exportPersonalData, ownAccount, withdrawErasure } from '#parts/people'
import { sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { text } from '../pages/data-page.text.ts'
import { AllDataPage, DataPage, ErasePage } from '../pages/data-page.tsx'
import { myCrumb, own, timeOf } from './self.tsx'

export function dataRoutes(http: Http): void {
  http.get('/me/data', own(showData))
  http.get('/me/data/all', own(showAll))
  http.get('/me/data/export.json', own(download))
  http.get(
    '/me/data/erase',
    own(async (c) => erasePage(c, false)),
  )
  http.post('/me/data/erase', own(erase))
  http.post('/me/data/undo', own(undo))
}

async function showData(c: Ctx, accountId: string): Promise<Response> {
  const account = await ownAccount(c.get('app').database.db, accountId)
  const done = (['asked', 'undone'] as const).find((one) => one === c.req.query('done'))
  const view = { eraseAt: account?.erase_at ?? null, done: done ?? null, time: timeOf(c) }
  const { title } = text[c.get('viewer').locale]
  return page(c, { title, breadcrumb: myCrumb(c), width: 'narrow', unlisted: true }, <DataPage view={view} />)
}

async function showAll(c: Ctx, accountId: string): Promise<Response> {
  const sections = await exportPersonalData(c.get('app'), accountId)
  const { allTitle } = text[c.get('viewer').locale]
  return page(
    c,
    { title: allTitle, breadcrumb: dataCrumbs(c), unlisted: true },
    <AllDataPage view={{ sections, time: timeOf(c) }} />,
  )
}

async function download(c: Ctx, accountId: string): Promise<Response> {
  const sections = await exportPersonalData(c.get('app'), accountId)
  const named = Object.fromEntries(sections.map(({ name, rows }) => [name, rows]))
  return c.body(`${JSON.stringify(named, null, 2)}\n`, 200, {
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': 'attachment; filename="personal-data.json"',
    'cache-control': 'no-store',
  })
}

async function erasePage(c: Ctx, unconfirmed: boolean): Promise<Response> {
  const { locale } = c.get('viewer')
  const remains = c.get('app').manifests.flatMap(({ personalData }) => personalData?.remains[locale] ?? [])
  return page(
    c,
    {
      title: text[locale].eraseTitle,
      breadcrumb: dataCrumbs(c),
      width: 'narrow',
      unlisted: true,
      invalid: unconfirmed,
      status: unconfirmed ? 422 : 200,
    },
    <ErasePage view={{ remains, unconfirmed }} />,
  )
}

async function erase(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  if (values.confirmed !== 'yes') return erasePage(c, true)
  return submit(c, askErasure, {
    input: { confirmed: 'yes' },
    done: () => '/me/data?done=asked',
    again: () => c.redirect('/me/data', 303),
  })
}

async function undo(c: Ctx): Promise<Response> {
  return submit(c, withdrawErasure, {
    input: {},
    done: () => '/me/data?done=undone',
    again: () => c.redirect('/me/data', 303),
  })
}

function dataCrumbs(c: Ctx) {
  return [...myCrumb(c), { href: '/me/data', label: text[c.get('viewer').locale].title }]
}
