import type { ComponentChildren } from 'preact'
import { buttonClass } from './button.tsx'
import { fieldId } from './field.tsx'
import { useText } from './frame.ts'
import { Island } from './island.tsx'
import { text } from './ui.text.ts'

export interface SearchBoxProps {
  readonly action: string
  readonly label: string
  readonly value?: string
  /** Name of the query value. */
  readonly name?: string
  /** Other values of the address to keep. */
  readonly keep?: Readonly<Record<string, string>>
  readonly labelHidden?: boolean
}

/** Words to look for; a GET form, so the result has an address. */
export function SearchBox({ action, label, value, name = 'q', keep = {}, labelHidden }: SearchBoxProps) {
  const t = useText(text)
  const id = fieldId(name)
  return (
    <search>
      <form class="search" method="get" action={action}>
        {Object.entries(keep).map(([key, kept]) => (
          <input key={key} type="hidden" name={key} value={kept} />
        ))}
        <label for={id} class={labelHidden ? 'sr' : undefined}>
          {label}
        </label>
        <input class="box" type="search" id={id} name={name} value={value} autocomplete="off" />
        <button class={buttonClass('main')} type="submit">
          {t.search}
        </button>
      </form>
    </search>
  )
}

export interface FilterBarProps {
  readonly action: string
  /** Fields: Select, Field, Checkboxes, DateField, all `optional` without being marked so. */
  readonly children: ComponentChildren
  /** Shown as a way back when something is filtered. */
  readonly clearHref?: string
}

/** Narrows a list; a GET form, so that what one sees can be linked and printed. */
export function FilterBar({ action, children, clearHref }: FilterBarProps) {
  const t = useText(text)
  return (
    <form class="filter" method="get" action={action} aria-label={t.filterTitle}>
      {children}
      <div class="row">
        <button class={buttonClass('quiet')} type="submit">
          {t.filter}
        </button>
        {clearHref && <a href={clearHref}>{t.filterClear}</a>}
      </div>
    </form>
  )
}

/** Filters the provisions of this page as one types (island `search-inside`); hidden without scripts. */
export function SearchInside({ within }: { readonly within: string }) {
  const t = useText(text)
  return (
    <search hidden data-search-inside={within} data-found={t.insideFound('{n}')} data-none={t.insideNone}>
      <label for={`inside-${within}`}>{t.insideLabel}</label>
      <input class="box w-medium" type="search" id={`inside-${within}`} autocomplete="off" />
      <p class="hint" role="status" />
      <Island name="search-inside" />
    </search>
  )
}
