import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { assetSources, assets, fingerprintOf } from './assets.ts'

const kilobyte = 1000
const scripts = assetSources()
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.replace(/^.*\//, '').replace(/ts$/, 'js'))

function sizeOf(name: string): number {
  const file = assets().file(assets().url(name).slice('/assets/'.length))
  return file?.br?.length ?? Number.POSITIVE_INFINITY
}

test('a public page loads at most 20 kB of style, the look itself half of it', () => {
  expect(sizeOf('public.css')).toBeLessThan(10 * kilobyte)
  expect(sizeOf('public.css') + sizeOf('desk.css')).toBeLessThan(12 * kilobyte)
})

test('all browser scripts of the components together stay within the 10 kB of one public page', () => {
  const own = scripts.filter((name) => assetSources().includes(`src/web/islands/${name.replace(/js$/, 'ts')}`))
  expect(own.length).toBeGreaterThanOrEqual(10)
  expect(own.reduce((sum, name) => sum + sizeOf(name), 0)).toBeLessThan(10 * kilobyte)
})

test('an address carries a fingerprint and leads to the file in three encodings', () => {
  const url = assets().url('copy.js')
  expect(url).toMatch(/^\/assets\/copy-[\w-]{8}\.js$/)
  const file = assets().file(url.slice('/assets/'.length))
  expect(file?.type).toBe('text/javascript; charset=utf-8')
  const plain = Buffer.from(file?.body ?? [])
  expect(plain.length).toBeGreaterThan(100)
  expect(brotliDecompressSync(file?.br ?? new Uint8Array())).toEqual(plain)
  expect(gunzipSync(file?.gzip ?? new Uint8Array())).toEqual(plain)
})

test('a name that was never built is an error, an address that was never given is nothing', () => {
  expect(() => assets().url('missing.js')).toThrow('No asset named missing.js')
  expect(assets().file('copy.js')).toBeNull()
  expect(assets().file('../../package.json')).toBeNull()
})

test('another source makes another fingerprint, the same sources the same', () => {
  const sources = assetSources()
  expect(fingerprintOf(sources)).toBe(fingerprintOf(sources))
  expect(fingerprintOf(sources.slice(1))).not.toBe(fingerprintOf(sources))
})

test('sheets of the desk are not in the public sheet', () => {
  const text = (name: string) =>
    Buffer.from(assets().file(assets().url(name).slice('/assets/'.length))?.body ?? []).toString()
  expect(text('desk.css')).toContain('.work-list')
  expect(text('public.css')).not.toContain('.work-list')
  expect(text('public.css').lastIndexOf('@media print')).toBeGreaterThan(text('public.css').indexOf('.clause'))
})
