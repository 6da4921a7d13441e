import type { Locale } from '#kernel/text'
import { Button, Field, Form, fieldId, Radios, TextArea } from '#ui'
import { ratingsText } from './ratings.text.ts'
import type { Value } from './rules.ts'
import type { Scored, ScoredStage, WordScale } from './scale.ts'

interface RatingFormProps {
  /** Where it is sent to. */
  readonly action: string
  /** Key under which the browser keeps what was typed. */
  readonly guard: string
  /** What stands now, where it is changed. */
  readonly given: { readonly value: Value; readonly words: string } | null
  /** Last day on which it can be changed, in words. */
  readonly until: string
  /** What was sent and refused. */
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  /** Put before the ids of its fields, where a page has several forms. */
  readonly prefix?: string
  readonly hidden?: Readonly<Record<string, string>>
  readonly locale: Locale
}

export function scoredName({ name_zh, name_en }: Pick<Scored, 'name_zh' | 'name_en'>, locale: Locale): string {
  return locale === 'en' ? name_en : name_zh
}

/** Satisfied, basically satisfied, dissatisfied, abstain: sent as `choice` and `ratingWords`. */
export function WordsForm(props: RatingFormProps & { readonly scale: WordScale; readonly label: string }) {
  const { scale, label, given, values, errors, prefix, locale } = props
  return (
    <RatingForm {...props}>
      <Radios
        name="choice"
        {...(prefix && { id: fieldId(`${prefix}-choice`) })}
        label={label}
        value={values.choice ?? given?.value.choice ?? ''}
        options={scale.options.map((option) => ({ value: option.code, label: scoredName(option, locale) }))}
        {...(errors.choice && { error: errors.choice })}
      />
    </RatingForm>
  )
}

/** Points for the items of one stage: each sent as `points-CODE`, with `ratingWords`. */
export function PointsForm(props: RatingFormProps & { readonly stage: ScoredStage }) {
  const { stage, given, values, errors, prefix, locale } = props
  const t = ratingsText[locale]
  return (
    <RatingForm {...props} hidden={{ ...props.hidden, stage: stage.code }}>
      {stage.items.map((item) => {
        const name = `points-${item.code}`
        return (
          <Field
            key={name}
            name={name}
            {...(prefix && { id: fieldId(`${prefix}-${name}`) })}
            type="number"
            inputmode="numeric"
            width="short"
            min={0}
            max={item.points}
            step={1}
            label={scoredName(item, locale)}
            hint={t.points(item.points)}
            unit={t.unit}
            value={values[name] ?? given?.value.points?.[item.code] ?? ''}
            {...(errors[name] && { error: errors[name] })}
          />
        )
      })}
    </RatingForm>
  )
}

function RatingForm(props: RatingFormProps & { readonly children: preact.ComponentChildren }) {
  const { action, guard, given, until, values, errors, prefix, hidden = {}, locale, children } = props
  const t = ratingsText[locale]
  return (
    <Form action={action} guard={guard}>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <TextArea
        name="ratingWords"
        {...(prefix && { id: fieldId(`${prefix}-ratingWords`) })}
        label={t.giveWords}
        hint={t.giveWordsHint}
        optional
        rows={2}
        maxLength={2000}
        value={values.ratingWords ?? given?.words ?? ''}
        {...(errors.ratingWords && { error: errors.ratingWords })}
      />
      <p class="muted">{t.changeUntil(until)}</p>
      <Button {...(given && { kind: 'quiet' as const })}>{given ? t.change : t.give}</Button>
    </Form>
  )
}

interface RecheckFormProps extends Pick<RatingFormProps, 'action' | 'values' | 'errors' | 'prefix' | 'locale'> {
  readonly sheetId: string
  readonly stage: string
}

/** The rated body asks for a re-check: sends `sheetId`, `stage` and `reason`. */
export function RecheckForm({ action, sheetId, stage, values, errors, prefix = '', locale }: RecheckFormProps) {
  const t = ratingsText[locale].recheck
  return (
    <Form action={action} guard={`recheck-${sheetId}-${stage}`}>
      <p>{t.lead}</p>
      <input type="hidden" name="sheetId" value={sheetId} />
      <input type="hidden" name="stage" value={stage} />
      <TextArea
        name="reason"
        id={fieldId(`${prefix}-reason`)}
        label={t.reason}
        rows={3}
        maxLength={1000}
        value={values.reason ?? ''}
        {...(errors.reason && { error: errors.reason })}
      />
      <Button kind="quiet">{t.ask}</Button>
    </Form>
  )
}

/** The office decides: sends `sheetId`, `stage`, `decision` and `reason`. */
export function DecideRecheckForm({ action, sheetId, stage, values, errors, prefix = '', locale }: RecheckFormProps) {
  const t = ratingsText[locale].recheck
  return (
    <Form action={action} guard={`decide-recheck-${sheetId}-${stage}`} label={t.decideTitle}>
      <input type="hidden" name="sheetId" value={sheetId} />
      <input type="hidden" name="stage" value={stage} />
      <Radios
        name="decision"
        id={fieldId(`${prefix}-decision`)}
        label={t.decision}
        value={values.decision ?? ''}
        options={[
          { value: 'upheld', label: t.uphold },
          { value: 'anew', label: t.again },
        ]}
        {...(errors.decision && { error: errors.decision })}
      />
      <TextArea
        name="reason"
        id={fieldId(`${prefix}-reason`)}
        label={t.decisionReason}
        rows={3}
        maxLength={1000}
        value={values.reason ?? ''}
        {...(errors.reason && { error: errors.reason })}
      />
      <Button>{t.decide}</Button>
    </Form>
  )
}
