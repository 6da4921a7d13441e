import yauzl, { type Entry, type ZipFile } from 'yauzl'

/** Most that an archive from outside may hold. Bytes are counted unpacked. */
export type ZipLimits = {
  readonly entries: number
  readonly entryBytes: number
  readonly totalBytes: number
  /** Unpacked against packed, for the archive as a whole; applied once it unpacks to more than a megabyte. */
  readonly ratio: number
}

/** Enough for an office file of 10 MB; a bill of 300 pages unpacks to about 20 MB. */
export const officeLimits: ZipLimits = { entries: 2_000, entryBytes: 96_000_000, totalBytes: 128_000_000, ratio: 200 }

export type ZipRefusal =
  | 'not-a-zip'
  | 'too-many-entries'
  | 'bad-name'
  | 'link'
  | 'encrypted'
  | 'overlapping'
  | 'too-large'
  | 'ratio'
  | 'broken'

/** An archive that is not opened. */
export class ZipRefused extends Error {
  readonly code: ZipRefusal

  constructor(code: ZipRefusal) {
    super(`zip refused: ${code}`)
    this.name = 'ZipRefused'
    this.code = code
  }
}

/** An archive whose directory was found sound; what it holds is unpacked only on demand, and never past its limits. */
export type SafeZip = {
  readonly names: readonly string[]
  /**
   * One file, unpacked.
   * @throws ZipRefused when it is larger than it declared; Error when there is none of that name
   */
  read(name: string): Promise<Buffer>
  /** One file in pieces, for those that should not lie in memory whole. Throws as `read` does. */
  stream(name: string): AsyncGenerator<Buffer>
}

/**
 * Opens an archive from outside: count, names, links, declared sums, ratio and overlaps are judged before a byte is
 * unpacked; then a counter stops whatever unpacks to more than it declared. Archives within it are plain files.
 * @throws ZipRefused
 */
export async function openZip(bytes: Uint8Array, limits: ZipLimits = officeLimits): Promise<SafeZip> {
  const zip = await directoryOf(bytes)
  if (zip.entryCount > limits.entries) throw new ZipRefused('too-many-entries')
  const entries = await entriesOf(zip, limits)
  judge(entries, bytes.length, limits)
  const files = new Map(
    entries.filter(({ fileName }) => !fileName.endsWith('/')).map((entry) => [entry.fileName, entry]),
  )
  async function* stream(name: string): AsyncGenerator<Buffer> {
    const entry = files.get(name)
    if (!entry) throw new Error(`the archive holds no ${name}`)
    let size = 0
    try {
      for await (const piece of await zip.openReadStreamPromise(entry)) {
        size += (piece as Buffer).length
        if (size > entry.uncompressedSize) throw new ZipRefused('broken')
        yield piece as Buffer
      }
    } catch (error) {
      throw error instanceof ZipRefused ? error : new ZipRefused('broken')
    }
  }
  async function read(name: string): Promise<Buffer> {
    const pieces: Buffer[] = []
    for await (const piece of stream(name)) pieces.push(piece)
    return Buffer.concat(pieces)
  }
  return { names: [...files.keys()], read, stream }
}

/**
 * Everything in an archive, unpacked within the limits. Pack it again (`zip.ts`) before giving it to a library that
 * unpacks by itself: then that library sees only what was counted here.
 * @throws ZipRefused
 */
export async function readZip(bytes: Uint8Array, limits: ZipLimits = officeLimits): Promise<Map<string, Buffer>> {
  const zip = await openZip(bytes, limits)
  const files = new Map<string, Buffer>()
  let total = 0
  for (const name of zip.names) {
    const content = await zip.read(name)
    total += content.length
    if (total > limits.totalBytes) throw new ZipRefused('too-large')
    files.set(name, content)
  }
  return files
}

async function directoryOf(bytes: Uint8Array): Promise<ZipFile> {
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return await yauzl.fromBufferPromise(buffer, { lazyEntries: true, validateEntrySizes: true, strictFileNames: true })
  } catch {
    throw new ZipRefused('not-a-zip')
  }
}

async function entriesOf(zip: ZipFile, limits: ZipLimits): Promise<Entry[]> {
  const entries: Entry[] = []
  try {
    for await (const entry of zip.eachEntry()) {
      entries.push(entry)
      if (entries.length > limits.entries) throw new ZipRefused('too-many-entries')
    }
  } catch (error) {
    if (error instanceof ZipRefused) throw error
    throw new ZipRefused(
      /invalid (characters|relative)|absolute path/.test((error as Error).message) ? 'bad-name' : 'broken',
    )
  }
  return entries
}

function judge(entries: readonly Entry[], fileBytes: number, limits: ZipLimits): void {
  const names = new Set<string>()
  let total = 0
  for (const entry of entries) {
    if (!isPlainName(entry.fileName) || names.has(entry.fileName)) throw new ZipRefused('bad-name')
    names.add(entry.fileName)
    if (isLink(entry)) throw new ZipRefused('link')
    if (entry.isEncrypted()) throw new ZipRefused('encrypted')
    if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) throw new ZipRefused('broken')
    if (entry.uncompressedSize > limits.entryBytes) throw new ZipRefused('too-large')
    total += entry.uncompressedSize
  }
  if (total > limits.totalBytes) throw new ZipRefused('too-large')
  if (total > 1_000_000 && total / fileBytes > limits.ratio) throw new ZipRefused('ratio')
  if (overlap(entries, fileBytes)) throw new ZipRefused('overlapping')
}

/** A relative path that stays inside, and holds no character that another system would read differently. */
function isPlainName(name: string): boolean {
  if (name.length === 0 || name.length > 512 || name.startsWith('/') || /^[a-z]:/i.test(name)) return false
  return !/[\p{Cc}\\]/u.test(name) && !name.split('/').includes('..')
}

const unixLink = 0o120000
const unixType = 0o170000

const isLink = ({ versionMadeBy, externalFileAttributes }: Entry) =>
  versionMadeBy >> 8 === 3 && ((externalFileAttributes >>> 16) & unixType) === unixLink

const localHeaderBytes = 30

/** Whether two files claim the same bytes, as in archives that unpack one block thousands of times. */
function overlap(entries: readonly Entry[], fileBytes: number): boolean {
  const spans = entries
    .map(({ relativeOffsetOfLocalHeader: start, compressedSize, fileNameLength }) => ({
      start,
      end: start + localHeaderBytes + fileNameLength + compressedSize,
    }))
    .sort((a, b) => a.start - b.start)
  return spans.some(({ end }, i) => end > (spans[i + 1]?.start ?? fileBytes))
}
