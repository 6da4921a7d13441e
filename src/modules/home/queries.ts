import type { App } from '#kernel/app'
import type { HomeAnswer, HomeCard, HomeFigure, HomeStation, InboxItem, ModuleManifest } from '#web/routes'
import type { Viewer } from '#web/viewer'

/** Everything on the front page, as the modules offer it. */
export interface FrontView {
  readonly councilName: string
  readonly phone: string | null
  readonly figures: readonly StationFigure[]
  /** What one can take part in now. */
  readonly open: readonly HomeCard[]
  readonly other: readonly HomeCard[]
  readonly answers: readonly HomeAnswer[]
  /** What waits for whoever is signed in; null for a guest. */
  readonly inbox: readonly InboxItem[] | null
  readonly hasDesk: boolean
}

/** One number of the line with what it counts. */
export interface StationFigure {
  readonly station: HomeStation
  readonly total: number
  readonly figures: readonly HomeFigure[]
}

export const homeStations = ['heard', 'sorted', 'refined', 'sent', 'answered'] as const satisfies readonly HomeStation[]

const mostAnswers = 3
const mostWaiting = 5

export async function frontOf(app: App, viewer: Viewer, modules: readonly ModuleManifest[]): Promise<FrontView> {
  const cards = await gather(modules, ({ home }) => home?.(app, viewer))
  const sorted = cards.toSorted((a, b) => a.order - b.order)
  const signedIn = viewer.actor.kind === 'person'
  return {
    councilName: viewer.council.name,
    phone: viewer.council.phone ?? null,
    figures: await figuresOf(app, viewer, modules),
    open: sorted.filter(({ tag }) => tag?.tone === 'now'),
    other: sorted.filter(({ tag }) => tag?.tone !== 'now'),
    answers: (await gather(modules, ({ answers }) => answers?.(app, viewer)))
      .toSorted((a, b) => b.at.getTime() - a.at.getTime())
      .slice(0, mostAnswers),
    inbox: signedIn ? await waitingFor(app, viewer, modules) : null,
    hasDesk: viewer.actor.grants.length > 0,
  }
}

/** The numbers of the line, station by station; a station nobody counts for is absent. */
export async function figuresOf(
  app: App,
  viewer: Viewer,
  modules: readonly ModuleManifest[],
): Promise<StationFigure[]> {
  const offered = await gather(modules, ({ figures }) => figures?.(app, viewer))
  return homeStations.flatMap((station) => {
    const figures = offered.filter((figure) => figure.station === station)
    const parts = figures.flatMap((figure) => figure.parts)
    return figures.length === 0 ? [] : [{ station, figures, total: parts.reduce((sum, { value }) => sum + value, 0) }]
  })
}

/** The most urgent first: what is due soonest, then what has waited longest. */
async function waitingFor(app: App, viewer: Viewer, modules: readonly ModuleManifest[]): Promise<InboxItem[]> {
  const items = await gather(modules, ({ inbox }) => inbox?.(app, viewer))
  const key = ({ dueOn, since }: InboxItem) => `${dueOn ?? '9999'} ${since.toISOString()}`
  return items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)).slice(0, mostWaiting)
}

/** One after the other: the embedded database has one connection. */
async function gather<Item>(
  modules: readonly ModuleManifest[],
  ask: (offers: NonNullable<ModuleManifest['offers']>) => Promise<readonly Item[]> | undefined,
): Promise<Item[]> {
  const found: Item[] = []
  for (const { offers } of modules) if (offers) found.push(...((await ask(offers)) ?? []))
  return found
}
