import type { z } from 'zod'
import { openZip, ZipRefused } from '#kernel/documents'
import { canonicalJson, type Json, parseCanonicalJson, parseNote, parseVerifier, signersOf } from '#kernel/ledger'
import { type LegalText, readAkn, UnreadableAkn } from '#parts/laws'
import { ArgumentLine, OpinionLine, OutcomeLine, PackageManifest, ReceiptLine, RefinementLine, Task } from './rows.ts'
import { digest, draftDigest, manifestName, signatureName, signedText } from './write.ts'

/** Why a package is not believed; the code is turned into words by the page. */
export type PackageFault =
  | 'not-a-package'
  | 'too-large'
  | 'manifest'
  | 'signature'
  | 'unknown-key'
  | 'files'
  | 'file-digest'
  | 'line'
  | 'counts'
  | 'draft'
  | 'links'

export class PackageRefused extends Error {
  readonly fault: PackageFault
  readonly where: string

  constructor(fault: PackageFault, where = '') {
    super(`package refused: ${fault} ${where}`)
    this.name = 'PackageRefused'
    this.fault = fault
    this.where = where
  }
}

export type PackageContent =
  | { readonly kind: 'draft'; readonly draft: LegalText; readonly task: Task }
  | {
      readonly kind: 'opinions'
      readonly draft: LegalText
      readonly opinions: readonly OpinionLine[]
      readonly arguments: readonly ArgumentLine[]
      readonly refinements: readonly RefinementLine[]
      readonly receipts: readonly ReceiptLine[]
    }
  | { readonly kind: 'adoption'; readonly next: LegalText; readonly outcomes: readonly OutcomeLine[] }

export interface ReadPackage {
  /** Digest of the manifest: the package's name. */
  readonly sha256: string
  readonly manifest: PackageManifest
  readonly content: PackageContent
}

const limits = { entries: 20, entryBytes: 120_000_000, totalBytes: 200_000_000, ratio: 1000 }

const filesOf = {
  draft: ['draft.xml', 'draft.md', 'task.json'],
  opinions: ['draft.xml', 'draft.md', 'opinions.jsonl', 'arguments.jsonl', 'refinements.jsonl', 'receipts.jsonl'],
  adoption: ['next.xml', 'next.md', 'outcomes.jsonl'],
} as const

/**
 * Checks a package from outside: signature, digests of every file, every line, counts, and that all it refers to is in
 * it. Whether its key belongs to a partner is the caller's question: the manifest names the key that signed.
 * @throws PackageRefused
 */
export async function readPackage(bytes: Uint8Array): Promise<ReadPackage> {
  const files = await unpacked(bytes)
  const { manifest, sha256 } = readManifest(files)
  const expected = [manifestName, signatureName, ...filesOf[manifest.kind]].toSorted()
  const listed = [manifestName, signatureName, ...manifest.files.map(({ name }) => name)].toSorted()
  if (String([...files.keys()].toSorted()) !== String(expected) || String(listed) !== String(expected))
    throw new PackageRefused('files')
  for (const { name, sha256: told, sizeBytes } of manifest.files) {
    const content = files.get(name)
    if (!content || content.length !== sizeBytes || digest(content) !== told)
      throw new PackageRefused('file-digest', name)
  }
  return { sha256, manifest, content: contentOf(manifest, files) }
}

type Files = ReadonlyMap<string, Buffer>

async function unpacked(bytes: Uint8Array): Promise<Files> {
  try {
    const zip = await openZip(bytes, limits)
    const files = new Map<string, Buffer>()
    for (const name of zip.names) files.set(name, await zip.read(name))
    return files
  } catch (error) {
    if (error instanceof ZipRefused)
      throw new PackageRefused(error.code === 'too-large' || error.code === 'ratio' ? 'too-large' : 'not-a-package')
    throw error
  }
}

function readManifest(files: Files): { manifest: PackageManifest; sha256: string } {
  const body = files.get(manifestName)
  const signature = files.get(signatureName)
  if (!body || !signature) throw new PackageRefused('not-a-package')
  const parsed = PackageManifest.safeParse(canonical(body))
  if (!parsed.success) throw new PackageRefused('manifest')
  const manifest = parsed.data
  const key = parseVerifier(manifest.from.key)
  const note = parseNote(signature.toString('utf8'))
  const sha256 = digest(body)
  const signed = key && note?.text === signedText(sha256) ? signersOf(note, [key]) : undefined
  // Exactly one signature, spelt in the one way there is: nothing can be hidden in the file beside it.
  const spelt = Buffer.from(signature.toString('utf8')).equals(signature) && note?.signatures.length === 1
  if (!key || key.name !== manifest.from.origin || signed?.length !== 1 || !spelt) throw new PackageRefused('signature')
  return { manifest, sha256 }
}

function canonical(body: Buffer): unknown {
  try {
    const value = parseCanonicalJson(body.toString('utf8'))
    return Buffer.from(canonicalJson(value)).equals(body) ? value : undefined
  } catch {
    return undefined
  }
}

