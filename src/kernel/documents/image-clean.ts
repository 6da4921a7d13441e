import sharp from 'sharp'

export type ImageWork = {
  readonly bytes: Uint8Array
  readonly format: 'webp' | 'jpeg'
  readonly longestEdge: number
  readonly thumbnailEdge: number
}

export type Picture = { readonly bytes: Uint8Array; readonly width: number; readonly height: number }

const mostPixels = 40_000_000

class ImageRefused extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/**
 * Draws a picture anew from its pixels: turned upright, in sRGB, without a byte of its metadata. Runs confined.
 * Of a moving picture only the first frame is kept.
 */
export async function run(work: ImageWork): Promise<{ picture: Picture; thumbnail: Picture }> {
  sharp.cache(false)
  sharp.concurrency(1)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({
    operation: [
      'VipsForeignLoadJpeg',
      'VipsForeignLoadPng',
      'VipsForeignLoadWebp',
      'VipsForeignLoadNsgif',
      'VipsForeignLoadHeif',
    ],
  })
  const open = () =>
    sharp(work.bytes, { limitInputPixels: mostPixels, failOn: 'error', pages: 1, sequentialRead: true })
  const { width, height } = await open()
    .metadata()
    .catch((error: Error) => {
      throw new ImageRefused(/pixel limit/i.test(error.message) ? 'too-many-pixels' : 'broken')
    })
  if (width * height > mostPixels) throw new ImageRefused('too-many-pixels')
  const drawn = async (edge: number, quality: number): Promise<Picture> => {
    const upright = open().autoOrient().resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
    const encoded =
      work.format === 'webp'
        ? upright.webp({ quality })
        : upright.flatten({ background: '#fff' }).jpeg({ quality, mozjpeg: true })
    const { data, info } = await encoded.toBuffer({ resolveWithObject: true }).catch(() => {
      throw new ImageRefused('broken')
    })
    return { bytes: data, width: info.width, height: info.height }
  }
  return { picture: await drawn(work.longestEdge, 82), thumbnail: await drawn(work.thumbnailEdge, 75) }
}
