import { controlAttributes, type FieldBase, FieldFrame, fieldId } from './field.tsx'
import { useLocale, useText } from './frame.ts'
import { Island } from './island.tsx'
import { text } from './ui.text.ts'

export interface FileFieldProps extends FieldBase {
  /** As in HTML: `image/*`, `.docx,.pdf`. */
  readonly accept: string
  /** The same in words: "照片、PDF、Word". */
  readonly acceptWords: string
  readonly maxBytes: number
  readonly maxFiles?: number
  /** Opens the camera on a phone. */
  readonly capture?: 'environment' | 'user'
  /**
   * `photo` makes a picture small before it is sent and shows it (island `photo`); `voice` records a message (island
   * `voice`). Without scripts both stay a plain file picker.
   */
  readonly help?: 'photo' | 'voice'
}

/** A file to send; kinds, size and number are told before choosing. */
export function FileField(props: FileFieldProps) {
  const t = useText(text)
  const locale = useLocale()
  const id = props.id ?? fieldId(props.name)
  const { maxFiles = 1, maxBytes, help } = props
  const told = [t.fileKinds(props.acceptWords), t.fileLimit(sizeWords(maxBytes, locale))]
  if (maxFiles > 1) told.push(t.fileCount(maxFiles))
  const hint = (
    <>
      {props.hint}
      {props.hint && t.gap}
      {told.join(t.gap)}
    </>
  )
  const helper =
    help === 'photo'
      ? {
          'data-photo': maxBytes,
          'data-photo-alt': t.photoPreview,
          'data-photo-smaller': t.photoSmaller('{from}', '{to}'),
        }
      : help === 'voice'
        ? {
            'data-voice': maxBytes,
            'data-voice-start': t.record,
            'data-voice-stop': t.recordStop,
            'data-voice-done': t.recordDone,
            'data-voice-refused': t.recordRefused,
          }
        : {}
  return (
    <FieldFrame {...props} id={id} hint={hint}>
      <input
        class="box file"
        type="file"
        accept={props.accept}
        multiple={maxFiles > 1}
        capture={props.capture}
        {...controlAttributes({ ...props, hint }, id)}
        {...helper}
      />
      {help && <Island name={help} />}
    </FieldFrame>
  )
}

/** A size in bytes as people say it: `2.5 MB`. Decimal steps, as phones count. */
export function sizeWords(bytes: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const amount = bytes / 1000 ** step
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step],
    unitDisplay: 'short',
    maximumFractionDigits: amount < 10 ? 1 : 0,
  }).format(amount)
}
