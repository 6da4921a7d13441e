import { controlAttributes, type FieldBase, FieldFrame, fieldId } from './field.tsx'
import { useText } from './frame.ts'
import { text } from './ui.text.ts'

export interface DateFieldProps extends FieldBase {
  /** ISO date, or what was typed when it could not be read. */
  readonly value?: string
  /**
   * `pick`: a near day chosen from the device's own calendar (a meeting). `type`: a day known by heart, typed in any
   * usual way (a birthday) and read on the server by `readDay`.
   */
  readonly kind?: 'pick' | 'type'
  /** ISO dates; the server checks them too. */
  readonly min?: string
  readonly max?: string
  readonly autocomplete?: string
}

/** A day. */
export function DateField(props: DateFieldProps) {
  const t = useText(text)
  const id = props.id ?? fieldId(props.name)
  if (props.kind !== 'type') {
    return (
      <FieldFrame {...props} id={id}>
        <input
          class="box w-medium"
          type="date"
          value={props.value}
          min={props.min}
          max={props.max}
          {...controlAttributes(props, id)}
        />
      </FieldFrame>
    )
  }
  const hint = (
    <>
      {props.hint}
      {props.hint && t.gap}
      {t.dateExample}
    </>
  )
  return (
    <FieldFrame {...props} id={id} hint={hint}>
      <input
        class="box w-medium"
        type="text"
        value={props.value}
        autocomplete={props.autocomplete ?? 'off'}
        {...controlAttributes({ ...props, hint }, id)}
      />
    </FieldFrame>
  )
}
