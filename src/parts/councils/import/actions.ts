import { z } from 'zod'
import { type Actor, action, type Run } from '#kernel/action'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { lockCouncil } from '../actions.ts'
import { isAdministrator } from '../rules.ts'
import { type ImportKind, type ImportRow, type Judged, judgeSheet } from './judge.ts'
import { readImport } from './sheet.ts'

/** What a preview keeps beside the rows it would import. */
export type KeptProblems = Pick<Judged, 'header' | 'ignored' | 'sheetProblems' | 'faulty'>

/**
 * The three steps of an import, over the kinds a module offers: look at a sheet, confirm it wholly, or drop it.
 * Between the steps nothing of it counts.
 */
export function importActions(prefix: string, kinds: readonly ImportKind[]) {
  const kindNamed = (name: string) => kinds.find((kind) => kind.name === name)
  const mayImportKind = (actor: Actor, name: string) => (kindNamed(name)?.allow ?? isAdministrator)(actor)
  const previewId = z.uuid()

  const previewImport = action({
    name: `${prefix}.preview-import`,
    input: z.object({
      kind: z.string(),
      fileName: z.string().trim().min(1).max(200),
      /** What the sheet belongs to, where its kind has several. */
      about: z.uuid().nullable().default(null),
      /** The file; over the API as base64. */
      bytes: z.union([
        z.custom<Uint8Array>((value) => value instanceof Uint8Array),
        z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64')),
      ]),
    }),
    subject: lockCouncil,
    allow: (actor, _council, input) => mayImportKind(actor, input.kind),
    async run({ tx, councilId, input, actor, now, emit }) {
      const kind = kindNamed(input.kind)
      if (!kind) throw new Refused(invalid({ path: 'kind', code: 'unknown' }))
      await mayImport(kind, { tx, councilId })
      const read = await (kind.read?.(input.bytes, { tx, councilId, now, actor, about: input.about }) ??
        readImport(kind.columns, input.bytes))
      if (!read.ok) throw new Refused(invalid({ path: 'file', code: read.reason }))
      const judged = await judgeSheet(kind, { tx, councilId, now, actor }, read.sheet)
      const { rows, added, changed, unchanged, ...kept } = judged
      const stage = kept.faulty.length + kept.sheetProblems.length > 0 ? 'faulty' : 'ready'
      const id = newId()
      await tx
        .insertInto('councils.import_preview')
        .values({
          council_id: councilId,
          preview_id: id,
          kind: kind.name,
          file_name: input.fileName,
          rows: JSON.stringify(rows),
          problems: JSON.stringify(kept satisfies KeptProblems),
          added,
          changed,
          unchanged,
          stage,
          created_at: now,
          created_by: actor.accountId,
        })
        .execute()
      emit(
        `${prefix}.import-previewed`,
        { kind: kind.name, file: input.fileName, added, changed, unchanged, faulty: kept.faulty.length },
        { subjectId: id },
      )
      return { previewId: id, stage }
    },
  })

  const confirmImport = action({
    name: `${prefix}.confirm-import`,
    input: z.object({ previewId }),
    subject: async ({ tx, councilId, input }) => {
      // The council first: two imports at once go one after the other.
      if (!(await lockCouncil({ tx, councilId }))) return null
      return lockPreview(tx, councilId, input.previewId)
    },
    allow: (actor, preview) => mayImportKind(actor, preview.kind),
    from: (preview) => (preview.stage === 'ready' ? null : `stage:${preview.stage}`),
    async run(context) {
      const { tx, councilId, subject, actor, now, emit } = context
      const kind = kindNamed(subject.kind)
      if (!kind) throw new Refused(conflict('unknown-kind'))
      await mayImport(kind, { tx, councilId })
      const rows = subject.rows as readonly ImportRow[]
      // The council's registers may have changed since the preview: what no longer fits is not forced in.
      const standing = await kind.judge({ tx, councilId, now, actor }, rows)
      if (standing.problems.length > 0) throw new Refused(conflict('changed-since-preview'))
      const fates = [...standing.fate.values()]
      const count = (fate: string) => fates.filter((each) => each === fate).length
      const counts = { added: count('added'), changed: count('changed'), unchanged: count('unchanged') }
      await kind.apply({ tx, councilId, now, actor, run: context as Run<unknown, unknown> }, rows)
      await tx
        .updateTable('councils.import_preview')
        .set({ stage: 'done', settled_at: now, rows: '[]', ...counts })
        .where('council_id', '=', councilId)
        .where('preview_id', '=', subject.preview_id)
        .execute()
      emit(
        `${prefix}.imported`,
        { kind: kind.name, file: subject.file_name, ...counts },
        { subjectId: subject.preview_id },
      )
      return { previewId: subject.preview_id, kind: kind.name, ...counts }
    },
  })

  const dropImport = action({
    name: `${prefix}.drop-import`,
    input: z.object({ previewId }),
    subject: ({ tx, councilId, input }) => lockPreview(tx, councilId, input.previewId),
    allow: (actor, preview) => mayImportKind(actor, preview.kind),
    from: (preview) => (preview.stage === 'ready' || preview.stage === 'faulty' ? null : `stage:${preview.stage}`),
    async run({ tx, councilId, subject, now, emit }) {
      const nothing: KeptProblems = { header: [], ignored: [], sheetProblems: [], faulty: [] }
      await tx
        .updateTable('councils.import_preview')
        .set({ stage: 'dropped', settled_at: now, rows: '[]', problems: JSON.stringify(nothing) })
        .where('council_id', '=', councilId)
        .where('preview_id', '=', subject.preview_id)
        .execute()
      emit(
        `${prefix}.import-dropped`,
        { kind: subject.kind, file: subject.file_name },
        { subjectId: subject.preview_id },
      )
      return { kind: subject.kind }
    },
  })

  return { previewImport, confirmImport, dropImport }
}

type Lock = Parameters<typeof lockCouncil>[0]

function lockPreview(tx: Lock['tx'], councilId: string, previewId: string) {
  return tx
    .selectFrom('councils.import_preview')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('preview_id', '=', previewId)
    .forUpdate()
    .executeTakeFirst()
    .then((row) => row ?? null)
}

async function mayImport(kind: ImportKind, { tx, councilId }: Lock): Promise<void> {
  if (!kind.shared) return
  const first = await tx
    .selectFrom('councils.address')
    .select('council')
    .where('kind', '=', 'default')
    .executeTakeFirst()
  if (first?.council !== councilId) throw new Refused(conflict('not-the-first-council'))
}
