import { runConfined } from './confined.ts'
import type { ImageWork, Picture } from './image-clean.ts'
import { hidesAnother, mediaOf } from './media-type.ts'

export type { Picture } from './image-clean.ts'

export type ImageRefusal =
  | 'not-an-image'
  | 'svg'
  | 'heic'
  | 'tiff'
  | 'hides-another'
  | 'too-many-pixels'
  | 'broken'
  | 'too-slow'
  | 'busy'

export type CleanImage =
  | {
      readonly ok: true
      readonly mediaType: 'image/webp' | 'image/jpeg'
      readonly picture: Picture
      readonly thumbnail: Picture
    }
  | { readonly ok: false; readonly reason: ImageRefusal }

const taken = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'])

/**
 * A picture from outside, drawn anew in a confined process (256 MB, 10 s): upright, at most `longestEdge` pixels long,
 * without place, time, device, embedded thumbnail or anything else beside the pixels; and a thumbnail of it.
 * Takes JPEG, PNG, GIF, WebP and AVIF up to 40 million pixels. JPEG is what `pdfDocument` can show.
 */
export async function cleanImage(
  bytes: Uint8Array,
  { format = 'webp', longestEdge = 2_560, thumbnailEdge = 400 }: Partial<Omit<ImageWork, 'bytes'>> = {},
): Promise<CleanImage> {
  const media = mediaOf(bytes)
  if (media === 'image/svg+xml') return { ok: false, reason: 'svg' }
  if (media === 'image/heic') return { ok: false, reason: 'heic' }
  if (media === 'image/tiff') return { ok: false, reason: 'tiff' }
  if (!media || !taken.has(media)) return { ok: false, reason: 'not-an-image' }
  if (hidesAnother(bytes)) return { ok: false, reason: 'hides-another' }
  const work: ImageWork = { bytes, format, longestEdge, thumbnailEdge }
  const outcome = await runConfined<{ picture: Picture; thumbnail: Picture }>(
    new URL('./image-clean.ts', import.meta.url),
    work,
  )
  if (outcome.ok) return { ok: true, mediaType: `image/${format}`, ...outcome.answer }
  switch (outcome.reason) {
    case 'time':
      return { ok: false, reason: 'too-slow' }
    case 'memory':
      return { ok: false, reason: 'too-many-pixels' }
    case 'busy':
      return { ok: false, reason: 'busy' }
    default:
      return {
        ok: false,
        reason: outcome.reason === 'failed' && outcome.code === 'too-many-pixels' ? 'too-many-pixels' : 'broken',
      }
  }
}
