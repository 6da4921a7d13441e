import { createHash } from 'node:crypto'
import type { Db, Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { compareTexts } from './compare.ts'
import type { Comparison, LegalText, Parsed, Problem } from './tree.ts'

export interface NewVersion {
  readonly councilId: string
  readonly textId: string
  /** What people call it: 征求意见稿, 二次审议稿. */
  readonly label: string
  readonly parsed: Parsed
  readonly sourceName: string | null
  readonly sourceFileId: string | null
  readonly by: string | null
  readonly now: Date
}

export interface Version {
  readonly id: string
  readonly textId: string
  readonly ordinal: number
  readonly label: string
  readonly text: LegalText
  readonly problems: readonly Problem[]
  readonly publishedAt: Date | null
}

export async function addText(
  tx: Tx,
  { councilId, title, kind, now }: { councilId: string; title: string; kind: 'draft' | 'law' | 'rule'; now: Date },
): Promise<string> {
  const id = newId()
  await tx.insertInto('laws.text').values({ council_id: councilId, id, title, kind, made_at: now }).execute()
  return id
}

/** Adds a version, numbered after the last one; it may still be replaced until it is published. */
export async function addVersion(tx: Tx, made: NewVersion): Promise<Version> {
  const { councilId, textId } = made
  // The text's row orders the numbers of versions that are added at the same time.
  await tx
    .selectFrom('laws.text')
    .select('id')
    .where('council_id', '=', councilId)
    .where('id', '=', textId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const last = await tx
    .selectFrom('laws.version')
    .select((of) => of.fn.max('ordinal').as('ordinal'))
    .where('council_id', '=', councilId)
    .where('text_id', '=', textId)
    .executeTakeFirst()
  const tree = JSON.stringify(made.parsed.text)
  const row = {
    council_id: councilId,
    id: newId(),
    text_id: textId,
    ordinal: (last?.ordinal ?? 0) + 1,
    label: made.label,
    tree,
    tree_sha256: digest(tree),
    problems: JSON.stringify(made.parsed.problems),
    source_name: made.sourceName,
    source_file_id: made.sourceFileId,
    made_at: made.now,
    made_by: made.by,
    published_at: null,
  }
  await tx.insertInto('laws.version').values(row).execute()
  return {
    id: row.id,
    textId,
    ordinal: row.ordinal,
    label: row.label,
    text: made.parsed.text,
    problems: made.parsed.problems,
    publishedAt: null,
  }
}

/** From now on the version's words are the same for everyone and for good. Publishing it again changes nothing. */
export async function publishVersion(tx: Tx, councilId: string, versionId: string, now: Date): Promise<void> {
  await tx
    .updateTable('laws.version')
    .set({ published_at: now })
    .where('council_id', '=', councilId)
    .where('id', '=', versionId)
    .where('published_at', 'is', null)
    .execute()
}

export async function versionById(db: Db | Tx, councilId: string, versionId: string): Promise<Version | null> {
  const row = await db
    .selectFrom('laws.version')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', versionId)
    .executeTakeFirst()
  return row ? versionOf(row) : null
}

export async function versionsOfText(db: Db | Tx, councilId: string, textId: string): Promise<Version[]> {
  const rows = await db
    .selectFrom('laws.version')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('text_id', '=', textId)
    .orderBy('ordinal')
    .execute()
  return rows.map(versionOf)
}

interface VersionRow {
  readonly id: string
  readonly text_id: string
  readonly ordinal: number
  readonly label: string
  readonly tree: LegalText
  readonly problems: readonly Problem[]
  readonly published_at: Date | null
}

function versionOf(row: VersionRow): Version {
  return {
    id: row.id,
    textId: row.text_id,
    ordinal: row.ordinal,
    label: row.label,
    text: row.tree,
    problems: row.problems,
    publishedAt: row.published_at,
  }
}

/** The comparison of two versions, made once and kept: both are immutable when they are published. */
export async function comparisonOf(
  tx: Tx,
  { councilId, old, next, now }: { councilId: string; old: Version; next: Version; now: Date },
): Promise<Comparison> {
  const kept = await tx
    .selectFrom('laws.comparison')
    .select('comparison')
    .where('council_id', '=', councilId)
    .where('old_version_id', '=', old.id)
    .where('new_version_id', '=', next.id)
    .executeTakeFirst()
  if (kept) return kept.comparison
  const comparison = compareTexts(old.text, next.text)
  await tx
    .insertInto('laws.comparison')
    .values({
      council_id: councilId,
      old_version_id: old.id,
      new_version_id: next.id,
      comparison: JSON.stringify(comparison),
      made_at: now,
    })
    .onConflict((clash) => clash.doNothing())
    .execute()
  return comparison
}

export interface Reading {
  readonly provisionId: string
  readonly kind: 'plain' | 'translation' | 'meaning'
  readonly locale: string
  /** For whom a meaning is told: 'owner', 'tenant'; '' for everyone. */
  readonly audience: string
  readonly body: string
  readonly ofSha256: string
}

/** Everything written beside a version's legal words. Stale ones are told by `isStale`. */
export async function readingsOf(db: Db | Tx, councilId: string, versionId: string): Promise<Reading[]> {
  const rows = await db
    .selectFrom('laws.reading')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('version_id', '=', versionId)
    .orderBy('provision_id')
    .execute()
  return rows.map((row) => ({
    provisionId: row.provision_id,
    kind: row.kind,
    locale: row.locale,
    audience: row.audience,
    body: row.body,
    ofSha256: row.of_sha256,
  }))
}

export async function setReading(
  tx: Tx,
  written: {
    readonly councilId: string
    readonly versionId: string
    readonly reading: Omit<Reading, 'ofSha256'>
    /** The provision's words the reading was written for. */
    readonly words: string
    readonly by: string | null
    readonly now: Date
  },
): Promise<void> {
  const { councilId, versionId, reading, words, by, now } = written
  const values = { body: reading.body, of_sha256: digest(words), written_by: by, written_at: now }
  await tx
    .insertInto('laws.reading')
    .values({
      council_id: councilId,
      version_id: versionId,
      provision_id: reading.provisionId,
      kind: reading.kind,
      locale: reading.locale,
      audience: reading.audience,
      ...values,
    })
    .onConflict((clash) =>
      clash.columns(['council_id', 'version_id', 'provision_id', 'kind', 'locale', 'audience']).doUpdateSet(values),
    )
    .execute()
}

/** Whether the provision's words have changed since the reading was written. */
export function isStale(reading: Reading, words: string): boolean {
  return reading.ofSha256 !== digest(words)
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
