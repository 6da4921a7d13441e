/** A form of this page that was sent and refused. */
export interface RefusedForm {
  /** The last part of its address. */
  readonly form: string
  /** The field it was refused for; '' for none. */
  readonly field: string
  readonly words: string
  readonly values: Readonly<Record<string, string>>
  readonly status: 409 | 422
}

/** What was typed into a form that was refused, with what is wrong; the same name stands in other forms too. */
export function typed(refused: RefusedForm | null, form: string, name: string) {
  if (refused?.form !== form) return { name, id: `${form}-${name}` }
  const value = refused.values[name]
  return {
    name,
    ...(value !== undefined && { value }),
    ...(refused.field === name && { error: refused.words }),
  }
}
