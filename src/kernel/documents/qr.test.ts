import { expect, test } from 'vitest'
import { qrMatrix, qrRuns, qrSvg } from './qr.ts'

test('a QR code has its three finder patterns and no quiet zone of its own', () => {
  const { size, dark } = qrMatrix('https://yunshan.example/c/42')
  expect((size - 17) % 4).toBe(0)
  for (const [x, y] of [
    [0, 0],
    [size - 7, 0],
    [0, size - 7],
  ] as const) {
    expect(dark[y]?.slice(x, x + 7)).toEqual(Array(7).fill(true))
    expect(dark[y + 1]?.slice(x, x + 7)).toEqual([true, false, false, false, false, false, true])
  }
})

test('the runs cover exactly the dark modules', () => {
  const matrix = qrMatrix('云山市人民代表大会')
  const drawn = matrix.dark.map((row) => row.map(() => false))
  for (const { x, y, length } of qrRuns(matrix)) for (let i = 0; i < length; i++) drawn[y]![x + i] = true
  expect(drawn).toEqual(matrix.dark)
})

test('the label of a QR code cannot break out of its attribute', () => {
  const svg = qrSvg('x', { sizeMm: 30, label: '"><script>alert(1)</script>' })
  expect(svg).not.toContain('<script')
  expect(svg).toContain('width="30mm"')
})
