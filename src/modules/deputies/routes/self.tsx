import { perform } from '#kernel/action'
import { invalid } from '#kernel/outcome'
import { settingsAt } from '#parts/councils'
import { checkUpload, filesText } from '#parts/files'
import {
  type AgreedField,
  type Deputy,
  deputyByPerson,
  openingText,
  readOpening,
  removePortrait,
  setPortrait,
  writeProfile,
} from '#parts/network'
import { notFoundPage } from '#web/errors'
import { type Again, answer, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { errorsIn } from '../form-errors.ts'
import { text } from '../pages/edit-page.text.ts'
import { EditPage } from '../pages/edit-page.tsx'
import { asked, deputyOfPath, isHerself } from '../queries.ts'
import { toDeputy } from './public.tsx'

const one = '/deputies/:code{[0-9A-Za-z-]{12,16}}'

/** A deputy's own page, written by herself. */
export function selfRoutes(http: Http): void {
  http.get('/deputies/mine', mine)
  http.get(`${one}/edit`, (c) => withOwn(c, (deputy) => editPage(c, deputy, null)))
  http.post(`${one}/edit`, (c) => withOwn(c, (deputy) => edit(c, deputy)))
  http.post(`${one}/portrait`, (c) => withOwn(c, (deputy) => portraitSent(c, deputy)))
  http.post(`${one}/portrait/remove`, (c) =>
    withOwn(c, (deputy) =>
      submit(c, removePortrait, {
        input: { personId: deputy.personId },
        done: ({ code }) => `/deputies/${code}/edit?saved=1`,
        again: (again) => editPage(c, deputy, again),
      }),
    ),
  )
}

async function mine(c: Ctx): Promise<Response> {
  const { db, council, actor, now } = asked(c)
  const deputy = actor.personId ? await deputyByPerson(db, council.id, actor.personId, now) : undefined
  return deputy ? c.redirect(`/deputies/${deputy.code}`, 303) : notFoundPage(c)
}

async function withOwn(c: Ctx, then: (deputy: Deputy) => Response | Promise<Response>): Promise<Response> {
  const deputy = await deputyOfPath(c)
  return deputy && isHerself(c, deputy) ? then(deputy) : notFoundPage(c)
}

async function edit(c: Ctx, deputy: Deputy): Promise<Response> {
  const { values, lists } = await sent(c)
  const typed = values.hours?.trim() ?? ''
  const hours = typed === '' ? [] : readOpening(typed)
  const again = (refused: Again) => editPage(c, deputy, refused)
  if (hours === null) return answer(c, invalid({ path: 'hours', code: 'not-opening-hours' }), { done: () => '', again })
  const settings = await settingsAt(asked(c).db, asked(c).council.id, asked(c).now)
  // What the council decides is not asked on the form; what she said of it before stays.
  const kept = deputy.agreed.filter((field) => settings[settingNames[field]] !== 'agreed')
  return submit(c, writeProfile, {
    input: {
      personId: deputy.personId,
      introduction_zh: values.introduction_zh,
      introduction_en: values.introduction_en,
      hours,
      hours_note_zh: values.hours_note_zh,
      hours_note_en: values.hours_note_en,
      agreed: [...kept, ...((lists.agreed ?? []) as AgreedField[])],
    },
    done: ({ code }) => `/deputies/${code}?saved=1`,
    again,
  })
}

const settingNames = {
  constituency: 'deputyConstituency',
  places: 'deputyPlaces',
  groups: 'deputyGroups',
  portrait: 'deputyPortrait',
  introduction: 'deputyIntroduction',
  hours: 'deputyHours',
  activity: 'deputyActivity',
} as const

async function portraitSent(c: Ctx, deputy: Deputy): Promise<Response> {
  const { files } = await sent(c)
  const { actor, locale } = c.get('viewer')
  const refused = (words: string) => editPage(c, deputy, null, words)
  const file = files.portrait?.[0]
  if (!file) return refused(text[locale].error['no-file']({}))
  const checked = await checkUpload({ content: file, nameShown: file.name, kind: 'photo' })
  if (!checked.ok) return refused(filesText[locale].refusal[checked.reason])
  const input = { personId: deputy.personId, upload: checked.upload }
  return answer(c, await perform(c.get('app'), setPortrait, actor, input), {
    done: ({ code }) => `/deputies/${code}/edit?saved=1`,
    again: (again) => editPage(c, deputy, again),
  })
}

async function editPage(c: Ctx, deputy: Deputy, again: Again | null, portrait?: string): Promise<Response> {
  const { db, council, locale, now } = asked(c)
  const lists = again ? (await sent(c)).lists : {}
  const own = {
    introduction_zh: deputy.introduction_zh ?? '',
    introduction_en: deputy.introduction_en ?? '',
    hours: openingText(deputy.hours, locale),
    hours_note_zh: deputy.hours_note_zh ?? '',
    hours_note_en: deputy.hours_note_en ?? '',
  }
  const errors = { ...(again && errorsIn(text[locale], again)), ...(portrait && { portrait }) }
  const refused = again !== null || portrait !== undefined
  const view = {
    deputy,
    settings: await settingsAt(db, council.id, now),
    values: again?.values.hours === undefined ? own : again.values,
    agreed: again ? (lists.agreed ?? []) : deputy.agreed,
    errors,
    saved: !refused && c.req.query('saved') === '1',
  }
  return page(
    c,
    {
      title: text[locale].title,
      status: again?.status ?? (portrait ? 422 : 200),
      invalid: refused,
      breadcrumb: toDeputy(c, deputy),
      width: 'narrow',
      unlisted: true,
    },
    <EditPage view={view} />,
  )
}
