import type { Locale } from '#kernel/text'
import { Field, Radios } from '#ui'
import type { Draft } from './write-draft.ts'
import { text } from './write-page.text.ts'

export interface AnswerFieldsProps {
  readonly draft: Pick<Draft, 'answerBy' | 'contact' | 'name'>
  readonly errors: Readonly<Record<string, string>>
  readonly signedIn: boolean
  readonly locale: Locale
}

/** How she hears of news, and by what name: all of it may be left out. */
export function AnswerFields({ draft, errors, signedIn, locale }: AnswerFieldsProps) {
  const t = text[locale]
  const wrong = (name: string) => (errors[name] === undefined ? {} : { error: errors[name] })
  return (
    <>
      <Radios
        name="answerBy"
        label={t.answerBy}
        value={draft.answerBy}
        options={[
          { value: 'receipt', label: t.answers.receipt },
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
        value={draft.contact}
        autocomplete="tel"
        width="medium"
        {...wrong('contact')}
      />
      <Field
        name="name"
        label={t.name}
        hint={t.nameHint}
        optional
        value={draft.name}
        autocomplete="name"
        width="medium"
        {...wrong('name')}
      />
    </>
  )
}
