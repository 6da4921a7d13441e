import { crc32, deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { writeZip } from './zip.ts'
import { officeLimits, openZip, readZip, ZipRefused } from './zip-guard.ts'

type Raw = {
  name: string
  packed: Buffer
  size: number
  crc?: number
  method?: number
  madeBy?: number
  attributes?: number
  flags?: number
  at?: number
}

/** An archive written as its maker likes, true or not. */
function forged(files: readonly Raw[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, packed, size, crc = 0, method = 8, madeBy = 20, attributes = 0, flags = 0x0800, at } of files) {
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags, 2)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(crc, 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(size, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(attributes, 6)
    tail.writeUInt32LE(at ?? offset, 10)
    const made = Buffer.alloc(2)
    made.writeUInt16LE(madeBy)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), made, common, tail, Buffer.from(name)]))
    if (at !== undefined) continue
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed])
    bodies.push(body)
    offset += body.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, central, end])
}

const honest = (name: string, content: Buffer | string): Raw => {
  const bytes = Buffer.from(content)
  return { name, packed: deflateRawSync(bytes), size: bytes.length, crc: crc32(bytes) }
}

const refusalOf = (bytes: Uint8Array) =>
  readZip(bytes).then(
    () => 'opened',
    (error: unknown) => (error instanceof ZipRefused ? error.code : error),
  )

test('an honest archive opens and gives back what went in', async () => {
  const bytes = await writeZip([
    { name: '公告/正文.txt', bytes: '云山市人民代表大会' },
    { name: 'empty.bin', bytes: '' },
    { name: 'noise.bin', bytes: crypto.getRandomValues(new Uint8Array(9_000)) },
  ])
  const files = await readZip(bytes)
  expect([...files.keys()]).toEqual(['公告/正文.txt', 'empty.bin', 'noise.bin'])
  expect(files.get('公告/正文.txt')?.toString()).toBe('云山市人民代表大会')
  expect(await refusalOf(forged([honest('a.txt', 'true')]))).toBe('opened')
})

test('the same content makes the same archive, and two files cannot share a name', async () => {
  const entries = [{ name: 'a', bytes: 'x' }]
  expect((await writeZip(entries)).equals(await writeZip(entries))).toBe(true)
  await expect(writeZip([...entries, ...entries])).rejects.toThrow('named a')
})

test('what is not an archive is refused', async () => {
  expect(await refusalOf(Buffer.from('not a zip at all, though long enough to be one'))).toBe('not-a-zip')
  expect(await refusalOf(new Uint8Array())).toBe('not-a-zip')
})

test('a bomb of ratio 1000 is refused before it is unpacked', async () => {
  expect(await refusalOf(forged([honest('bomb', Buffer.alloc(60_000_000))]))).toBe('ratio')
  expect(await refusalOf(forged([honest('bomb', Buffer.alloc(officeLimits.entryBytes + 1))]))).toBe('too-large')
})

test('a bomb that declares little is stopped where its lie ends', async () => {
  const bomb = { ...honest('lie', Buffer.alloc(40_000_000)), size: 1_000 }
  expect(await refusalOf(forged([bomb]))).toBe('broken')
})

test('many files whose sum is too large are refused though each is small', async () => {
  const one = honest('', Buffer.alloc(90_000_000))
  expect(
    await refusalOf(
      forged([
        { ...one, name: 'a' },
        { ...one, name: 'b' },
      ]),
    ),
  ).toBe('too-large')
})

test('65,535 files are refused by their count', async () => {
  const empty = { packed: Buffer.from([3, 0]), size: 0 }
  expect(await refusalOf(forged(Array.from({ length: 65_535 }, (_, i) => ({ ...empty, name: `${i}` }))))).toBe(
    'too-many-entries',
  )
})

test('files that share their bytes are refused', async () => {
  const kernel = honest('a', 'x'.repeat(50_000))
  expect(await refusalOf(forged([kernel, { ...kernel, name: 'b', at: 0 }, { ...kernel, name: 'c', at: 0 }]))).toBe(
    'overlapping',
  )
})

test.each([
  '../evil',
  'a/../../evil',
  '/etc/passwd',
  'C:/evil',
  'a\\..\\evil',
  'nul\u0000byte',
  'new\nline',
  'x'.repeat(600),
])('the name %j does not leave the archive', async (name) => {
  expect(await refusalOf(forged([honest(name, 'x')]))).toBe('bad-name')
})

test('two files of one name are refused: readers would differ on which counts', async () => {
  expect(await refusalOf(forged([honest('a', '1'), honest('a', '2')]))).toBe('bad-name')
})

test('a symbolic link and an encrypted file are refused', async () => {
  const link = { ...honest('link', '/etc/passwd'), madeBy: (3 << 8) | 20, attributes: (0o120777 << 16) >>> 0 }
  expect(await refusalOf(forged([link]))).toBe('link')
  expect(await refusalOf(forged([{ ...honest('secret', 'x'), flags: 0x0801 }]))).toBe('encrypted')
})

test('an archive within an archive is a file like another and is not unpacked', async () => {
  const inner = forged([honest('bomb', Buffer.alloc(60_000_000))])
  const files = await readZip(await writeZip([{ name: 'inner.zip', bytes: inner }]))
  expect(files.get('inner.zip')?.equals(inner)).toBe(true)
})

test('a file is given in pieces, and one that is not there is an error', async () => {
  const zip = await openZip(await writeZip([{ name: 'a', bytes: 'x'.repeat(100_000) }]))
  let size = 0
  for await (const piece of zip.stream('a')) size += piece.length
  expect(size).toBe(100_000)
  await expect(zip.read('b')).rejects.toThrow('no b')
})
