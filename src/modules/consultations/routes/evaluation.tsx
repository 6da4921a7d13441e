import { normaliseShortCode } from '#kernel/short-code'
import { ButtonLink, DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { evaluate } from '../actions/telling.ts'
import { text } from '../pages/evaluation-page.text.ts'
import { EvaluationPage } from '../pages/evaluation-page.tsx'
import { consultationByNumber, titleIn } from '../queries/consultation.ts'

/** Whoever holds a receipt judges the answer: /consultations/:n/evaluation?receipt=… */
export function evaluationRoutes(http: Http): void {
  http.get('/consultations/:n{[0-9]+}/evaluation', (c) => evaluationPage(c))
  http.post('/consultations/:n{[0-9]+}/evaluation', evaluationSent)
}

async function evaluationPage(c: Ctx, again: Again | null = null): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const { db } = c.get('app').database
  const row = await consultationByNumber(db, council.id, Number(c.req.param('n')))
  if (!row || row.stage === 'prepared') return notFoundPage(c)
  const t = text[locale]
  const base = `/consultations/${row.number}`
  const title = titleIn(row, locale)
  const done = c.req.query('done') === '1' && (
    <DoneBanner title={t.done}>
      <ButtonLink kind="quiet" href={`${base}/story`}>
        {t.doneWords}
      </ButtonLink>
    </DoneBanner>
  )
  return page(
    c,
    {
      title: t.title,
      width: 'narrow',
      unlisted: true,
      ...(done && { banner: done }),
      ...(again && { status: again.status, invalid: true }),
      breadcrumb: [{ href: base, label: title }],
    },
    <EvaluationPage
      base={base}
      title={title}
      values={again?.values ?? { receipt: c.req.query('receipt') ?? '' }}
      errors={errorsOf(again, locale)}
      locale={locale}
    />,
  )
}

function errorsOf(again: Again | null, locale: 'zh-CN' | 'en'): Record<string, string> {
  if (!again) return {}
  const t = text[locale]
  if (again.conflict) return { '': t.over }
  return Object.fromEntries(
    again.issues.map(({ path }) => (path === 'score' ? ['score', t.errors.score] : ['receipt', t.errors.receipt])),
  )
}

async function evaluationSent(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  const receipt = normaliseShortCode(values.receipt ?? '')?.replaceAll('-', '') ?? ''
  return submit(c, evaluate, {
    input: { receipt, score: (values.score ?? '') as 'satisfied', words: values.words ?? '' },
    done: () => `/consultations/${c.req.param('n')}/evaluation?done=1`,
    again: (again) => evaluationPage(c, again),
  })
}
