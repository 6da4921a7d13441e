import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { keepPublic } from '#web/server'
import { prepareConsultation } from '../actions/prepare.ts'
import { dayWords } from '../pages/day-words.ts'
import { text } from '../pages/project-page.text.ts'
import { ProjectListPage, ProjectPage } from '../pages/project-page.tsx'
import { chainOf, projectsOf } from '../queries/projects.ts'
import { isClerk, type Phase } from '../rules.ts'

/** Projects and the chain of consultations on each. */
export function projectRoutes(http: Http): void {
  http.get('/consultations/projects', list)
  http.get('/consultations/projects/:k{[0-9]+}', (c) => projectPage(c))
  http.post('/consultations/projects/:k{[0-9]+}/next', nextSent)
}

function around(c: Ctx) {
  const app = c.get('app')
  const { actor, council, locale } = c.get('viewer')
  const days = dayWords(locale, council.timeZone, app.clock.now())
  return { db: app.database.db, council, locale, days, office: isClerk(actor) }
}

async function list(c: Ctx): Promise<Response> {
  const { db, council, locale, days, office } = around(c)
  keepPublic(c)
  return page(
    c,
    { title: text[locale].listTitle, description: text[locale].listLead },
    <ProjectListPage rows={await projectsOf(db, council.id, office)} days={days} locale={locale} />,
  )
}

async function foundProject(c: Ctx) {
  const it = around(c)
  const number = Number(c.req.param('k'))
  if (!Number.isSafeInteger(number) || number > 2_000_000_000) return null
  const [project] = await projectsOf(it.db, it.council.id, it.office, number)
  return project ? { ...it, project } : null
}

async function projectPage(c: Ctx, again: Again | null = null): Promise<Response> {
  const it = await foundProject(c)
  if (!it) return notFoundPage(c)
  const { db, council, locale, days, office, project } = it
  if (!office) keepPublic(c)
  return page(
    c,
    {
      title: project.titles[locale] ?? project.title,
      breadcrumb: [{ href: '/consultations/projects', label: text[locale].listTitle }],
      ...(again && { status: again.status, invalid: true }),
    },
    <ProjectPage
      project={project}
      chain={await chainOf(db, council.id, project.id, office)}
      mayStart={office}
      error={again !== null}
      values={again?.values ?? {}}
      days={days}
      locale={locale}
    />,
  )
}

async function nextSent(c: Ctx): Promise<Response> {
  const it = await foundProject(c)
  if (!it) return notFoundPage(c)
  const { values } = await sent(c)
  return submit(c, prepareConsultation, {
    input: {
      projectId: it.project.id,
      phase: (values.phase ?? '') as Phase,
      title: values.title ?? '',
      titles: {},
      summaries: {},
    },
    done: ({ number }) => `/consultations/${number}/edit`,
    again: (again) => projectPage(c, again),
  })
}
