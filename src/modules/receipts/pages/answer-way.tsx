import type { Locale } from '#kernel/text'
import type { Followed } from '#parts/opinions'
import { Button, Checkbox, Details, Field, Form, Radios } from '#ui'
import { dashed } from '../queries.ts'
import { text } from './receipt-page.text.ts'
import { type RefusedForm, typed } from './refused-form.ts'

export interface AnswerWayProps {
  readonly opinion: Followed
  readonly refused: RefusedForm | null
  readonly signedIn: boolean
  readonly locale: Locale
}

/** How she wants to hear the result, and whether of later consultations too. */
export function AnswerWay({ opinion, refused, signedIn, locale }: AnswerWayProps) {
  const t = text[locale]
  return (
    <Details summary={t.wayNow(t.ways[opinion.contributor.answerBy])} open={refused?.form === 'answer'}>
      <Form action={`/r/${dashed(opinion.receipt)}/answer`}>
        <Radios
          value={opinion.contributor.answerBy}
          {...typed(refused, 'answer', 'answerBy')}
          label={t.answerBy}
          labelHidden
          options={(['receipt', ...(signedIn ? (['inbox'] as const) : []), 'phone', 'email', 'post'] as const).map(
            (value) => ({
              value,
              label: t.ways[value],
            }),
          )}
        />
        <Field {...typed(refused, 'answer', 'contact')} label={t.contact} optional width="medium" autocomplete="tel" />
        <Field
          {...typed(refused, 'answer', 'address')}
          label={t.address}
          hint={t.addressHint}
          optional
          autocomplete="street-address"
        />
        <Checkbox
          name="tellNext"
          value="yes"
          label={t.tellNext}
          checked={refused?.form === 'answer' ? refused.values.tellNext === 'yes' : opinion.contributor.tellNext}
        />
        <Button kind="quiet">{t.save}</Button>
      </Form>
    </Details>
  )
}