function contentOf(manifest: PackageManifest, files: Files): PackageContent {
  switch (manifest.kind) {
    case 'draft': {
      const draft = draftIn(files, 'draft.xml')
      sameDraft(manifest, draft)
      const task = Task.safeParse(jsonIn(files, 'task.json'))
      if (!task.success) throw new PackageRefused('line', 'task.json')
      return { kind: 'draft', draft, task: task.data }
    }
    case 'opinions': {
      const draft = draftIn(files, 'draft.xml')
      sameDraft(manifest, draft)
      const content = {
        kind: 'opinions',
        draft,
        opinions: linesIn(files, 'opinions.jsonl', OpinionLine),
        arguments: linesIn(files, 'arguments.jsonl', ArgumentLine),
        refinements: linesIn(files, 'refinements.jsonl', RefinementLine),
        receipts: linesIn(files, 'receipts.jsonl', ReceiptLine),
      } as const
      checkLinks(content)
      sameCounts(manifest, countsOfOpinions(content))
      return content
    }
    case 'adoption': {
      const outcomes = linesIn(files, 'outcomes.jsonl', OutcomeLine)
      if (!manifest.follows) throw new PackageRefused('manifest')
      unique(outcomes, 'outcomes.jsonl')
      sameCounts(manifest, countsOfOutcomes(outcomes))
      return { kind: 'adoption', next: draftIn(files, 'next.xml'), outcomes }
    }
  }
}

/** What a package of opinions counts, from its rows. */
export function countsOfOpinions(content: {
  readonly opinions: readonly OpinionLine[]
  readonly arguments: readonly ArgumentLine[]
  readonly refinements: readonly RefinementLine[]
  readonly receipts: readonly ReceiptLine[]
}): Record<string, number> {
  const final = new Set(content.refinements.map(({ argumentId }) => argumentId))
  const inFinal = content.arguments.filter(({ id }) => final.has(id)).flatMap(({ members }) => members)
  const inSubmitted = content.arguments.filter(({ submitted }) => submitted).flatMap(({ members }) => members)
  return {
    collected: content.opinions.length,
    supports: content.opinions.reduce((sum, { supports }) => sum + supports, 0),
    refined: new Set(inFinal.map(({ opinionId }) => opinionId)).size,
    submitted: new Set(inSubmitted.map(({ opinionId }) => opinionId)).size,
    arguments: content.arguments.length,
    suggestions: content.arguments.filter(({ submitted }) => submitted).length,
    refinements: content.refinements.length,
    receipts: content.receipts.length,
  }
}

/** What a package of answers counts, in opinions. */
export function countsOfOutcomes(outcomes: readonly OutcomeLine[]): Record<string, number> {
  const opinions = outcomes.filter(({ kind }) => kind === 'opinion')
  const of = (decision: OutcomeLine['decision']) => opinions.filter((line) => line.decision === decision).length
  return {
    opinions: opinions.length,
    arguments: outcomes.length - opinions.length,
    adopted: of('adopted'),
    partly: of('partly'),
    later: of('later'),
    notAdopted: of('not-adopted'),
  }
}

function sameCounts({ counts }: PackageManifest, found: Record<string, number>): void {
  const ordered = (record: Record<string, number>) => canonicalJson(record as Json)
  if (ordered(counts) !== ordered(found)) throw new PackageRefused('counts')
}

function draftIn(files: Files, name: string): LegalText {
  try {
    return readAkn(textIn(files, name))
  } catch (error) {
    if (error instanceof UnreadableAkn) throw new PackageRefused('draft', name)
    throw error
  }
}

function sameDraft({ draftSha256 }: PackageManifest, draft: LegalText): void {
  if (draftDigest(draft) !== draftSha256) throw new PackageRefused('draft')
}

function textIn(files: Files, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(files.get(name))
  } catch {
    throw new PackageRefused('line', name)
  }
}

function jsonIn(files: Files, name: string): unknown {
  try {
    return JSON.parse(textIn(files, name))
  } catch {
    throw new PackageRefused('line', name)
  }
}

function linesIn<Schema extends z.ZodType>(files: Files, name: string, schema: Schema): z.output<Schema>[] {
  const text = textIn(files, name)
  if (text === '') return []
  if (!text.endsWith('\n')) throw new PackageRefused('line', name)
  return text
    .slice(0, -1)
    .split('\n')
    .map((line, index) => {
      const parsed = schema.safeParse(jsonLine(line))
      if (!parsed.success) throw new PackageRefused('line', `${name}:${index + 1}`)
      return parsed.data
    })
}

function jsonLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function checkLinks(content: Extract<PackageContent, { kind: 'opinions' }>): void {
  unique(content.opinions, 'opinions.jsonl')
  unique(content.arguments, 'arguments.jsonl')
  const opinions = new Map(content.opinions.map((each) => [each.id, each]))
  const known = new Set(content.arguments.map(({ id }) => id))
  for (const { id, members } of content.arguments) {
    if (members.some(({ opinionId }) => !opinions.has(opinionId))) throw new PackageRefused('links', id)
  }
  for (const { id, argumentId, sentences } of content.refinements) {
    const sound = sentences.every(({ sources }) =>
      sources.every(({ opinionId, start, end }) => {
        const body = opinions.get(opinionId)?.body
        return body !== undefined && start < end && end <= body.length
      }),
    )
    if (!known.has(argumentId) || !sound) throw new PackageRefused('links', id)
  }
  for (const { opinionId, leaf, hash, promise } of content.receipts) {
    const told = promise.includes(`\npromise ${hash}\n`)
    if (!opinions.has(opinionId) || leafDigest(leaf) !== hash || !told) throw new PackageRefused('links', opinionId)
  }
}

/** RFC 6962: the hash of a leaf has a zero byte before it. */
function leafDigest(leaf: string): string {
  const entry = Buffer.concat([Buffer.of(0), Buffer.from(leaf, 'base64')])
  return Buffer.from(digest(entry), 'hex').toString('base64')
}

function unique(rows: readonly { readonly id: string }[], name: string): void {
  if (new Set(rows.map(({ id }) => id)).size !== rows.length) throw new PackageRefused('links', name)
}
