import type { Locale } from '#kernel/text'
import type { Said } from '../queries/matter.ts'
import { text } from './matter-page.text.ts'

/** Photos as small pictures that open, recordings to listen to. @param base address below which the files lie */
export function FilesShown({
  base,
  said,
  locale,
}: {
  readonly base: string
  readonly said: Pick<Said, 'files' | 'recordings'> | null
  readonly locale: Locale
}) {
  const t = text[locale]
  return (
    <>
      {said?.files.map((id, index) => (
        <p key={id}>
          <a href={`${base}/${id}`}>
            <img src={`${base}/${id}?small=1`} alt={t.photo(index + 1)} height="160" />
          </a>
        </p>
      ))}
      {said?.recordings.map((id, index) => (
        <p key={id}>
          {/* biome-ignore lint/a11y/useMediaCaption: a voice note somebody just recorded has no captions */}
          <audio controls preload="none" src={`${base}/${id}`} aria-label={t.recording(index + 1)} />
        </p>
      ))}
    </>
  )
}
