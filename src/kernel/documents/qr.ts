import QRCode from 'qrcode'

/** The modules of a QR code: `dark[y][x]`, without the quiet zone of four modules that must surround it. */
export type QrMatrix = { readonly size: number; readonly dark: readonly (readonly boolean[])[] }

export const quietZone = 4

/**
 * The modules of the smallest QR code that holds the text, with a quarter of it damageable (level Q).
 * @throws Error when the text is longer than a QR code can hold (about 1,600 bytes)
 */
export function qrMatrix(text: string): QrMatrix {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'Q' })
  const { size } = modules
  const dark = Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => modules.get(y, x) === 1))
  return { size, dark }
}

/**
 * A QR code as SVG with its quiet zone, always dark on white so that it scans in dark mode too.
 * @param sizeMm printed edge, quiet zone included
 * @param label what a screen reader says instead of the picture
 */
export function qrSvg(text: string, { sizeMm, label }: { sizeMm: number; label: string }): string {
  const matrix = qrMatrix(text)
  const edge = matrix.size + 2 * quietZone
  const path = qrRuns(matrix)
    .map(({ x, y, length }) => `M${x + quietZone} ${y + quietZone}h${length}v1h-${length}z`)
    .join('')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeXml(label)}" width="${sizeMm}mm" height="${sizeMm}mm" ` +
    `viewBox="0 0 ${edge} ${edge}" shape-rendering="crispEdges"><rect width="${edge}" height="${edge}" fill="#fff"/>` +
    `<path fill="#000" d="${path}"/></svg>`
  )
}

/** Horizontal runs of dark modules, so that a drawing needs one rectangle a run instead of one a module. */
export function qrRuns({ size, dark }: QrMatrix): { x: number; y: number; length: number }[] {
  return dark.flatMap((row, y) => {
    const runs: { x: number; y: number; length: number }[] = []
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue
      const start = x
      while (x < size && row[x]) x++
      runs.push({ x: start, y, length: x - start })
    }
    return runs
  })
}

const escapeXml = (text: string) =>
  text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`).replace(/\p{Cc}/gu, ' ')

/** A QR code as PNG, eight pixels a module, with its quiet zone. */
export async function qrPng(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await QRCode.toBuffer(text, { errorCorrectionLevel: 'Q', margin: quietZone, scale: 8 }))
}
