import { fieldId } from './field.tsx'
import { useText } from './frame.ts'
import { text } from './ui.text.ts'

export interface ErrorSummaryProps {
  /** By field name, in the order of the page. The empty name is for what belongs to no field. */
  readonly errors: Readonly<Record<string, string>>
  readonly title?: string
}

/** What needs correcting, first on the page and focused when it loads; each line leads to its field. Nothing without errors. */
export function ErrorSummary({ errors, title }: ErrorSummaryProps) {
  const t = useText(text)
  const entries = Object.entries(errors)
  if (entries.length === 0) return null
  return (
    <div class="errors" role="alert" tabIndex={-1} autoFocus>
      <h2>{title ?? (entries.length === 1 ? t.errorTitle : t.errorCount(entries.length))}</h2>
      <ul>
        {entries.map(([name, message]) => (
          <li key={name}>{name === '' ? message : <a href={`#${fieldId(name)}`}>{message}</a>}</li>
        ))}
      </ul>
    </div>
  )
}
