import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { cleanAudio } from './audio.ts'
import { cleanImage } from './images.ts'
import { mediaOf } from './media-type.ts'

const picture = (width = 60, height = 40) => sharp({ create: { width, height, channels: 3, background: '#b3311f' } })

const refusalOf = async (bytes: Uint8Array) => {
  const cleaned = await cleanImage(bytes)
  return cleaned.ok ? 'taken' : cleaned.reason
}

const traces = [
  'Exif',
  'exif',
  'GPS',
  'http://ns.adobe.com',
  'xmpmeta',
  'Photoshop',
  '8BIM',
  'SecretPlace',
  'SecretCamera',
  'ICC_PROFILE',
  'iCCP',
  'ICCP',
  'XMP ',
  'EXIF',
]

/** XMP and IPTC as cameras and editors write them, spliced in after the start of a JPEG. */
function withSegments(jpeg: Buffer): Buffer {
  const segment = (marker: number, body: string) => {
    const content = Buffer.from(body, 'latin1')
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(content.length + 2, 2)
    return Buffer.concat([head, content])
  }
  const xmp = segment(
    0xe1,
    'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><exif:GPSLatitude>25,2N SecretPlace</exif:GPSLatitude></x:xmpmeta>',
  )
  const iptc = segment(0xed, 'Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x10\x1c\x02\x5a\0\x0bSecretPlace')
  const comment = segment(0xfe, 'SecretPlace')
  return Buffer.concat([jpeg.subarray(0, 2), xmp, iptc, comment, jpeg.subarray(2)])
}

test('of place, camera, profile and embedded notes not a byte is left, in any format and either output', async () => {
  const exif = {
    IFD0: { Make: 'SecretCamera', Copyright: 'SecretPlace' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '25/1 2/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '102/1 42/1 0/1' },
  }
  const tagged = () => picture().withExif(exif).withIccProfile('p3')
  const sources = [
    withSegments(await tagged().jpeg().toBuffer()),
    await tagged().png().toBuffer(),
    await tagged().webp().toBuffer(),
    await tagged().avif().toBuffer(),
  ]
  for (const source of sources) {
    // The control: the traces are there before.
    expect(traces.some((trace) => source.includes(trace))).toBe(true)
    for (const format of ['webp', 'jpeg'] as const) {
      const cleaned = await cleanImage(source, { format })
      if (!cleaned.ok) throw new Error(cleaned.reason)
      for (const { bytes } of [cleaned.picture, cleaned.thumbnail]) {
        for (const trace of traces) expect(Buffer.from(bytes).includes(trace), trace).toBe(false)
        const seen = await sharp(bytes).metadata()
        expect([seen.exif, seen.xmp, seen.iptc, seen.icc]).toEqual([undefined, undefined, undefined, undefined])
      }
    }
  }
})

test('a picture taken sideways is turned upright and made no longer than asked', async () => {
  const cleaned = await cleanImage(await picture(3_000, 1_500).withMetadata({ orientation: 6 }).jpeg().toBuffer(), {
    longestEdge: 1_000,
    thumbnailEdge: 100,
  })
  if (!cleaned.ok) throw new Error(cleaned.reason)
  expect([cleaned.picture.width, cleaned.picture.height]).toEqual([500, 1_000])
  expect([cleaned.thumbnail.width, cleaned.thumbnail.height]).toEqual([50, 100])
  expect(mediaOf(cleaned.picture.bytes)).toBe('image/webp')
})

test('a pixel bomb is refused by its size, and a picture just below is taken', async () => {
  const png = (edge: number) => picture(edge, edge).png({ compressionLevel: 1, palette: true, effort: 1 }).toBuffer()
  expect(await refusalOf(await png(6_400))).toBe('too-many-pixels')
  expect(await refusalOf(await png(4_000))).toBe('taken')
  const bomb = await png(8)
  bomb.writeUInt32BE(30_000, 16)
  bomb.writeUInt32BE(30_000, 20)
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29)
  expect(await refusalOf(bomb)).toBe('too-many-pixels')
})

test('of a GIF with hundreds of frames one is drawn', async () => {
  const raw = { width: 40, height: 40 * 300, channels: 3 as const, pageHeight: 40 }
  const gif = await sharp(randomBytes(40 * 40 * 300 * 3), { raw })
    .gif({ effort: 1 })
    .toBuffer()
  expect((await sharp(gif).metadata()).pages).toBe(300)
  const cleaned = await cleanImage(gif)
  if (!cleaned.ok) throw new Error(cleaned.reason)
  expect(cleaned.picture.height).toBe(40)
})

