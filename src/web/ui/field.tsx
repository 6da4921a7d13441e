import { type ComponentChildren, h } from 'preact'
import { classNames } from './class-names.ts'
import { useLocale, useText } from './frame.ts'
import { Island } from './island.tsx'
import { text } from './ui.text.ts'
import { langOf } from './words.tsx'

/** Stands in a sentence where a script puts a number. */
export const hole = '{n}'

/** What every field has in common. */
export interface FieldBase {
  readonly name: string
  readonly label: string
  /** A hint read before typing. */
  readonly hint?: ComponentChildren
  /** What to do about a refused value, in words. */
  readonly error?: string
  /** Fields are required unless they say otherwise; only the optional ones are marked. */
  readonly optional?: boolean
  /** Only where one page shows the same name twice. */
  readonly id?: string
  /** Keeps the label for ears only, where a heading just above says the same. */
  readonly labelHidden?: boolean
  /** Id of the form it is sent with, where it stands outside of it. */
  readonly form?: string
}

export interface FieldProps extends FieldBase {
  readonly type?: 'text' | 'email' | 'tel' | 'url' | 'password' | 'number' | 'search' | 'time' | 'datetime-local'
  readonly value?: string | number
  /** WHATWG autofill token: `name`, `tel`, `one-time-code`. */
  readonly autocomplete?: string
  readonly inputmode?: 'numeric' | 'decimal' | 'tel' | 'email'
  readonly maxLength?: number
  readonly min?: number | string
  readonly max?: number | string
  readonly step?: number | string
  /** How long the expected answer is; the box shows it. */
  readonly width?: 'code' | 'short' | 'medium' | 'full'
  /** Words after the box: 元, %. */
  readonly unit?: string
  readonly readOnly?: boolean
  readonly spellcheck?: boolean
  readonly autofocus?: boolean
  /** Id of a `datalist` with suggestions. */
  readonly list?: string
}

/** The id of a field, the target of the error summary's link. */
export function fieldId(name: string): string {
  return `f-${name.replace(/[^\w-]+/g, '-')}`
}

/** One line to type in. */
export function Field(props: FieldProps) {
  const { width = 'full', unit, value } = props
  const id = props.id ?? fieldId(props.name)
  // Through `h`: JSX types demand to know which of the kinds of input it is, and this one is any of them.
  const input = h('input', {
    class: classNames('box', `w-${width}`),
    type: props.type ?? 'text',
    value,
    autocomplete: props.autocomplete,
    inputMode: props.inputmode,
    maxLength: props.maxLength,
    min: props.min,
    max: props.max,
    step: props.step,
    readOnly: props.readOnly,
    spellcheck: props.spellcheck,
    autoFocus: props.autofocus,
    list: props.list,
    ...controlAttributes(props, id),
  })
  return (
    <FieldFrame {...props} id={id}>
      {unit ? (
        <span class="with-unit">
          {input}
          <span>{unit}</span>
        </span>
      ) : (
        input
      )}
    </FieldFrame>
  )
}

export interface TextAreaProps extends FieldBase {
  readonly value?: string
  readonly rows?: number
  /** Most characters. With it the field says how many are left (island `counter`; the hint says the limit anyway). */
  readonly maxLength?: number
  /** The typed words are words of a law: serif, wide leading. */
  readonly law?: boolean
  readonly autofocus?: boolean
}

/** Several lines to type in. Longer text than allowed can be typed and is refused with words, never cut silently. */
export function TextArea(props: TextAreaProps) {
  const t = useText(text)
  const id = props.id ?? fieldId(props.name)
  const limit = props.maxLength
  const hint =
    limit === undefined ? (
      props.hint
    ) : (
      <>
        {props.hint}
        {props.hint && t.gap}
        {t.counterLimit(limit)}
      </>
    )
  return (
    <FieldFrame {...props} id={id} hint={hint}>
      <textarea
        class={classNames('box', props.law && 'law')}
        rows={props.rows ?? 5}
        autoFocus={props.autofocus}
        {...controlAttributes({ ...props, hint }, id)}
        data-counter={limit}
        data-counter-left={limit === undefined ? undefined : t.counterLeft(hole)}
        data-counter-over={limit === undefined ? undefined : t.counterOver(hole)}
      >
        {/* A browser swallows the first line break of a text area. */}
        {props.value?.startsWith('\n') ? `\n${props.value}` : props.value}
      </textarea>
      {limit !== undefined && <Island name="counter" />}
    </FieldFrame>
  )
}

export interface Option {
  readonly value: string
  readonly label: string
  readonly hint?: string
  readonly disabled?: boolean
}

export interface SelectProps extends FieldBase {
  readonly options: readonly (Option | { readonly group: string; readonly options: readonly Option[] })[]
  readonly value?: string
  /** Words of the empty choice; `false` leaves it out. */
  readonly empty?: string | false
}

/** A choice of more than about seven; below that Radios are easier. */
export function Select(props: SelectProps) {
  const t = useText(text)
  const id = props.id ?? fieldId(props.name)
  const { value = '', empty = t.selectNone } = props
  return (
    <FieldFrame {...props} id={id}>
      <select class="box" {...controlAttributes(props, id)}>
        {empty !== false && <option value="">{empty}</option>}
        {props.options.map((entry) =>
          'group' in entry ? (
            <optgroup key={entry.group} label={entry.group}>
              <SelectOptions options={entry.options} value={value} />
            </optgroup>
          ) : (
            <SelectOptions key={entry.value} options={[entry]} value={value} />
          ),
        )}
      </select>
    </FieldFrame>
  )
}

function SelectOptions({ options, value }: { readonly options: readonly Option[]; readonly value: string }) {
  const locale = useLocale()
  return (
    <>
      {options.map((option) => (
        <option
          key={option.value}
          value={option.value}
          lang={langOf(option.label, locale)}
          selected={option.value === value}
          disabled={option.disabled}
        >
          {option.label}
        </option>
      ))}
    </>
  )
}

/** Label, hint and error around any control of one's own; give the control `controlAttributes`. */
export function FieldFrame(props: FieldBase & { readonly id: string; readonly children: ComponentChildren }) {
  const t = useText(text)
  const { id, label, optional, hint, error, labelHidden, children } = props
  return (
    <div class={classNames('field', error && 'wrong')}>
      <label for={id} class={classNames(labelHidden && 'sr')}>
        {label}
        {optional && <span class="optional">{t.optional}</span>}
      </label>
      <FieldHint id={id} hint={hint} />
      <FieldError id={id} error={error} />
      {children}
    </div>
  )
}

export function FieldHint({ id, hint }: { readonly id: string; readonly hint: ComponentChildren }) {
  return hint ? (
    <p class="hint" id={`${id}-hint`}>
      {hint}
    </p>
  ) : null
}

export function FieldError({ id, error }: { readonly id: string; readonly error: string | undefined }) {
  const t = useText(text)
  return error ? (
    <p class="error" id={`${id}-error`}>
      <span class="sr">{t.errorPrefix}</span>
      {error}
    </p>
  ) : null
}

/** Id, name and what describes the control, for a control inside a FieldFrame. */
export function controlAttributes(props: FieldBase, id: string) {
  return {
    id,
    name: props.name,
    form: props.form,
    required: !props.optional,
    'aria-invalid': props.error ? ('true' as const) : undefined,
    'aria-describedby': describedBy(props, id),
  }
}

/** The ids of hint and error, in the order they are read. */
export function describedBy({ hint, error }: Pick<FieldBase, 'hint' | 'error'>, id: string): string | undefined {
  return classNames(Boolean(hint) && `${id}-hint`, error && `${id}-error`)
}
