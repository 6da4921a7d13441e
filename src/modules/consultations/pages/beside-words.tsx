import type { Locale } from '#kernel/text'
import { OriginalIn, Words } from '#ui'
import type { Besides } from '../queries/reading.ts'
import { audienceName, text } from './reading-page.text.ts'

/** Plain words, another language, and what it means for somebody: beside the law, never instead of it. */
export function BesideWords({
  besides,
  audience,
  locale,
}: {
  readonly besides: Besides
  readonly audience: string | null
  readonly locale: Locale
}) {
  const t = text[locale]
  const { plain, translation, meaning } = besides
  const blocks = [
    { told: translation, title: t.translation },
    { told: plain, title: t.plain },
    { told: meaning, title: t.meaning(audienceName(audience ?? '', t)) },
  ]
  return (
    <>
      {blocks.map(({ told, title }) =>
        told ? (
          <div class="plain-words" key={title}>
            <b>{title}</b> <Words lang={told.locale}>{told.body}</Words>
            <OriginalIn words={told.body} lang={title === t.translation ? locale : told.locale} />
            {told.stale && <p class="stale">{t.stale}</p>}
          </div>
        ) : null,
      )}
    </>
  )
}