test('SVG, HEIC, TIFF, text and broken pictures are told apart', async () => {
  const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  expect(await refusalOf(Buffer.from(svg))).toBe('svg')
  expect(await refusalOf(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'))).toBe('heic')
  expect(await refusalOf(await picture().tiff().toBuffer())).toBe('tiff')
  expect(await refusalOf(Buffer.from('你好'))).toBe('not-an-image')
  expect(await refusalOf(new Uint8Array())).toBe('not-an-image')
  expect(await refusalOf((await picture().png().toBuffer()).subarray(0, 60))).toBe('broken')
  expect(await refusalOf(Buffer.from('\x89PNG\r\n\x1a\nnothing more', 'latin1'))).toBe('broken')
})

test('a picture that is also a page, an archive or a PDF is refused; one with a film behind it is taken', async () => {
  const jpeg = await picture().jpeg().toBuffer()
  const behind = (tail: string) => refusalOf(Buffer.concat([jpeg, Buffer.from(tail, 'latin1')]))
  expect(await behind('<html><body onload=alert(1)>')).toBe('hides-another')
  expect(await behind('<SCRIPT >alert(1)</script>')).toBe('hides-another')
  expect(await behind('<?php system($_GET[0]); ?>')).toBe('hides-another')
  expect(await behind(`PK\x05\x06${'\0'.repeat(18)}`)).toBe('hides-another')
  expect(
    await refusalOf(
      Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, 9]), Buffer.from('%PDF-1.'), jpeg.subarray(2)]),
    ),
  ).toBe('hides-another')
  expect(await behind('MotionPhoto_Data\0\0\0\x18ftypmp42')).toBe('taken')
})

const box = (type: string, ...parts: (Buffer | string)[]) => {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)))
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}
const mp4 = (handler: string) =>
  Buffer.concat([
    box('ftyp', 'M4A \0\0\0\0M4A mp42'),
    box(
      'moov',
      box('trak', box('mdia', box('hdlr', `\0\0\0\0\0\0\0\0${handler}`))),
      box('udta', box('\xa9xyz', '+25.03+102.71/SecretPlace')),
    ),
    box('mdat', 'sound'),
  ])

test('a voice note keeps its sound and length but not the place of recording', () => {
  const source = mp4('soun')
  const cleaned = cleanAudio(source)
  if (!cleaned.ok) throw new Error(cleaned.reason)
  expect(source.includes('SecretPlace')).toBe(true)
  expect(Buffer.from(cleaned.bytes).includes('SecretPlace')).toBe(false)
  expect(Buffer.from(cleaned.bytes).includes('sound')).toBe(true)
  expect(cleaned.bytes.length).toBe(source.length)
  expect(cleaned.mediaType).toBe('audio/mp4')
})

test('sound is known by its content, and films, long notes and what is no sound are refused', () => {
  const of = (text: string) => cleanAudio(Buffer.from(text, 'latin1'))
  expect(of('OggS\0\x02')).toMatchObject({ mediaType: 'audio/ogg' })
  expect(of('ID3\x04')).toMatchObject({ mediaType: 'audio/mpeg' })
  expect(of('\xff\xfb\x90\x64')).toMatchObject({ mediaType: 'audio/mpeg' })
  expect(of('RIFF\0\0\0\0WAVEfmt ')).toMatchObject({ mediaType: 'audio/wav' })
  expect(of('\x1a\x45\xdf\xa3\x9fB\x82\x84webm..A_OPUS')).toMatchObject({ mediaType: 'audio/webm' })
  expect(of('\x1a\x45\xdf\xa3\x9fB\x82\x84webm..V_VP8')).toEqual({ ok: false, reason: 'has-video' })
  expect(cleanAudio(mp4('vide'))).toEqual({ ok: false, reason: 'has-video' })
  expect(of('<html><script>')).toEqual({ ok: false, reason: 'not-audio' })
  expect(of('OggS<script>alert(1)</script>')).toEqual({ ok: false, reason: 'hides-another' })
  expect(cleanAudio(Buffer.concat([Buffer.from('OggS'), Buffer.alloc(10_000_000)]))).toEqual({
    ok: false,
    reason: 'too-long',
  })
})
