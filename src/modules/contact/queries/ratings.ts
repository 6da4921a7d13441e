import type { App } from '#kernel/app'
import type { Db } from '#kernel/db'
import { nameIn, organisationsOf, settingsAt } from '#parts/councils'
import {
  handlingScale,
  type PointScale,
  type Satisfaction,
  type Sheet,
  satisfactionByBody,
  satisfactionScale,
  sheetsAbout,
  type WordScale,
} from '#parts/ratings'
import { handlingRating, replyRating } from '../ratings.ts'
import { subjectType } from '../rules.ts'
import type { Matter } from './matter.ts'

/** What was said of a matter's replies and of its handling, and by which scales it can be. */
export interface MatterRatings {
  readonly replies: readonly Sheet[]
  readonly handling: readonly Sheet[]
  readonly words: WordScale
  readonly points: PointScale
  readonly openDays: number
}

export async function ratingsOf(db: Db, councilId: string, matter: Matter, now: Date): Promise<MatterRatings> {
  const about = { type: subjectType, id: matter.id }
  const settings = await settingsAt(db, councilId, matter.work.opened_at)
  return {
    replies: await sheetsAbout(db, councilId, replyRating, about, now),
    handling: await sheetsAbout(db, councilId, handlingRating, about, now),
    words: satisfactionScale(settings),
    points: handlingScale(settings),
    openDays: settings.ratingOpenDays,
  }
}

/** Satisfaction by department, with the names of the departments. */
export interface DepartmentSatisfaction extends Satisfaction {
  readonly names: ReadonlyMap<string, string>
}

export async function departmentSatisfaction(
  app: App,
  councilId: string,
  locale: string,
): Promise<DepartmentSatisfaction> {
  const { db } = app.database
  const found = await satisfactionByBody(db, { councilId, kind: replyRating, now: app.clock.now() })
  const organisations = await organisationsOf(db, councilId)
  return { ...found, names: new Map(organisations.map((each) => [each.organisation_id, nameIn(each, locale)])) }
}

/** One row of the open data for each number the public page shows, and no other. */
export async function* satisfactionRows(app: App, councilId: string): AsyncIterable<Record<string, unknown>> {
  const { db } = app.database
  const { options, figures } = await satisfactionByBody(db, { councilId, kind: replyRating, now: app.clock.now() })
  const numbers = new Map((await organisationsOf(db, councilId)).map((each) => [each.organisation_id, each.number]))
  for (const group of figures.groups) {
    for (const { from, to, count } of group.blocks) {
      const words = options.slice(from, to + 1)
      yield {
        number: numbers.get(group.key) ?? null,
        rated: group.counted,
        answer_zh: words.map(({ name_zh }) => name_zh).join('或'),
        answer_en: words.map(({ name_en }) => name_en).join(' or '),
        count,
      }
    }
  }
}
