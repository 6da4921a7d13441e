import { retireTemplate, saveTemplate, templatesOf } from '#parts/cases'
import { nameIn, organisationsOf } from '#parts/councils'
import { DoneBanner } from '#ui'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { text as departmentText } from '../pages/department-page.text.ts'
import { text as listText } from '../pages/list-page.text.ts'
import { text } from '../pages/templates-page.text.ts'
import { TemplatesPage } from '../pages/templates-page.tsx'
import { inDepartment } from './department.tsx'

const path = '/contact/department/templates'

/** The reply templates of a department. */
export function templateRoutes(http: Http): void {
  http.get(path, (c) => inDepartment(c, (served) => show(c, served, null)))
  http.post(path, (c) => inDepartment(c, (served) => save(c, served)))
  http.post(`${path}/retire`, (c) => inDepartment(c, (served) => retire(c, served)))
}

async function save(c: Ctx, served: readonly string[]): Promise<Response> {
  const { templateId, organisationId = '', title = '', body = '' } = (await sent(c)).values
  return submit(c, saveTemplate, {
    input: { organisationId, templateId: templateId ?? null, title, body },
    done: () => `${path}?done=saved`,
    again: (again) => show(c, served, again),
  })
}

async function retire(c: Ctx, served: readonly string[]): Promise<Response> {
  const { templateId = '', organisationId = '' } = (await sent(c)).values
  return submit(c, retireTemplate, {
    input: { organisationId, templateId },
    done: () => `${path}?done=retired`,
    again: (again) => show(c, served, again),
  })
}

async function show(c: Ctx, served: readonly string[], again: Again | null): Promise<Response> {
  const { db } = c.get('app').database
  const { council, locale } = c.get('viewer')
  const t = text[locale]
  const wrong: Readonly<Record<string, string>> = t.errors
  const done: Readonly<Record<string, string>> = t.done
  const words = done[c.req.query('done') ?? '']
  const own = (await organisationsOf(db, council.id)).filter(({ organisation_id }) => served.includes(organisation_id))
  const errors = again
    ? again.conflict
      ? { '': t.errors.other }
      : Object.fromEntries(again.issues.map(({ path: at, code }) => [at, wrong[code] ?? t.errors.other]))
    : {}
  return page(
    c,
    {
      title: t.title,
      desk: true,
      unlisted: true,
      invalid: again !== null,
      status: again?.status ?? 200,
      breadcrumb: [
        { href: '/contact', label: listText[locale].title },
        { href: '/contact/department', label: departmentText[locale].title },
      ],
      islands: ['form-guard'],
      ...(words && !again && { banner: <DoneBanner title={words} /> }),
    },
    <TemplatesPage
      templates={await templatesOf(db, council.id, served)}
      organisations={own.map((each) => ({ value: each.organisation_id, label: nameIn(each, locale) }))}
      form={again ? (again.values.templateId ?? 'new') : null}
      values={again?.values ?? {}}
      errors={errors}
      locale={locale}
    />,
  )
}
