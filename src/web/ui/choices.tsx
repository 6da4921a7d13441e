import { classNames } from './class-names.ts'
import { describedBy, type FieldBase, FieldError, FieldHint, fieldId, type Option } from './field.tsx'
import { useText } from './frame.ts'
import { text } from './ui.text.ts'
import { Words } from './words.tsx'

export interface RadiosProps extends FieldBase {
  readonly options: readonly Option[]
  readonly value?: string
  /** Short answers side by side. */
  readonly inline?: boolean
}

/** One of a few. The first choice carries the field's id, so that the error summary leads to it. */
export function Radios(props: RadiosProps) {
  return <Choices {...props} type="radio" chosen={props.value === undefined ? [] : [props.value]} />
}

export interface CheckboxesProps extends FieldBase {
  readonly options: readonly Option[]
  readonly values?: readonly string[]
  readonly inline?: boolean
}

/** Any of a few. Each chosen value is sent under the same name. */
export function Checkboxes(props: CheckboxesProps) {
  return <Choices {...props} type="checkbox" chosen={props.values ?? []} />
}

export interface CheckboxProps extends Omit<FieldBase, 'labelHidden'> {
  readonly checked?: boolean
  readonly value?: string
}

/** One thing to agree to or not. */
export function Checkbox(props: CheckboxProps) {
  const { name, label, checked, value = 'yes', hint, error } = props
  const id = props.id ?? fieldId(name)
  return (
    <div class={classNames('field', error && 'wrong')}>
      <FieldError id={id} error={error} />
      <div class="choice">
        <input
          type="checkbox"
          id={id}
          name={name}
          value={value}
          checked={checked}
          aria-invalid={error ? 'true' : undefined}
          aria-describedby={describedBy(props, id)}
        />
        <label for={id}>{label}</label>
        <FieldHint id={id} hint={hint} />
      </div>
    </div>
  )
}

interface ChoicesProps extends FieldBase {
  readonly type: 'radio' | 'checkbox'
  readonly options: readonly Option[]
  readonly chosen: readonly string[]
  readonly inline?: boolean
}

function Choices(props: ChoicesProps) {
  const t = useText(text)
  const { name, label, optional, hint, error, type, options, chosen, inline, labelHidden } = props
  const base = props.id ?? fieldId(name)
  return (
    <fieldset class={classNames('field', error && 'wrong')} aria-describedby={describedBy(props, base)}>
      <legend class={classNames(labelHidden && 'sr')}>
        {label}
        {optional && <span class="optional">{t.optional}</span>}
      </legend>
      <FieldHint id={base} hint={hint} />
      <FieldError id={base} error={error} />
      <div class={classNames('choices', inline && 'inline')}>
        {options.map((option, index) => {
          const id = index === 0 ? base : `${base}-${index + 1}`
          return (
            <div class="choice" key={option.value}>
              <input
                type={type}
                id={id}
                name={name}
                value={option.value}
                checked={chosen.includes(option.value)}
                disabled={option.disabled}
                required={type === 'radio' && !optional}
                aria-describedby={option.hint ? `${id}-note` : undefined}
              />
              <label for={id}>
                <Words>{option.label}</Words>
              </label>
              {option.hint && (
                <p class="hint" id={`${id}-note`}>
                  {option.hint}
                </p>
              )}
            </div>
          )
        })}
      </div>
    </fieldset>
  )
}
