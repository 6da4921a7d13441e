import { createHash } from 'node:crypto'
import { writeZip } from '#kernel/documents'
import { canonicalJson, formatVerifier, type Json, type Signer, signNote } from '#kernel/ledger'
import { exportText, type LegalText } from '#parts/laws'
import { type PackageManifest, packageFormat } from './rows.ts'

export const manifestName = 'manifest.json'
export const signatureName = 'manifest.sig'

export interface WrittenPackage {
  readonly bytes: Buffer
  /** Digest of the manifest: it names the package whatever archive carries it. */
  readonly sha256: string
  readonly manifest: PackageManifest
}

export type PackageFile = { readonly name: string; readonly bytes: Buffer }
export type PackageHead = Omit<PackageManifest, 'format' | 'files' | 'from'> & { readonly fromName: string }

/**
 * A package: files, a manifest with their digests and counts, and the manifest's digest signed by the council's key,
 * the one that signs its record. The archive needs nothing but itself to be checked.
 */
export async function writePackage(
  { fromName, ...head }: PackageHead,
  files: readonly PackageFile[],
  signer: Signer,
): Promise<WrittenPackage> {
  const manifest: PackageManifest = {
    format: packageFormat,
    ...head,
    from: { name: fromName, origin: signer.name, key: formatVerifier(signer) },
    files: files.map(({ name, bytes }) => ({ name, sha256: digest(bytes), sizeBytes: bytes.length })),
  }
  const body = Buffer.from(canonicalJson(manifest as Json))
  const sha256 = digest(body)
  const bytes = await writeZip([
    { name: manifestName, bytes: body },
    { name: signatureName, bytes: signNote(signedText(sha256), [signer]) },
    ...files,
  ])
  return { bytes, sha256, manifest }
}

/** What is signed. Its second line is no number, so it can never pass for a checkpoint of the record. */
export function signedText(manifestSha256: string): string {
  return `${packageFormat}\nsha256 ${manifestSha256}\n`
}

export function digest(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The words of a draft as one digest, told apart from how a file spells them: what two councils compare. */
export function draftDigest(text: LegalText): string {
  return digest(JSON.stringify(withoutLines(text)))
}

/** Lines count where a source broke; another file of the same words breaks elsewhere. Keys in one order. */
function withoutLines(text: LegalText): unknown {
  const provision = (each: LegalText['provisions'][number]): unknown => [
    each.id,
    each.kind,
    each.number,
    each.label,
    each.heading ?? '',
    each.text,
    each.children.map(provision),
  ]
  return [text.title, text.note, text.preamble, text.provisions.map(provision), text.tail]
}

/** A draft as Akoma Ntoso and as Markdown. */
export async function draftFiles(text: LegalText, name = 'draft'): Promise<PackageFile[]> {
  return [
    { name: `${name}.xml`, bytes: Buffer.from(await exportText(text, 'akn')) },
    { name: `${name}.md`, bytes: Buffer.from(await exportText(text, 'md')) },
  ]
}

export function jsonLines(name: string, rows: readonly object[]): PackageFile {
  return { name, bytes: Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join('')) }
}
