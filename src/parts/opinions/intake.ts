import './tables.ts'
import { sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { appendFirstLeaves, type FirstLeaf, type LedgerKeys, newSubjectId } from '#kernel/ledger'
import { shortCode } from '#kernel/short-code'
import { marksOf } from './words.ts'

/** Who says it, and who may know: name for the office, name shown, and who may see it are three things. */
export interface NewContributor {
  readonly accountId?: string | null
  readonly deviceId?: string | null
  readonly name?: string | null
  readonly displayName?: string | null
  readonly nameVisibleTo?: 'nobody' | 'office' | 'everyone'
  readonly contactKind?: 'phone' | 'email' | null
  readonly contact?: string | null
  /** Where an answer by letter goes. */
  readonly address?: string | null
  readonly answerBy?: 'receipt' | 'inbox' | 'phone' | 'email' | 'post'
  /** The words she agreed to, or a code that names them. */
  readonly consent?: string | null
  readonly consentAt?: Date | null
  readonly locale?: string
}

export interface NewOpinion {
  /** What it is about: the kind and id of a matter of some module. */
  readonly subject: { readonly type: string; readonly id: string }
  /** Made by whoever sends it: the same key a second time is the same opinion, and answers as the first time. */
  readonly clientKey: string
  /** The code she already holds, from a paper form or a phone without signal; the caller makes sure that it is free. */
  readonly receipt?: string | null
  readonly contributor: NewContributor
  readonly versionId?: string | null
  readonly anchor?: {
    readonly provisionId: string
    readonly quote?: string | null
    readonly prefix?: string | null
    readonly suffix?: string | null
    readonly start?: number | null
  } | null
  readonly body: string
  readonly suggested?: string | null
  readonly contentLocale?: string
  readonly channel: 'online' | 'field' | 'paper' | 'session' | 'desk' | 'package'
  readonly doorId?: string | null
  readonly placeId?: string | null
  readonly sessionId?: string | null
  readonly campaign?: string | null
  /** Whether everyone may read it; otherwise the office alone. */
  readonly public?: boolean
  readonly stance?: 'support' | 'oppose' | 'neutral' | null
  readonly tags?: readonly string[]
  /** Waits for a person before it is shown, for these reasons. */
  readonly held?: { readonly code: string; readonly reason: string } | null
  readonly attachments?: readonly {
    readonly fileId: string
    readonly kind: 'photo' | 'voice' | 'scan' | 'document'
    readonly sha256: string
  }[]
  /** When she says she gave it; now unless given. */
  readonly givenAt?: Date
  /** When her identity was proved, if it was. */
  readonly provedAt?: Date | null
}

export interface GivenOpinion {
  readonly opinionId: string
  /** Twelve characters without dashes. */
  readonly receipt: string
  readonly contributorId: string
  /** True when this client key had been used before: nothing was stored now. */
  readonly repeated: boolean
}

interface Giving {
  readonly councilId: string
  readonly now: Date
  readonly keys: LedgerKeys
}

/** Stores one opinion with its place in the ledger's queue. */
export async function giveOpinion(tx: Tx, opinion: NewOpinion, giving: Giving): Promise<GivenOpinion> {
  const [given] = await giveOpinions(tx, [opinion], giving)
  if (!given) throw new Error('an opinion that was given is not there')
  return given
}

/**
 * Stores opinions of one council together: a handful of statements however many they are. The leaves are in the same
 * transaction, so there is no opinion without its promise.
 * @returns in the order given
 */
export async function giveOpinions(
  tx: Tx,
  opinions: readonly NewOpinion[],
  { councilId, now, keys }: Giving,
): Promise<GivenOpinion[]> {
  if (opinions.length === 0) return []
  const made = opinions.map((opinion) => rowsOf(opinion, councilId, now))
  const { rows: stored } = await sql<{ id: string }>`
    with stored as (
      insert into opinions.opinion (${columnsOf(made)})
      select ${columnsOf(made)} from json_populate_recordset(null::opinions.opinion, ${JSON.stringify(made.map((each) => each.opinion))})
      on conflict (council_id, client_key) do nothing
      returning id, contributor_id
    ), contributors as (
      insert into opinions.contributor
      select given.* from json_populate_recordset(null::opinions.contributor, ${JSON.stringify(made.map((each) => each.contributor))}) given
      join stored on stored.contributor_id = given.id
    )
    select id from stored`.execute(tx)
  const fresh = new Set(stored.map(({ id }) => id))
  const kept = made.filter((each) => fresh.has(each.opinion.id))
  await appendFirstLeaves(
    tx,
    councilId,
    kept.map((each) => each.leaf),
    keys,
  )
  await addAttachments(tx, kept)
  await holdSome(tx, kept, now)
  const before = await repeatedOf(
    tx,
    councilId,
    made.filter((each) => !fresh.has(each.opinion.id)).map((each) => each.opinion.client_key),
  )
  return made.map(({ opinion }) => {
    const again = fresh.has(opinion.id) ? undefined : before.get(opinion.client_key)
    return {
      opinionId: again?.id ?? opinion.id,
      receipt: again?.receipt ?? opinion.receipt,
      contributorId: again?.contributor_id ?? opinion.contributor_id,
      repeated: again !== undefined,
    }
  })
}

type Rows = ReturnType<typeof rowsOf>

let columns: ReturnType<typeof sql.raw> | undefined

/** The columns of an opinion that are given; the clause is computed by the database. */
function columnsOf([first]: readonly Rows[]) {
  columns ??= first && sql.raw(Object.keys(first.opinion).join(', '))
  return columns ?? sql.raw('id')
}

/** What is undefined is left out of the JSON and comes out as null: half the length on the way. */
function rowsOf(given: NewOpinion, councilId: string, now: Date) {
  const { contributor: who, anchor } = given
  const suggested = given.suggested ?? null
  const words = suggested === null ? [given.body] : [given.body, suggested]
  const marks = marksOf(...words)
  const contributor = {
    council_id: councilId,
    id: newId(),
    account_id: who.accountId ?? undefined,
    device_id: who.deviceId ?? undefined,
    name: who.name ?? undefined,
    display_name: who.displayName ?? undefined,
    name_visible_to: who.nameVisibleTo ?? 'office',
    contact_kind: who.contactKind ?? undefined,
    contact: who.contact ?? undefined,
    address: who.address ?? undefined,
    answer_by: who.answerBy ?? 'receipt',
    consent: who.consent ?? undefined,
    consent_at: who.consentAt ?? undefined,
    locale: who.locale ?? 'zh-CN',
  }
  const opinion = {
    council_id: councilId,
    id: newId(),
    subject_type: given.subject.type,
    subject_id: given.subject.id,
    receipt: given.receipt ?? shortCode().replaceAll('-', ''),
    client_key: given.clientKey,
    contributor_id: contributor.id,
    version_id: given.versionId ?? undefined,
    provision_id: anchor?.provisionId ?? undefined,
    quote: anchor?.quote ?? undefined,
    quote_prefix: anchor?.prefix ?? undefined,
    quote_suffix: anchor?.suffix ?? undefined,
    quote_start: anchor?.start ?? undefined,
    body: given.body,
    suggested: suggested ?? undefined,
    content_locale: given.contentLocale ?? 'zh-CN',
    channel: given.channel,
    door_id: given.doorId ?? undefined,
    place_id: given.placeId ?? undefined,
    session_id: given.sessionId ?? undefined,
    campaign: given.campaign ?? undefined,
    public: given.public ?? true,
    stage: given.held ? 'held' : 'received',
    tags: given.tags ?? [],
    stance: given.stance ?? undefined,
    supports: 0,
    same_text: marks.sameText,
    simhash: marks.simhash,
    leaf_id: newId(),
    given_at: given.givenAt ?? now,
    received_at: now,
    proved_at: given.provedAt ?? undefined,
  }
  return { opinion, contributor, leaf: leafOf(given, opinion, now), held: given.held, files: given.attachments ?? [] }
}

/** What the ledger commits to: the words, the suggested wording, the place they speak about, who, and the files' digests. */
function leafOf(
  given: NewOpinion,
  opinion: { leaf_id: string; provision_id: string | undefined },
  now: Date,
): FirstLeaf {
  const { contributor: who, anchor } = given
  const parts: Record<string, string> = { text: given.body }
  if (given.suggested) parts.change = given.suggested
  if (opinion.provision_id) {
    parts.place = [given.versionId ?? '', opinion.provision_id, anchor?.quote ?? ''].join('\n')
  }
  const person = [who.accountId, who.name, who.contact].filter((part) => part)
  if (person.length > 0) parts.who = person.join('\n')
  if (given.attachments?.length) parts.files = given.attachments.map((file) => file.sha256).join('\n')
  return { leafId: opinion.leaf_id, subjectId: newSubjectId(), type: 'opinion.received', parts, at: now }
}

async function addAttachments(tx: Tx, kept: readonly Rows[]): Promise<void> {
  const rows = kept.flatMap(({ opinion, files }) =>
    files.map((file) => ({
      council_id: opinion.council_id,
      opinion_id: opinion.id,
      file_id: file.fileId,
      kind: file.kind,
    })),
  )
  if (rows.length > 0) await tx.insertInto('opinions.attachment').values(rows).execute()
}

async function holdSome(tx: Tx, kept: readonly Rows[], now: Date): Promise<void> {
  const rows = kept.flatMap(({ opinion, held }) =>
    held
      ? [
          {
            council_id: opinion.council_id,
            id: newId(),
            opinion_id: opinion.id,
            verdict: 'held' as const,
            reason_code: held.code,
            reason: held.reason,
            by: null,
            at: now,
            appeal: null,
            appealed_at: null,
          },
        ]
      : [],
  )
  if (rows.length > 0) await tx.insertInto('opinions.moderation').values(rows).execute()
}

async function repeatedOf(tx: Tx, councilId: string, clientKeys: readonly string[]) {
  if (clientKeys.length === 0) return new Map<string, { id: string; receipt: string; contributor_id: string }>()
  const rows = await tx
    .selectFrom('opinions.opinion')
    .select(['id', 'receipt', 'contributor_id', 'client_key'])
    .where('council_id', '=', councilId)
    .where('client_key', 'in', [...clientKeys])
    .execute()
  return new Map(rows.map((row) => [row.client_key, row]))
}
