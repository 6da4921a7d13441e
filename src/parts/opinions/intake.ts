import './tables.ts'
import { jsonRows, send, sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import {
  appendFirstLeaves,
  type FirstLeaf,
  firstLeafSigner,
  type LedgerKeys,
  makeFirstLeaves,
  newSubjectId,
} from '#kernel/ledger'
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
  const made = opinions.map((opinion) => rowsOf(opinion, now))
  const signer = await firstLeafSigner(tx, councilId, keys)
  const storing = send(tx, storingAll(councilId, made), { prepared: true })
  // While the database is at it; those of repeated opinions are thrown away.
  const leaves = makeFirstLeaves(
    made.map((each) => each.leaf),
    signer,
  )
  const fresh = new Set((await storing).map(({ id }) => id))
  const kept = made.filter((each) => fresh.has(each.opinion.id))
  await appendFirstLeaves(
    tx,
    councilId,
    leaves.filter((_, index) => fresh.has(made[index]!.opinion.id)),
  )
  await addAttachments(tx, councilId, kept)
  await holdSome(tx, councilId, kept, now)
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

/** Stores all whose client key is new, with their contributors, and answers which. */
function storingAll(councilId: string, made: readonly Rows[]) {
  const opinions = jsonRows(
    opinionColumns,
    made.map((each) => each.opinion),
  )
  const contributors = jsonRows(
    contributorColumns,
    made.map((each) => each.contributor),
  )
  return sql<{ id: string }>`
    with stored as (
      insert into opinions.opinion (council_id, ${opinions.names})
      select ${councilId}, ${opinions.names} from ${opinions.table}
      on conflict (council_id, client_key) do nothing
      returning id, contributor_id
    ), contributors as (
      insert into opinions.contributor (council_id, ${contributors.names})
      select ${councilId}, ${contributors.names} from ${contributors.table}
      where given.id in (select contributor_id from stored)
    )
    select id from stored`
}

const contributorColumns = {
  id: 'uuid',
  account_id: 'uuid',
  device_id: 'uuid',
  name: 'text',
  display_name: 'text',
  name_visible_to: 'text',
  contact_kind: 'text',
  contact: 'text',
  address: 'text',
  answer_by: 'text',
  consent: 'text',
  consent_at: 'timestamptz',
  locale: 'text',
} as const

/** Without the clause, which the database computes. */
const opinionColumns = {
  id: 'uuid',
  subject_type: 'text',
  subject_id: 'uuid',
  receipt: 'text',
  client_key: 'uuid',
  contributor_id: 'uuid',
  version_id: 'uuid',
  provision_id: 'text',
  quote: 'text',
  quote_prefix: 'text',
  quote_suffix: 'text',
  quote_start: 'integer',
  body: 'text',
  suggested: 'text',
  content_locale: 'text',
  channel: 'text',
  door_id: 'uuid',
  place_id: 'uuid',
  session_id: 'uuid',
  campaign: 'text',
  public: 'boolean',
  stage: 'text',
  tags: 'text[]',
  stance: 'text',
  same_text: 'text',
  simhash: 'bigint',
  leaf_id: 'uuid',
  given_at: 'timestamptz',
  received_at: 'timestamptz',
  proved_at: 'timestamptz',
} as const

/** What is undefined is null, or left to the database. */
function rowsOf(given: NewOpinion, now: Date) {
  const { contributor: who, anchor } = given
  const suggested = given.suggested ?? null
  const words = suggested === null ? [given.body] : [given.body, suggested]
  const marks = marksOf(...words)
  const contributor = {
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

async function addAttachments(tx: Tx, councilId: string, kept: readonly Rows[]): Promise<void> {
  const rows = kept.flatMap(({ opinion, files }) =>
    files.map((file) => ({
      council_id: councilId,
      opinion_id: opinion.id,
      file_id: file.fileId,
      kind: file.kind,
    })),
  )
  if (rows.length > 0) await tx.insertInto('opinions.attachment').values(rows).execute()
}

async function holdSome(tx: Tx, councilId: string, kept: readonly Rows[], now: Date): Promise<void> {
  const rows = kept.flatMap(({ opinion, held }) =>
    held
      ? [
          {
            council_id: councilId,
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
