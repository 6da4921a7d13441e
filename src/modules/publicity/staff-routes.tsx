import { perform } from '#kernel/action'
import { nameIn, settingsAt } from '#parts/councils'
import { checkUpload, filesText } from '#parts/files'
import { placesOf } from '#parts/network'
import { ConfirmPage, DoneBanner, ErrorSummary, Field } from '#ui'
import { notFoundPage } from '#web/errors'
import { type Again, answer, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import {
  addPicture,
  changePost,
  correctPost,
  draftPost,
  publishPost,
  removePicture,
  reportPost,
  withdrawPost,
} from './actions.ts'
import { mattersOf, postOf, toList } from './asked.ts'
import { contentInput, errorsIn, formValues } from './form-input.ts'
import { text } from './pages/form-page.text.ts'
import { FormPage, PicturesPage, type PostForm, ReportPage } from './pages/form-page.tsx'
import { text as postText } from './pages/post-page.text.ts'
import { type Post, picturesOf, wordsIn } from './queries.ts'
import { hasBegun, isActivity, type PostKind, postKinds, publishesAnything, publishesFor } from './rules.ts'

/** Writing, publishing, correcting, withdrawing, reporting, and pictures. */
export function staffRoutes(http: Http): void {
  const one = '/publicity/:number{[0-9]+}'
  http.get('/publicity/new', (c) => (publishesAnything(c.get('viewer').actor) ? newPage(c) : notFoundPage(c)))
  http.post('/publicity/new', draftSent)
  http.get(
    `${one}/edit`,
    withPost((c, post) => editPage(c, post)),
  )
  http.post(`${one}/edit`, withPost(editSent))
  http.post(`${one}/publish`, withPost(publishSent))
  http.post(`${one}/withdraw`, withPost(withdrawSent))
  http.get(
    `${one}/report`,
    withPost((c, post) => reportPage(c, post)),
  )
  http.post(`${one}/report`, withPost(reportSent))
  http.get(
    `${one}/pictures`,
    withPost((c, post) => picturesPage(c, post)),
  )
  http.post(`${one}/pictures`, withPost(pictureSent))
  http.post(`${one}/pictures/remove`, withPost(pictureRemoved))
}

/** The post of the address, for those who may publish it; for everybody else the page does not exist. */
function withPost(then: (c: Ctx, post: Post) => Response | Promise<Response>) {
  return async (c: Ctx): Promise<Response> => {
    const post = await postOf(c)
    return post && publishesFor(c.get('viewer').actor, post) ? then(c, post) : notFoundPage(c)
  }
}

type Kept = Pick<PostForm, 'values' | 'languages'> & { readonly again: Again | null }

async function keptOf(c: Ctx, again: Again): Promise<Kept> {
  return { values: again.values, languages: (await sent(c)).lists.languages ?? [], again }
}

async function formChoices(c: Ctx) {
  const app = c.get('app')
  const { council, actor, locale } = c.get('viewer')
  const { db } = app.database
  const places = await placesOf(db, council.id, { limit: 1000 })
  return {
    places: places
      .filter(({ place_id }) => publishesFor(actor, { place_id }))
      .map((place) => ({ value: place.place_id, label: nameIn(place, locale) })),
    mayCouncil: publishesFor(actor, { place_id: null }),
    matters: (await mattersOf(c)).map(({ type, id, title }) => ({ value: `${type}:${id}`, label: title })),
    planDays: (await settingsAt(db, council.id, app.clock.now())).planAdvanceDays,
  }
}

function statusOf(c: Ctx, again: Again | null) {
  const errors = again ? errorsIn(c.get('viewer').locale, again) : {}
  return { errors, options: again ? { status: again.status, invalid: true } : {} }
}

async function newPage(c: Ctx, kept: Kept | null = null): Promise<Response> {
  const { locale } = c.get('viewer')
  const { errors, options } = statusOf(c, kept?.again ?? null)
  const form: PostForm = {
    what: 'new',
    action: '/publicity/new',
    back: '/publicity',
    values: kept?.values ?? { kind: 'talk' },
    languages: kept?.languages ?? ['zh-CN'],
    errors,
    timed: true,
    ...(await formChoices(c)),
  }
  return page(
    c,
    { title: text[locale].newTitle, breadcrumb: [toList(c)], width: 'narrow', unlisted: true, ...options },
    <FormPage form={form} />,
  )
}

async function draftSent(c: Ctx): Promise<Response> {
  const { values, lists } = await sent(c)
  const { council } = c.get('viewer')
  const kind = postKinds.find((each) => each === values.kind) ?? ('' as PostKind)
  const languages = isActivity(kind) ? (lists.languages ?? []) : []
  return submit(c, draftPost, {
    input: { kind, placeId: values.placeId || null, ...contentInput(values, languages, council.timeZone) },
    done: ({ number }) => `/publicity/${number}?done=draft`,
    again: async (again) => newPage(c, await keptOf(c, again)),
  })
}

async function editPage(c: Ctx, post: Post, kept: Kept | null = null): Promise<Response> {
  const { locale, council } = c.get('viewer')
  if (post.stage === 'withdrawn') return notFoundPage(c)
  const t = text[locale]
  const what = post.stage === 'draft' ? 'edit' : 'correct'
  const { errors, options } = statusOf(c, kept?.again ?? null)
  const form: PostForm = {
    what,
    action: `/publicity/${post.number}/edit`,
    back: `/publicity/${post.number}`,
    values: kept?.values ?? formValues(post, council.timeZone),
    languages: kept?.languages ?? post.languages,
    errors,
    timed: isActivity(post.kind),
    ...(await formChoices(c)),
  }
  return page(
    c,
    {
      title: what === 'edit' ? t.editTitle : t.correctTitle,
      breadcrumb: crumbs(c, post),
      width: 'narrow',
      unlisted: true,
      ...options,
    },
    <FormPage form={form} />,
  )
}

function crumbs(c: Ctx, post: Post) {
  return [toList(c), { href: `/publicity/${post.number}`, label: wordsIn(post, c.get('viewer').locale).title }]
}

async function editSent(c: Ctx, post: Post): Promise<Response> {
  const { values, lists } = await sent(c)
  const content = contentInput(values, lists.languages ?? [], c.get('viewer').council.timeZone)
  const again = async (refused: Again) => editPage(c, post, await keptOf(c, refused))
  if (post.stage === 'draft') {
    return submit(c, changePost, {
      input: { postId: post.id, ...content },
      done: ({ number }) => `/publicity/${number}?done=draft`,
      again,
    })
  }
  return submit(c, correctPost, {
    input: { postId: post.id, reason: values.reason ?? '', ...content },
    done: ({ number }) => `/publicity/${number}?done=corrected`,
    again,
  })
}

function publishSent(c: Ctx, post: Post): Promise<Response> {
  return submit(c, publishPost, {
    input: { postId: post.id },
    done: ({ number }) => `/publicity/${number}?done=published`,
  })
}

async function withdrawSent(c: Ctx, post: Post): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, withdrawPost, {
    input: { postId: post.id, reason: values.reason ?? '' },
    done: ({ number }) => `/publicity/${number}?done=withdrawn`,
    again: (again) => withdrawPage(c, post, again),
  })
}

