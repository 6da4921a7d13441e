import type { Locale } from '#kernel/text'
import { acceptedFiles } from '#parts/files'
import { FileField } from '#ui'
import type { Evidence } from '../queries/matter.ts'
import { text } from './matter-page.text.ts'
import type { Shown } from './matter-parts.tsx'

const photoBytes = 10_000_000

/** "Not solved, look": photos with a verdict. */
export function EvidenceField({
  id,
  error,
  locale,
}: {
  readonly id?: string
  readonly error?: string | undefined
  readonly locale: Locale
}) {
  const t = text[locale]
  return (
    <FileField
      name="evidence"
      {...(id && { id })}
      label={t.evidence}
      hint={t.evidenceHint}
      optional
      accept={acceptedFiles.photo}
      acceptWords={t.evidenceWords}
      maxBytes={photoBytes}
      maxFiles={2}
      help="photo"
      {...(error !== undefined && { error })}
    />
  )
}

/** The photos the one who asked showed with her verdicts. @param base address below which the files lie */
export function EvidenceShown({
  base,
  evidence,
  shown,
}: {
  readonly base: string
  readonly evidence: readonly Evidence[]
  readonly shown: Shown
}) {
  const t = text[shown.locale]
  if (evidence.length === 0) return null
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence">{t.evidence}</h2>
      {evidence.map(({ file_id, at }) => (
        <figure key={file_id}>
          <a href={`${base}/${file_id}`}>
            <img src={`${base}/${file_id}?small=1`} alt={t.yourEvidence(shown.day(at))} height="160" />
          </a>
          <figcaption class="muted">{t.yourEvidence(shown.day(at))}</figcaption>
        </figure>
      ))}
    </section>
  )
}
