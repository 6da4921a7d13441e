import type { ComponentChildren } from 'preact'
import { Details, Form } from '#ui'
import type { WorkPageProps } from './work-page.tsx'

export interface WorkFormProps {
  readonly page: Pick<WorkPageProps, 'matter' | 'form' | 'values' | 'errors'>
  /** Last part of the address it is sent to; it names the form. */
  readonly name: string
  readonly summary: string
  /** Open from the start: the thing to do now. */
  readonly first?: boolean
  readonly values?: Readonly<Record<string, string>>
  readonly children: ComponentChildren
}

/** One thing that can be done with a matter, folded until it is wanted or was refused. */
export function WorkForm({ page, name, summary, first, values = {}, children }: WorkFormProps) {
  return (
    <Details summary={summary} open={first || page.form === name}>
      <Form action={`/contact/matters/${page.matter.number}/${name}`} guard={`contact-${page.matter.number}-${name}`}>
        {Object.entries(values).map(([key, value]) => (
          <input key={key} type="hidden" name={key} value={value} />
        ))}
        {children}
      </Form>
    </Details>
  )
}

/** Name, id, value and error of a field of one form: forms of one page share field names. */
export function fieldOf(page: WorkFormProps['page'], form: string, standard = '') {
  const mine = page.form === form
  return (name: string, otherwise = standard) => ({
    name,
    id: `f-${form}-${name}`,
    value: mine ? (page.values[name] ?? otherwise) : otherwise,
    ...(mine && page.errors[name] && { error: page.errors[name] }),
  })
}
