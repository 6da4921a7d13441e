import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { standardSettings } from '#parts/councils'
import { callsFor } from './emergency.ts'
import { takenAt } from './islands/snap/exif.ts'
import { metresBetween, roundedPoint, samenessOf } from './nearness.ts'

const gate = { latitude: 30.2741, longitude: 120.1551 }
const lamp = { words: '东门的路灯不亮，晚上一片漆黑', spot: '', topic: '', position: gate }

describe('whether two matters are one', () => {
  test('the same lamp from two phones is asked about; the same words two streets away are not', () => {
    const nextToIt = { ...lamp, words: '路灯不亮', position: { latitude: 30.2748, longitude: 120.1556 } }
    const elsewhere = { ...lamp, position: { latitude: 30.2841, longitude: 120.1551 } }
    expect(samenessOf(nextToIt, lamp, 300)).toBeGreaterThan(0.4)
    expect(samenessOf(elsewhere, lamp, 300)).toBe(0)
  })

  test('something else at the same place is not asked about; a photo without a word is', () => {
    expect(samenessOf({ ...lamp, words: '夜市烧烤油烟太大' }, lamp, 300)).toBe(0)
    expect(samenessOf({ ...lamp, topic: 'noise', words: '吵' }, { ...lamp, topic: 'lamp' }, 300)).toBe(0)
    expect(samenessOf({ ...lamp, words: '' }, lamp, 300)).toBeGreaterThan(0)
  })

  test('without positions the words of the place decide', () => {
    const named = { words: '路灯坏了', spot: '临江路3号楼东门', topic: '', position: null }
    expect(samenessOf(named, { ...named, words: '这里路灯坏了很久' }, 300)).toBeGreaterThan(0)
    expect(samenessOf(named, { ...named, words: '水管爆了' }, 300)).toBe(0)
  })

  test('distances are right to a metre, and everybody sees a position to about a hundred', () => {
    expect(metresBetween(gate, { latitude: 30.2841, longitude: 120.1551 })).toBeCloseTo(1111.9, 0)
    expect(roundedPoint({ latitude: 30.27414, longitude: 120.15586 })).toEqual({ latitude: 30.274, longitude: 120.156 })
  })
})

describe('numbers to call', () => {
  const named = (words: string, topic = '') => callsFor(standardSettings, { words, topic }).map(({ number }) => number)

  test('are named for words of danger, in both languages and widths, and by topic', () => {
    expect(named('楼道里有燃气味')).toEqual(['119'])
    expect(named('楼下有人打架，有人受伤')).toEqual(['120', '110'])
    expect(named('There is a GAS LEAK next door')).toEqual(['119'])
    expect(named('', 'gas')).toEqual(['119'])
  })

  test('are not named for a broken lamp', () => {
    expect(named('路灯不亮，晚上看不见', 'lamp')).toEqual([])
  })
})

describe('where a photo was taken', () => {
  const picture = () => sharp({ create: { width: 8, height: 8, channels: 3, background: '#333' } }).jpeg()

  test('is read on the phone from its camera data, south and west too', async () => {
    const withPlace = picture().withExif({
      IFD3: {
        GPSLatitudeRef: 'S',
        GPSLatitude: '30/1 16/1 2676/100',
        GPSLongitudeRef: 'W',
        GPSLongitude: '120/1 9/1 1836/100',
      },
    })
    const taken = await takenAt(new Blob([new Uint8Array(await withPlace.toBuffer())]))
    expect(taken?.latitude).toBeCloseTo(-30.2741, 4)
    expect(taken?.longitude).toBeCloseTo(-120.1551, 4)
  })

  test('is unknown without it, in something that is no photo, and where the data breaks off', async () => {
    expect(await takenAt(new Blob([new Uint8Array(await picture().toBuffer())]))).toBeNull()
    expect(await takenAt(new Blob(['no photo at all']))).toBeNull()
    const cut = new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0, 8, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x49, 0x49])
    expect(await takenAt(new Blob([cut]))).toBeNull()
  })
})
