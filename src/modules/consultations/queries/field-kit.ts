import { createHash } from 'node:crypto'
import type { Actor } from '#kernel/action'
import type { Db } from '#kernel/db'
import type { Locale } from '#kernel/text'
import { nameIn } from '#parts/councils'
import { isStale, plainWords, provisionName, readingsOf } from '#parts/laws'
import { placeById } from '#parts/network'
import type { ConsultationRow } from './consultation.ts'
import { readVersion } from './version.ts'

/** The places somebody collects for; null where it is the whole council. */
export async function collectingPlaces(
  db: Db,
  actor: Actor,
  locale: Locale,
): Promise<readonly { readonly id: string | null; readonly name: string }[]> {
  const collecting = actor.grants.filter(({ role }) => ['clerk', 'point-staff', 'liaison', 'collector'].includes(role))
  const ids = [...new Set(collecting.flatMap(({ scopeId }) => scopeId ?? []))]
  const places = []
  for (const id of ids.slice(0, 50)) {
    const place = await placeById(db, actor.councilId, id)
    if (place && place.until === null) places.push({ id, name: nameIn(place, locale) })
  }
  return collecting.some(({ scopeId }) => scopeId === null) ? [...places, { id: null, name: '' }] : places
}

const mostOpen = 60

/** Consultations that are open, with what the phone needs to know whether its copy of the text is the newest. */
export async function collectedOn(db: Db, councilId: string, now: Date) {
  const rows = await db
    .selectFrom('consultations.consultation')
    .select(['id', 'number', 'title', 'titles', 'closes_at', 'version_id'])
    .where('council_id', '=', councilId)
    .where('stage', '=', 'open')
    .where('closes_at', '>', now)
    .where('version_id', 'is not', null)
    .orderBy('closes_at')
    .limit(mostOpen)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    title: row.title,
    titles: row.titles,
    closesAt: row.closes_at?.toISOString() ?? null,
    versionId: row.version_id ?? '',
  }))
}

/**
 * The published text of a consultation for reading without signal: each article with its words and its everyday words.
 * @returns null when nothing is published
 */
export async function textBundle(db: Db, consultation: ConsultationRow, locale: Locale) {
  const { council_id, version_id } = consultation
  const version = version_id && consultation.stage !== 'prepared' ? await readVersion(db, council_id, version_id) : null
  if (!version) return null
  const readings = await readingsOf(db, council_id, version.id)
  const clauses = version.articles.map(({ provision, above }) => {
    const words = plainWords(provision)
    const plain = readings.filter(
      (reading) => reading.provisionId === provision.id && reading.kind === 'plain' && !isStale(reading, words),
    )
    return {
      id: provision.id,
      label: provision.label || provisionName(provision, locale),
      above: above.map(({ label, heading }) => [label, heading].filter(Boolean).join(' ')).join(' › '),
      words,
      plain: Object.fromEntries(plain.map((reading) => [reading.locale, reading.body])),
    }
  })
  const bundle = {
    id: consultation.id,
    number: consultation.number,
    title: consultation.title,
    titles: consultation.titles,
    versionId: version.id,
    label: version.label,
    clauses,
  }
  const body = JSON.stringify(bundle)
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
}
