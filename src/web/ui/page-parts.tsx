import type { ComponentChildren } from 'preact'
import { Words } from './words.tsx'

export interface PageHeadProps {
  readonly title: string
  /** 1 unless the page already has its h1. */
  readonly level?: 1 | 2
  /** Above the title: a Tag and how long it still is so. */
  readonly above?: ComponentChildren
  /** Under the title: one or two sentences. */
  readonly lead?: ComponentChildren
}

/** The page's title with what stands above and below it. */
export function PageHead({ title, above, lead, level = 1 }: PageHeadProps) {
  const Heading = `h${level}` as const
  return (
    <div class="head">
      {above && <div class="row">{above}</div>}
      <Heading>
        <Words>{title}</Words>
      </Heading>
      {lead && <p class="muted">{lead}</p>}
    </div>
  )
}

export interface ColumnsProps {
  readonly children: ComponentChildren
  readonly aside: ComponentChildren
  /** What the side column is about, for ears. */
  readonly asideLabel: string
}

/** The matter, and beside it on a wide screen (below it on a phone) what belongs to it. */
export function Columns({ children, aside, asideLabel }: ColumnsProps) {
  return (
    <div class="page">
      <div>{children}</div>
      <aside aria-label={asideLabel}>{aside}</aside>
    </div>
  )
}

/** One or two ButtonLinks that stay under the thumb on a phone. */
export function ActionBar({ children }: { readonly children: ComponentChildren }) {
  return <div class="foot">{children}</div>
}
