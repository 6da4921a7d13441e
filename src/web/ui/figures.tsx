import type { ComponentChildren } from 'preact'
import { classNames } from './class-names.ts'
import { useLocale, useText } from './frame.ts'
import { text } from './ui.text.ts'
import { Words } from './words.tsx'

export interface StatProps {
  readonly value: number
  /** What is counted: 条意见 */
  readonly label: string
  /** Where the counted things are. A number nobody can follow is not shown. */
  readonly href: string
  readonly note?: string
}

/** A number that leads to what it counts. Put several in StatRow. */
export function Stat({ value, label, href, note }: StatProps) {
  const locale = useLocale()
  return (
    <li class="stat">
      <a href={href}>
        <b class="num">{new Intl.NumberFormat(locale).format(value)}</b> <span>{label}</span>
      </a>
      {note && <span class="muted">{note}</span>}
    </li>
  )
}

export function StatRow({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <ul class="stats" aria-label={label}>
      {children}
    </ul>
  )
}

export interface ProgressBarProps {
  readonly label: string
  readonly done: number
  readonly total: number
  /** The figures in words where "24 / 48" does not say enough. */
  readonly words?: string
  readonly kind?: 'plain' | 'ok' | 'wait' | 'accent'
}

/** How far, in words and as a bar for the eye. */
export function ProgressBar({ label, done, total, words, kind = 'plain' }: ProgressBarProps) {
  const t = useText(text)
  const locale = useLocale()
  const number = new Intl.NumberFormat(locale)
  const percent = total <= 0 ? 0 : Math.min(100, Math.max(0, (done / total) * 100))
  return (
    <div class="progress">
      <span>{label}</span> <b class="num">{words ?? t.progressOf(number.format(done), number.format(total))}</b>
      <Bar percent={percent} kind={kind} />
    </div>
  )
}

/** The bar alone, beside words that say the same. @param percent 0 to 100 */
export function Bar({
  percent,
  kind = 'plain',
}: {
  readonly percent: number
  readonly kind?: ProgressBarProps['kind']
}) {
  return (
    <svg class={`bar ${kind}`} aria-hidden="true" focusable="false">
      <rect width={`${Math.round(percent * 10) / 10}%`} height="100%" />
    </svg>
  )
}

export interface CardProps {
  readonly title?: ComponentChildren
  /** Makes the title a link. */
  readonly href?: string
  readonly level?: 2 | 3 | 4
  readonly children?: ComponentChildren
  /** As an entry of a list: put it in a `ul` of class `cards`. */
  readonly asItem?: boolean
}

/** One thing among others, with its own heading. */
export function Card({ title, href, level = 2, children, asItem }: CardProps) {
  const Heading = `h${level}` as const
  const Box = asItem ? 'li' : 'section'
  return (
    <Box class="card">
      {title && <Heading>{href ? <a href={href}>{title}</a> : title}</Heading>}
      {children}
    </Box>
  )
}

/** Cards side by side as far as there is room. */
export function CardGrid({ children, label }: { readonly children: ComponentChildren; readonly label?: string }) {
  return (
    <ul class="cards" aria-label={label}>
      {children}
    </ul>
  )
}

export interface Definition {
  readonly term: string
  readonly value: ComponentChildren
  /** A link to change it. */
  readonly action?: ComponentChildren
}

/** Names and their values: the data of one thing, or the answers before sending. */
export function DefinitionList({ items }: { readonly items: readonly Definition[] }) {
  return (
    <dl class="defs">
      {items.map((item) => (
        <div key={item.term}>
          <dt>
            <Words>{item.term}</Words>
          </dt>
          <dd>
            {item.value}
            {item.action && <span class="act">{item.action}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

export interface QrFigureProps {
  /** An SVG drawing of the code, made by our own server. */
  readonly svg: string
  /** Where the code leads, also as a link: not everyone has a second phone. */
  readonly href: string
  /** What one gets by scanning it. */
  readonly caption: string
  readonly small?: boolean
}

/** A code to scan with its address beneath. */
export function QrFigure({ svg, href, caption, small }: QrFigureProps) {
  return (
    <figure class={classNames('qr', small && 'small')}>
      <div aria-hidden="true" dangerouslySetInnerHTML={{ __html: svg }} />
      <figcaption>
        <a href={href}>{caption}</a>
      </figcaption>
    </figure>
  )
}
