import type { Context, Hono } from 'hono'
import type { z } from 'zod'
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
  /**
   * Addresses that begin so are for programs that bring a key of their own and no cookie counts for: no form's token is
   * asked of them, and they have ceilings of their own.
   */
  readonly forPrograms?: string
  /** What only the edge can answer, beside the actions: `/api/v1/sign-in/enter-code`. */
  readonly endpoints?: readonly Endpoint[]
}

/** An address of the API that is no action by itself. */
export interface Endpoint<Schema extends z.ZodType = z.ZodType> {
  /** `sign-in.enter-code` */
  readonly name: string
  /** One sentence for those who build programs. */
  readonly summary: string
  readonly input: Schema
  readonly result: z.ZodType
  /** Further answers by status. */
  readonly refusals: Readonly<Record<number, string>>
  readonly signedIn: boolean
  readonly handle: (c: Ctx, input: z.output<Schema>) => Promise<Response>
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
  /** Pages this person's roles open: ways shown on the desk, in the order given. */
  readonly ways?: (viewer: Viewer) => readonly Workplace[]
  /** Where this person works: ways shown on the desk. */
  readonly workplaces?: (app: App, viewer: Viewer) => Promise<readonly Workplace[]>
  /** What this person gave, and what became of it, the newest first. */
  readonly mine?: (app: App, viewer: Viewer) => Promise<readonly MineItem[]>
  /** How many unread things to show beside the inbox. */
  readonly inboxCount?: (app: App, viewer: Viewer) => Promise<number>
  /** What an opinion about one of its matters is about, for pages that show opinions of every kind. */
  readonly matters?: Matters
  /** Legislative projects everyone may know of, the newest first. */
  readonly projects?: (app: App, viewer: Viewer) => Promise<readonly ProjectLine[]>
  /** Doors (QR codes) through which opinions come. */
  readonly doors?: (app: App, viewer: Viewer) => Promise<readonly DoorLine[]>
  /** What happens at a place and can be read about elsewhere: the next activities. */
  readonly atPlace?: (app: App, viewer: Viewer, placeId: string) => Promise<readonly HomeCard[]>
  /** What was brought here and solved, the newest first; only what everyone may read. */
  readonly solvedAt?: (app: App, viewer: Viewer, placeId: string) => Promise<readonly HomeCard[]>
  /** What a deputy does that everyone may read of: hours, answers, meetings. */
  readonly ofDeputy?: (app: App, viewer: Viewer, personId: string) => Promise<readonly HomeCard[]>
  /** What one can do with a place or a deputy: write there, book her. */
  readonly turnTo?: (viewer: Viewer, to: Reached) => readonly Way[]
  /** What a code leads to before there is an opinion under it: a form handed out, words still to be typed in. */
  readonly awaited?: (app: App, viewer: Viewer, receipt: string) => Promise<AwaitedOpinion | null>
  /** Open data sets of a council. */
  readonly openData?: readonly OpenDataSet[]
}

/** Matters of one kind, as opinions name them. */
export interface Matters {
  /** The kind: `consultation`. */
  readonly type: string
  readonly describe: (app: App, viewer: Viewer, about: MatterAsked) => Promise<Matter | null>
  /** Where the holder of a receipt follows it, where these matters have a page of their own for that. */
  readonly follow?: (receipt: string) => string
  /** Every matter that everyone may read, the newest first: what figures are counted by. */
  readonly all?: (app: App, viewer: Viewer) => Promise<readonly MatterLine[]>
}

export interface MatterLine {
  readonly id: string
  readonly title: string
  readonly href: string
  /** Where its figures can be followed to single opinions. */
  readonly ledgerHref: string
  /** The stage it is in, in words. */
  readonly stage: string
}

/** A legislative project as its figures need it. */
export interface ProjectLine {
  readonly title: string
  readonly href: string
  readonly kind: 'new' | 'amendment' | 'repeal'
  readonly singleSubject: boolean
  /** Phase and stage it is in, in words. */
  readonly stage: string
  readonly begunAt: Date
  /** Drafts people were asked about, in their order: versions of the laws part. */
  readonly draftIds: readonly string[]
  /** Whole days from the first opening to the last answer; null before there is one. */
  readonly days: number | null
}

export interface DoorLine {
  readonly id: string
  readonly label: string
  readonly placeId: string | null
  /** What is asked about behind it. */
  readonly href: string
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

/** Somebody holds its code already; her words are not here as text yet. */
export interface AwaitedOpinion {
  /** Not returned; returned; typed in by one person; read differently by two; taken out of the count. */
  readonly state: 'out' | 'returned' | 'once' | 'different' | 'void'
  readonly as: 'print' | 'photo' | 'voice'
  readonly title: string
  readonly href: string
  /** Where it is returned to and typed in. */
  readonly place: string | null
  /** When it was received; before that, when it was printed. */
  readonly since: Date
  /** Last moment to return it. */
  readonly until: Date | null
  /** That moment is over. */
  readonly over: boolean
  /** Why it is void. */
  readonly because: string | null
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

/** A place or a deputy that somebody wants to turn to. */
export type Reached =
  | { readonly kind: 'place'; readonly id: string; readonly number: number }
  | { readonly kind: 'deputy'; readonly id: string; readonly code: string }

/** One thing to do, as a button; the first is the most usual. */
export interface Way {
  readonly href: string
  readonly label: string
  readonly order: number
}

/** A way from the desk to where work is done. */
export interface Workplace {
  readonly href: string
  readonly label: string
}

/** One thing somebody gave: an opinion, a letter, a vote on a project. */
export interface MineItem {
  readonly href: string
  readonly title: string
  /** What kind of thing it is, in the viewer's language: 意见, 代表联系函. */
  readonly kind: string
  /** Its first words as they were given, and their language, where it has words. */
  readonly said?: { readonly words: string; readonly lang: string }
  readonly at: Date
  /** What became of it so far, in a few words. */
  readonly state: { readonly tone: 'now' | 'ok' | 'wait' | 'stop' | 'plain'; readonly label: string }
}

export interface OpenDataSet {
  readonly name: string
  readonly title: (viewer: Viewer) => string
  readonly columns: readonly OpenDataColumn[]
  readonly rows: (
    app: App,
    councilId: string,
    reader: OpenDataReader,
  ) => AsyncIterable<Readonly<Record<string, unknown>>>
  /** The same as a document of another shape: its ending, its media type, and its text in pieces. */
  readonly document?: {
    readonly ending: string
    readonly label: string
    readonly type: string
    readonly pieces: (app: App, councilId: string) => AsyncIterable<string>
  }
  /** How many rows it has, where that is quick to say. */
  readonly count?: (app: App, councilId: string) => Promise<number>
}

/** Who downloads a data set, and the modules whose offers it may be made of. */
export interface OpenDataReader {
  readonly viewer: Viewer
  readonly modules: readonly ModuleManifest[]
}

export interface OpenDataColumn {
  readonly key: string
  readonly label: string
  readonly type: 'text' | 'number' | 'date' | 'instant' | 'boolean'
}
