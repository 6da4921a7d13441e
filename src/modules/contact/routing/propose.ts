import '../tables.ts'
import type { App } from '#kernel/app'
import { loadSegmenter } from './features.ts'
import { type Router, routerOf } from './learn.ts'
import { unpackModel } from './stored.ts'

/** An organisation that may be in charge, and how sure the proposal is: 0 to 1. */
export interface Proposed {
  readonly organisationId: string
  readonly score: number
}

/** The routers read last, one of each council. */
const read = new Map<string, { readonly version: number; readonly router: Router; readonly places: PlaceCounts }>()
type PlaceCounts = Readonly<Record<string, Readonly<Record<string, number>>>>

/** A place speaks for a department as loudly as its matters there; so many are taken as seen everywhere. */
const seenEverywhere = 3
const mostProposed = 3

/**
 * Who may be in charge, by what is said and where: learned by the worker from what this council's departments accepted,
 * read here. Empty until something was learned.
 */
export async function proposedFor(
  app: App,
  councilId: string,
  matter: { readonly title: string; readonly text: string; readonly placeId: string | null },
): Promise<readonly Proposed[]> {
  const known = await routerFor(app, councilId)
  if (!known) return []
  const { router, places } = known
  const here = places[matter.placeId ?? ''] ?? {}
  const weighed = router.propose(matter, router.labels.length).map(({ label, score }) => ({
    organisationId: label,
    score: score * (seenEverywhere + (here[label] ?? 0)),
  }))
  const sum = weighed.reduce((all, { score }) => all + score, 0) || 1
  return weighed
    .map(({ organisationId, score }) => ({ organisationId, score: score / sum }))
    .sort((a, b) => b.score - a.score)
    .slice(0, mostProposed)
}

async function routerFor(app: App, councilId: string) {
  const { db } = app.database
  const newest = await db
    .selectFrom('contact.router')
    .select('version')
    .where('council_id', '=', councilId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!newest) return null
  const before = read.get(councilId)
  if (before?.version === newest.version) return before
  const row = await db
    .selectFrom('contact.router')
    .select(['version', 'places', 'model'])
    .where('council_id', '=', councilId)
    .where('version', '=', newest.version)
    .executeTakeFirstOrThrow()
  const router = routerOf(unpackModel(row.model), await loadSegmenter())
  const known = { version: row.version, router, places: row.places }
  read.set(councilId, known)
  return known
}
