import type { ComponentChildren } from 'preact'
import { useFrame, useText } from './frame.ts'
import { text } from './ui.text.ts'

export interface DetailsProps {
  readonly summary: ComponentChildren
  readonly children: ComponentChildren
  readonly open?: boolean
  readonly id?: string
}

/** More words for who wants them. */
export function Details({ summary, children, open, id }: DetailsProps) {
  return (
    <details class="more" open={open} id={id}>
      <summary>{summary}</summary>
      <div>{children}</div>
    </details>
  )
}

/** What a page can do without: in the open as usual, folded behind "更多" in elder mode. Nothing is taken away. */
export function Secondary({ children, label }: { readonly children: ComponentChildren; readonly label?: string }) {
  const t = useText(text)
  return useFrame()?.elder ? <Details summary={label ?? t.more}>{children}</Details> : children
}

export interface MenuProps {
  readonly label: string
  /** Links or small forms. */
  readonly children: ComponentChildren
}

/** A button that opens a short list of further things to do; works without scripts. */
export function Menu({ label, children }: MenuProps) {
  return (
    <details class="menu">
      <summary class="btn quiet">{label}</summary>
      <div class="menu-box">{children}</div>
    </details>
  )
}

export interface DialogProps {
  /** What ButtonLink `opens` names. */
  readonly id: string
  readonly title: string
  readonly children: ComponentChildren
}

/** A native dialog, opened in place by the island `dialog`; without scripts its links lead to a page instead. */
export function Dialog({ id, title, children }: DialogProps) {
  const t = useText(text)
  return (
    <dialog id={id} aria-labelledby={`${id}-title`}>
      <form method="dialog" class="dialog-close">
        <button class="btn quiet" type="submit">
          {t.close}
        </button>
      </form>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </dialog>
  )
}
