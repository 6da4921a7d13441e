import { enterCouncil } from '#kernel/action'
import type { App } from '#kernel/app'
import { receiptOf } from '#kernel/ledger'
import { type Followed, type OwnOpinion, opinionByReceipt, ownOpinions, takeAllowances } from '#parts/opinions'
import type { AwaitedOpinion, Matter, ModuleManifest } from '#web/routes'
import type { Viewer } from '#web/viewer'

/** Wrong codes a network may try in an hour: guessing one takes a million years, typing errors a few. */
const tries = { most: 60, minutes: 60 }

export type Looked = Followed | { readonly awaited: AwaitedOpinion } | 'missing' | 'too-many'

/** Looks a code up: an opinion, or a form that is still on its way to be one. Misses are counted, so that nobody tries them in bulk. */
export async function lookUp(
  app: App,
  modules: readonly ModuleManifest[],
  viewer: Viewer,
  receipt: string,
): Promise<Looked> {
  const { council, actor } = viewer
  const found = await opinionByReceipt(app.database.db, council.id, receipt)
  if (found) return found
  for (const { offers } of modules) {
    const awaited = await offers?.awaited?.(app, viewer, receipt)
    if (awaited) return { awaited }
  }
  const key = `receipt ${actor.network ?? actor.deviceId ?? 'unknown'}`
  const [room] = await app.database.db.transaction().execute(async (tx) => {
    await enterCouncil(tx, council.id)
    return takeAllowances(tx, council.id, [[{ key, allowance: tries }]], app.clock.now())
  })
  return room ? 'missing' : 'too-many'
}

/** What the opinion is about, told by the module it belongs to. */
export async function matterOf(
  app: App,
  modules: readonly ModuleManifest[],
  viewer: Viewer,
  opinion: Pick<Followed, 'subjectType' | 'subjectId' | 'versionId' | 'provisionId' | 'placeId'>,
): Promise<Matter | null> {
  const offered = modules.find((module) => module.offers?.matters?.type === opinion.subjectType)?.offers?.matters
  const { subjectId: id, versionId, provisionId, placeId } = opinion
  return offered ? offered.describe(app, viewer, { id, versionId, provisionId, placeId }) : null
}

/** Where a receipt is followed, if not here. */
export function followedAt(
  modules: readonly ModuleManifest[],
  { subjectType, receipt }: Pick<Followed, 'subjectType' | 'receipt'>,
): string | null {
  const offered = modules.find((module) => module.offers?.matters?.type === subjectType)?.offers?.matters
  return offered?.follow?.(dashed(receipt)) ?? null
}

/** The opinions of this account or device with the titles of what they are about. */
export async function ownWithTitles(app: App, modules: readonly ModuleManifest[], viewer: Viewer) {
  const own = await ownOpinions(app.database.db, viewer.council.id, viewer.actor)
  const titles = new Map<string, string>()
  for (const opinion of own) {
    if (titles.has(opinion.subjectId)) continue
    const matter = await matterOf(app, modules, viewer, {
      ...opinion,
      versionId: null,
      provisionId: null,
      placeId: null,
    })
    titles.set(opinion.subjectId, matter?.title ?? '')
  }
  return own.map((opinion): OwnOpinion & { readonly title: string } => ({
    ...opinion,
    title: titles.get(opinion.subjectId) ?? '',
  }))
}

/** `7KQ4-M2XC-9TRA` */
export function dashed(receipt: string): string {
  return receipt.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3')
}

/** The proof in hand: the promise until the record has its place, the proof afterwards. */
export async function proofOf(app: App, councilId: string, { leafId }: Followed) {
  return leafId === null ? undefined : receiptOf(app.database.db, councilId, leafId)
}
