import { hidesAnother, type Media, mediaOf } from './media-type.ts'

export type AudioRefusal = 'not-audio' | 'has-video' | 'too-long' | 'hides-another'

export type CleanAudio =
  | { readonly ok: true; readonly mediaType: AudioMedia; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: AudioRefusal }

export type AudioMedia = Extract<Media, `audio/${string}`>

const isAudio = (media: Media | null): media is AudioMedia => media?.startsWith('audio/') ?? false

/** About five minutes of what a phone records, in any of the formats; 10 MB at most. */
export const mostAudioBytes = 10_000_000

/**
 * A voice note from outside, kept as recorded, except that an MP4's notes about place, device and author are blanked.
 * Takes WebM, Ogg, MP4 (m4a), MP3 and WAV by content; a film is refused.
 */
export function cleanAudio(bytes: Uint8Array): CleanAudio {
  const mediaType = mediaOf(bytes)
  if (!isAudio(mediaType)) return { ok: false, reason: 'not-audio' }
  if (bytes.length > mostAudioBytes) return { ok: false, reason: 'too-long' }
  if (hidesAnother(bytes)) return { ok: false, reason: 'hides-another' }
  if (mediaType === 'audio/webm' && hasVideoTrack(bytes)) return { ok: false, reason: 'has-video' }
  if (mediaType !== 'audio/mp4') return { ok: true, mediaType, bytes }
  const copy = Buffer.from(bytes)
  return blankNotes(copy, 0, copy.length, 0) === 'video'
    ? { ok: false, reason: 'has-video' }
    : { ok: true, mediaType, bytes: copy }
}

/** The codec of every WebM track stands near the beginning. */
const hasVideoTrack = (bytes: Uint8Array) =>
  /V_VP[89]|V_AV1|V_MPEG/.test(Buffer.from(bytes.subarray(0, 8_192)).toString('latin1'))

const containers = new Set(['moov', 'trak', 'mdia'])
const notes = new Set(['udta', 'meta', 'uuid'])
const mostNested = 6

/** Turns the boxes that hold notes into free space of the same size, so that nothing else moves. */
function blankNotes(file: Buffer, from: number, to: number, depth: number): 'video' | 'audio' {
  let at = from
  while (at + 8 <= to) {
    const size = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    const end = size === 0 ? to : at + (size === 1 && at + 16 <= to ? Number(file.readBigUInt64BE(at + 8)) : size)
    if (end < at + 8 || end > to) return 'audio'
    if (type === 'hdlr' && file.toString('latin1', at + 16, at + 20) === 'vide') return 'video'
    if (notes.has(type)) {
      file.write('free', at + 4, 'latin1')
      file.fill(0, at + (size === 1 ? 16 : 8), end)
    }
    if (containers.has(type) && depth < mostNested && blankNotes(file, at + 8, end, depth + 1) === 'video')
      return 'video'
    at = end
  }
  return 'audio'
}
