import type { App } from '#kernel/app'
import { plainWords, provisionPath } from '#parts/laws'
import { clauseOf } from '#parts/opinions'
import type { Matter, MatterAsked } from '#web/routes'
import type { Viewer } from '#web/viewer'
import { mayStillComment } from '../rules.ts'
import { consultationById, titleIn } from './consultation.ts'
import { placeNames } from './reading.ts'
import { readVersion } from './version.ts'

/** What an opinion about a consultation is about, for its receipt. */
export async function describeMatter(app: App, viewer: Viewer, asked: MatterAsked): Promise<Matter | null> {
  const { council, locale } = viewer
  const { db } = app.database
  const row = await consultationById(db, council.id, asked.id)
  if (!row || row.stage === 'prepared') return null
  const version = asked.versionId ? await readVersion(db, council.id, asked.versionId) : null
  const place = asked.provisionId ? version?.provisions.get(asked.provisionId) : undefined
  const places = await placeNames(app, council.id, [asked.placeId], locale)
  return {
    title: titleIn(row, locale),
    href: `/consultations/${row.number}`,
    place: place && version ? provisionPath(version.text, place.provision.id, locale) || null : null,
    placeHref: place?.article ? `/consultations/${row.number}/clauses/${clauseOf(place.provision.id)}` : null,
    words: place ? plainWords(place.provision) : null,
    collectedAt: places.get(asked.placeId ?? '') ?? null,
    open: mayStillComment(row, app.clock.now()) === null,
  }
}
