import type { Locale } from '#kernel/text'
import type { Followed } from '#parts/opinions'
import { Button, Form } from '#ui'
import { dashed } from '../queries.ts'
import { text } from './next-notice.text.ts'

/** For whoever left a contact on paper or with a collector: no more word of later consultations, by the code alone. */
export function NextNotice({ opinion, locale }: { readonly opinion: Followed; readonly locale: Locale }) {
  const t = text[locale]
  const { tellNext } = opinion.contributor
  return (
    <section aria-label={t.title}>
      <h2>{t.title}</h2>
      <p>{tellNext ? t.told : t.untold}</p>
      <Form action={`/r/${dashed(opinion.receipt)}/next`}>
        <input type="hidden" name="tellNext" value={tellNext ? 'no' : 'yes'} />
        <Button kind="quiet">{tellNext ? t.stop : t.start}</Button>
      </Form>
    </section>
  )
}
