import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'

export type ZipEntry = {
  /** Path with forward slashes. */
  readonly name: string
  readonly bytes: Uint8Array | string
  /** Default 1980-01-01, so that the same content gives the same archive. */
  readonly modifiedAt?: Date
}

const deflate = promisify(deflateRaw)
const utf8Names = 0x0800
const most = 0xffffffff

/**
 * An archive as a stream of pieces, one file in memory at a time.
 * @throws RangeError past 65,535 files or 4 GiB (there is no zip64 here); Error on two files of one name
 */
export async function* zipPieces(entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  const names = new Set<string>()
  let offset = 0
  for await (const entry of entries) {
    if (names.has(entry.name)) throw new Error(`two files of an archive are named ${entry.name}`)
    names.add(entry.name)
    const { local, body, central } = await pack(entry, offset)
    yield local
    yield body
    offset += local.length + body.length
    directory.push(central)
    if (directory.length > 0xffff || offset > most) throw new RangeError('too much for one archive')
  }
  const central = Buffer.concat(directory)
  yield central
  yield endRecord(directory.length, central.length, offset)
}

/** An archive in memory. Throws as `zipPieces` does. */
export async function writeZip(entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of zipPieces(entries)) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function pack({ name, bytes, modifiedAt }: ZipEntry, offset: number) {
  const content = Buffer.from(bytes)
  const packed = await deflate(content, { level: 6 })
  const stored = packed.length >= content.length
  const body = stored ? content : packed
  const path = Buffer.from(name)
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(utf8Names, 2)
  common.writeUInt16LE(stored ? 0 : 8, 4)
  common.writeUInt32LE(dosTime(modifiedAt), 6)
  common.writeUInt32LE(crc32(content), 10)
  common.writeUInt32LE(body.length, 14)
  common.writeUInt32LE(content.length, 18)
  common.writeUInt16LE(path.length, 22)
  const attributes = Buffer.alloc(14)
  attributes.writeUInt32LE(offset, 10)
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04'), common, path]),
    body,
    central: Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, attributes, path]),
  }
}

/** Local time in steps of two seconds since 1980: the format knows no time zone, so UTC is written. */
function dosTime(at: Date | undefined): number {
  if (!at || at.getUTCFullYear() < 1980) return 0x00210000
  const day = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)
  return ((day << 16) | time) >>> 0
}

function endRecord(count: number, directoryBytes: number, directoryAt: number): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(directoryBytes, 12)
  end.writeUInt32LE(directoryAt, 16)
  return end
}
