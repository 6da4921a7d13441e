import type { ComponentChildren } from 'preact'
import { buttonClass } from './button.tsx'
import { useFrame, useText } from './frame.ts'
import { Island } from './island.tsx'
import { text } from './ui.text.ts'

export interface PrintSheetProps {
  readonly title: string
  readonly children: ComponentChildren
  /** Printed at the foot: number, day, who issued it. */
  readonly foot?: ComponentChildren
}

/** A sheet meant for paper: a receipt, a form to fill in by pen, a list for the wall. On paper nothing else of the page is printed. */
export function PrintSheet({ title, children, foot }: PrintSheetProps) {
  const t = useText(text)
  const frame = useFrame()
  return (
    <article class="sheet">
      <header>
        <h2>{title}</h2>
        {frame?.council && <p class="muted">{frame.council.name}</p>}
      </header>
      {children}
      <footer class="muted">
        {foot}
        {frame && <p class="only-print">{t.printedFrom(frame.path)}</p>}
      </footer>
    </article>
  )
}

/** Prints the page (island `print`); hidden without scripts, where the browser's own menu prints. */
export function PrintButton() {
  const t = useText(text)
  return (
    <>
      <button class={buttonClass('quiet')} type="button" data-print hidden>
        {t.print}
      </button>
      <Island name="print" />
    </>
  )
}

export interface CopyButtonProps {
  /** What is copied: an address, a receipt number. */
  readonly value: string
  /** What it is, for ears: 复制回执号 */
  readonly label?: string
}

/** Copies a receipt or an address (island `copy`); hidden without scripts. */
export function CopyButton({ value, label }: CopyButtonProps) {
  const t = useText(text)
  return (
    <>
      <button class={buttonClass('quiet')} type="button" data-copy={value} data-copied={t.copied} hidden>
        {label ?? t.copy}
      </button>
      <Island name="copy" />
    </>
  )
}
