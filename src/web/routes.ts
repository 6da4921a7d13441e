import type { Context, Hono } from 'hono'
import type { App } from '#kernel/app'
import type { Manifest } from '#kernel/module'
import type { Sent } from './form.tsx'
import type { Viewer } from './viewer.ts'

/** What every request carries once the server's own layers have run. */
export interface RequestVariables {
  readonly app: App
  readonly requestId: string
  readonly viewer: Viewer
  readonly modules: readonly ModuleManifest[]
  /** How many things wait for this person; undefined until somebody counts. */
  readonly inboxCount?: number
  /** The form that was sent, once it has been read. */
  readonly sent?: Sent
  /** Set when the page being answered is the same for every guest. */
  readonly keep?: boolean
}

export type Env = { Variables: RequestVariables }
export type Http = Hono<Env>
export type Ctx = Context<Env>

/** A module is a part with URLs: its routes are mounted at the root, each path begins with the module's name. */
export interface ModuleManifest extends Manifest {
  /** First URL segment; '' for the home module. */
  readonly path: string
  readonly routes: (http: Http) => void
  readonly offers?: Offers
}

/** What a module offers to the others without their knowing it. */
export interface Offers {
  /** Entry in the public menu. */
  readonly menu?: (viewer: Viewer) => { readonly href: string; readonly label: string } | null
  /** Cards on the front page, most urgent first. */
  readonly home?: (app: App, viewer: Viewer) => Promise<readonly HomeCard[]>
  /** Numbers on the line of the front page, each with what it counts. */
  readonly figures?: (app: App, viewer: Viewer) => Promise<readonly HomeFigure[]>
  /** Answers given last, the newest first; only what everyone may read. */
  readonly answers?: (app: App, viewer: Viewer) => Promise<readonly HomeAnswer[]>
  /** What waits for this person. */
  readonly inbox?: (app: App, viewer: Viewer) => Promise<readonly InboxItem[]>
  /** What this person gave, and what became of it, the newest first. */
  readonly mine?: (app: App, viewer: Viewer) => Promise<readonly MineItem[]>
  /** How many unread things to show beside the inbox. */
  readonly inboxCount?: (app: App, viewer: Viewer) => Promise<number>
  /** What an opinion about one of its matters is about, for pages that show opinions of every kind. */
  readonly matters?: Matters
  /** Open data sets of a council. */
  readonly openData?: readonly OpenDataSet[]
}

/** Matters of one kind, as opinions name them. */
export interface Matters {
  /** The kind: `consultation`. */
  readonly type: string
  readonly describe: (app: App, viewer: Viewer, about: MatterAsked) => Promise<Matter | null>
}

export interface MatterAsked {
  readonly id: string
  readonly versionId: string | null
  readonly provisionId: string | null
  readonly placeId: string | null
}

export interface Matter {
  readonly title: string
  readonly href: string
  /** 第二十一条; null where it is about the whole. */
  readonly place: string | null
  readonly placeHref: string | null
  /** The words of that place. */
  readonly words: string | null
  /** Where it was collected: 临江社区. */
  readonly collectedAt: string | null
  /** Whether more may be said. */
  readonly open: boolean
}

export interface HomeCard {
  readonly href: string
  readonly title: string
  readonly lines: readonly string[]
  readonly tag?: { readonly tone: 'now' | 'ok' | 'wait' | 'plain'; readonly label: string }
  /** Cards are shown in this order, smallest first. */
  readonly order: number
  /** What one can do there, as the words of a button; only where it is urgent. */
  readonly action?: string
}

/** Stations of the line every word takes, in order. */
export type HomeStation = 'heard' | 'sorted' | 'refined' | 'sent' | 'answered'

/** How many things have come as far as a station; the number is the sum of its parts, and nothing else. */
export interface HomeFigure {
  readonly station: HomeStation
  /** What is counted: 条意见 */
  readonly label: string
  /** How it is counted, in a sentence. */
  readonly how: string
  readonly parts: readonly { readonly href: string; readonly title: string; readonly value: number }[]
}

/** What somebody said, and the answer to it. */
export interface HomeAnswer {
  readonly href: string
  /** What it was said about. */
  readonly about: string
  readonly said: string
  /** The answer's reason. */
  readonly answer: string
  /** Language tags of the two, where they are not the page's. */
  readonly lang?: { readonly said: string; readonly answer: string }
  readonly decision: { readonly tone: 'ok' | 'wait' | 'plain'; readonly label: string }
  readonly at: Date
}

export interface InboxItem {
  readonly href: string
  readonly title: string
  readonly since: Date
  readonly dueOn: string | null
}

/** One thing somebody gave: an opinion, a letter, a vote on a project. */
export interface MineItem {
  readonly href: string
  readonly title: string
  /** What kind of thing it is, in the viewer's language: 意见, 代表联系函. */
  readonly kind: string
  readonly at: Date
  /** What became of it so far, in a few words. */
  readonly state: { readonly tone: 'now' | 'ok' | 'wait' | 'stop' | 'plain'; readonly label: string }
}

export interface OpenDataSet {
  readonly name: string
  readonly title: (viewer: Viewer) => string
  readonly columns: readonly OpenDataColumn[]
  readonly rows: (app: App, councilId: string) => AsyncIterable<Readonly<Record<string, unknown>>>
}

export interface OpenDataColumn {
  readonly key: string
  readonly label: string
  readonly type: 'text' | 'number' | 'date' | 'instant' | 'boolean'
}
