import { z } from 'zod'
import { action } from '#kernel/action'
import { lockCouncil } from '#parts/councils'
import { importFile, type OpenFile } from './import.ts'

const ImportPopolo = z.object({
  fileName: z.string().trim().min(1).max(200),
  open: z.custom<OpenFile>((value) => typeof value === 'function'),
  /** Whether the names of people who come new are for everybody: the operator answers for it. */
  publicNames: z.boolean().default(false),
})

/** A whole document from the command line: everything in one transaction, or nothing. */
export const importPopolo = action({
  name: 'popolo.import',
  input: ImportPopolo,
  edgeOnly: true,
  subject: lockCouncil,
  allow: () => false,
  async run({ tx, councilId, input, actor, now, emit }) {
    const visibility = input.publicNames ? 'public' : 'office'
    const call = { tx, councilId, now, givenBy: actor.personId, visibility } as const
    const { problems, ...counts } = await importFile(call, input.open)
    const kept = problems.length === 0
    emit(kept ? 'popolo.imported' : 'popolo.import-refused', {
      file: input.fileName,
      ...counts,
      faulty: problems.length,
    })
    return { ...counts, problems }
  },
})
