import { Button, ButtonRow, Checkbox, ErrorSummary, Field, Form, PageHead, Radios, TextArea, Words } from '#ui'
import type { Duty } from '../../roster/queries.ts'
import type { Shown } from '../../roster/shown.ts'
import { longestTopic } from '../schema.ts'
import { text } from './booking.text.ts'
import { Emergency } from './slots-page.tsx'

export interface Choice {
  readonly value: string
  readonly label: string
}

export interface BookPageProps {
  /** The time she chose; null where it is taken, and others are offered. */
  readonly chosen: { readonly duty: Duty; readonly at: Date; readonly key: string } | null
  readonly others: readonly Choice[]
  /** What the choice was made from: `deputy=…`, `place=…`, `duty=…`. */
  readonly scope: string
  readonly clientKey: string
  readonly signedIn: boolean
  readonly forgetDays: number
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  readonly shown: Shown
}

/** What it is about, what to call her, how to tell her: then it is booked. */
export function BookPage(props: BookPageProps) {
  const { chosen, others, scope, clientKey, signedIn, forgetDays, values, errors, shown } = props
  const t = text[shown.locale]
  const wrong = (name: string) => (errors[name] === undefined ? {} : { error: errors[name] })
  const ways = chosen?.duty.ways ?? (['place', 'online', 'phone'] as const)
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.title} />
      {chosen && (
        <section class="told-words" aria-label={t.chosen}>
          <p>
            <b>{shown.moment(chosen.at)}</b>
          </p>
          <p>
            <Words>{[shown.name(chosen.duty), shown.place(chosen.duty)].filter(Boolean).join(' · ')}</Words>
          </p>
          <p>
            <a href={`/contact/booking/new?${scope}`}>{t.change}</a>
          </p>
        </section>
      )}
      <Emergency shown={shown} />
      <Form action={`/contact/booking/new?${scope}`} guard="contact-booking">
        <input type="hidden" name="key" value={clientKey} />
        {chosen ? (
          <input type="hidden" name="slot" value={chosen.key} />
        ) : (
          <Radios name="slot" label={t.otherSlots} options={others} value={values.slot ?? ''} {...wrong('slot')} />
        )}
        {ways.length > 1 ? (
          <Radios
            name="way"
            label={t.way}
            value={values.way ?? ways[0]}
            options={ways.map((way) => ({ value: way, label: t.ways[way], hint: t.wayHints[way] }))}
            {...wrong('way')}
          />
        ) : (
          <input type="hidden" name="way" value={ways[0]} />
        )}
        <TextArea
          name="topic"
          label={t.topic}
          hint={t.topicHint}
          rows={3}
          maxLength={longestTopic}
          value={values.topic ?? ''}
          {...wrong('topic')}
        />
        <Field
          name="name"
          label={t.name}
          hint={t.nameHint}
          optional
          value={values.name ?? ''}
          autocomplete="name"
          width="medium"
          {...wrong('name')}
        />
        <Radios
          name="answerBy"
          label={t.answerBy}
          value={values.answerBy ?? 'code'}
          options={[
            { value: 'code', label: t.answers.code },
            ...(signedIn ? [{ value: 'inbox', label: t.answers.inbox }] : []),
            { value: 'phone', label: t.answers.phone },
            { value: 'email', label: t.answers.email },
          ]}
          {...wrong('answerBy')}
        />
        <Field
          name="contact"
          label={t.contact}
          hint={t.contactHint}
          optional
          value={values.contact ?? ''}
          autocomplete="tel"
          width="medium"
          {...wrong('contact')}
        />
        <Checkbox
          name="consent"
          label={t.consent}
          hint={
            <>
              {t.consentHint(forgetDays)} <a href="/help/privacy">{t.consentLink}</a>
            </>
          }
          checked={values.consent === 'yes'}
          {...wrong('consent')}
        />
        <ButtonRow>
          <Button>{t.send}</Button>
        </ButtonRow>
      </Form>
    </>
  )
}
