/** The stages of one thing: from each, the stages that may follow. Stored facts decide; the stage is the sum. */
export interface Stages<Name extends string> {
  readonly names: readonly Name[]
  readonly next: Readonly<Record<Name, readonly Name[]>>
}

export function stages<Name extends string>(next: { readonly [From in Name]: readonly NoInfer<Name>[] }): Stages<Name> {
  return { names: Object.keys(next) as Name[], next }
}

/** Whether `to` may follow `from`. */
export function follows<Name extends string>(of: Stages<Name>, from: Name, to: Name): boolean {
  return of.next[from].includes(to)
}

/**
 * A guard for an action that enters `to`: the subject must stand in a stage that leads there.
 * @returns null when it may, else the refusal's code `stage:<present stage>`
 */
export function leadsTo<Name extends string>(of: Stages<Name>, to: Name) {
  return (subject: { readonly stage: Name }): string | null =>
    follows(of, subject.stage, to) ? null : `stage:${subject.stage}`
}

/** A guard for an action that may happen only while the subject stands in one of `allowed`. */
export function whileIn<Name extends string>(...allowed: readonly Name[]) {
  return (subject: { readonly stage: Name }): string | null =>
    allowed.includes(subject.stage) ? null : `stage:${subject.stage}`
}
