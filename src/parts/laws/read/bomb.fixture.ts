import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createDeflateRaw } from 'node:zlib'

/**
 * An archive of one file of zeros.
 * @param mebibytes what it unpacks to
 * @param declared the size it claims, in bytes; by default the true one
 */
export async function bombOfZeros(name: string, mebibytes: number, declared = mebibytes * 1_048_576): Promise<Buffer> {
  const zeros = Buffer.alloc(1_048_576)
  const source = Readable.from(Array.from({ length: mebibytes }, () => zeros))
  const packed = await buffer(source.pipe(createDeflateRaw({ level: 9 })))
  const path = Buffer.from(name)
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(8, 4)
  common.writeUInt32LE(packed.length, 14)
  common.writeUInt32LE(declared, 18)
  common.writeUInt16LE(path.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, path, packed])
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, Buffer.alloc(14), path])
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}