/** Asked again as a page of its own: the question had no reason. */
function withdrawPage(c: Ctx, post: Post, again: Again): Response {
  const { locale } = c.get('viewer')
  const t = postText[locale]
  const errors = errorsIn(locale, again)
  const published = post.stage === 'published'
  const label = published ? t.withdraw : t.off
  return page(
    c,
    {
      title: label,
      breadcrumb: crumbs(c, post),
      width: 'narrow',
      unlisted: true,
      status: again.status,
      invalid: true,
      banner: <ErrorSummary errors={errors} />,
    },
    <ConfirmPage
      action={`/publicity/${post.number}/withdraw`}
      kind="grave"
      label={label}
      question={t.withdrawQuestion}
      {...(published && { consequence: t.withdrawConsequence })}
      confirmLabel={label}
      backHref={`/publicity/${post.number}`}
    >
      <Field
        name="reason"
        label={t.reason}
        {...(published && { hint: t.reasonHint })}
        maxLength={1000}
        value={again.values.reason ?? ''}
        {...(errors.reason && { error: errors.reason })}
      />
    </ConfirmPage>,
  )
}

function reportPage(c: Ctx, post: Post, again: Again | null = null): Response {
  const { locale } = c.get('viewer')
  if (post.stage !== 'published' || hasBegun(post, c.get('app').clock.now()) !== null) return notFoundPage(c)
  const { errors, options } = statusOf(c, again)
  const number = (value: number | null) => (value === null ? '' : String(value))
  const form = {
    number: post.number,
    title: wordsIn(post, locale).title,
    values: again?.values ?? { attended: number(post.attended), copies: number(post.copies), outcome: post.outcome },
    errors,
    again: post.reported_at !== null,
  }
  return page(
    c,
    { title: text[locale].reportTitle, breadcrumb: crumbs(c, post), width: 'narrow', unlisted: true, ...options },
    <ReportPage form={form} />,
  )
}

