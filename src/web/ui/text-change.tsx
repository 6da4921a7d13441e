import type { ComponentChildren } from 'preact'
import { useText } from './frame.ts'
import { text } from './ui.text.ts'

/** Words a new version adds. The word "added" is there for ears and for black-and-white print. */
export function Ins({ children }: { readonly children: ComponentChildren }) {
  const t = useText(text)
  return (
    <ins>
      <span class="sr">{t.inserted}</span>
      {children}
    </ins>
  )
}

/** Words a new version removes. */
export function Del({ children }: { readonly children: ComponentChildren }) {
  const t = useText(text)
  return (
    <del>
      <span class="sr">{t.deleted}</span>
      {children}
    </del>
  )
}