async function reportSent(c: Ctx, post: Post): Promise<Response> {
  const { attended = '', copies = '', outcome = '', reason = '' } = (await sent(c)).values
  return submit(c, reportPost, {
    input: { postId: post.id, attended: attended.trim(), copies: copies.trim(), outcome, reason },
    done: ({ number }) => `/publicity/${number}?done=reported`,
    again: (again) => reportPage(c, post, again),
  })
}

async function picturesPage(c: Ctx, post: Post, again: Again | null = null, file?: string): Promise<Response> {
  const { locale, council } = c.get('viewer')
  const t = text[locale]
  if (post.stage === 'withdrawn') return notFoundPage(c)
  const { errors, options } = statusOf(c, again)
  const form = {
    number: post.number,
    title: wordsIn(post, locale).title,
    pictures: await picturesOf(c.get('app').database.db, council.id, post.id),
    values: again?.values ?? {},
    errors: file ? { picture: file, ...errors } : errors,
  }
  return page(
    c,
    {
      title: t.picturesTitle,
      breadcrumb: crumbs(c, post),
      width: 'narrow',
      unlisted: true,
      ...options,
      ...(c.req.query('done') && !again && { banner: <DoneBanner title={t.done} /> }),
    },
    <PicturesPage form={form} />,
  )
}

async function pictureSent(c: Ctx, post: Post): Promise<Response> {
  const { values, files } = await sent(c)
  const { actor, locale } = c.get('viewer')
  const refused = (words: string) => picturesPage(c, post, { values, issues: [], conflict: null, status: 422 }, words)
  const file = files.picture?.[0]
  if (!file) return refused(text[locale].error['no-file'])
  const checked = await checkUpload({ content: file, nameShown: file.name, kind: 'photo' })
  if (!checked.ok) return refused(filesText[locale].refusal[checked.reason])
  const input = { postId: post.id, description: values.description ?? '', upload: checked.upload }
  return answer(c, await perform(c.get('app'), addPicture, actor, input), {
    done: () => `/publicity/${post.number}/pictures?done=1`,
    again: (again) => picturesPage(c, post, again),
  })
}

async function pictureRemoved(c: Ctx, post: Post): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, removePicture, {
    input: { postId: post.id, fileId: values.fileId ?? '', reason: values.reason ?? '' },
    done: () => `/publicity/${post.number}/pictures?done=1`,
    again: (again) => removePage(c, post, again),
  })
}

/** Asked again as a page of its own: the question had no reason. */
function removePage(c: Ctx, post: Post, again: Again): Response {
  const { locale } = c.get('viewer')
  const t = text[locale]
  const errors = errorsIn(locale, again)
  return page(
    c,
    {
      title: t.remove,
      breadcrumb: crumbs(c, post),
      width: 'narrow',
      unlisted: true,
      status: again.status,
      invalid: true,
      banner: <ErrorSummary errors={errors} />,
    },
    <ConfirmPage
      action={`/publicity/${post.number}/pictures/remove`}
      kind="grave"
      label={t.remove}
      question={t.removeQuestion}
      consequence={t.removeConsequence}
      confirmLabel={t.remove}
      backHref={`/publicity/${post.number}/pictures`}
      values={{ fileId: again.values.fileId ?? '' }}
    >
      <Field
        name="reason"
        label={t.removeReason}
        maxLength={1000}
        value={again.values.reason ?? ''}
        {...(errors.reason && { error: errors.reason })}
      />
    </ConfirmPage>,
  )
}
