import type { ComponentChildren } from 'preact'
import { useText } from './frame.ts'
import { Island } from './island.tsx'
import { text } from './ui.text.ts'

/** Panes side by side on a wide screen, one after the other on a phone. Wants Layout's `desk`. */
export function Desk({ children }: { readonly children: ComponentChildren }) {
  return <div class="desk">{children}</div>
}

export interface PaneProps {
  readonly title: string
  /** Links at the pane's head. */
  readonly actions?: ComponentChildren
  readonly children: ComponentChildren
}

export function Pane({ title, actions, children }: PaneProps) {
  return (
    <section class="pane" aria-label={title}>
      <header>
        <h2>{title}</h2>
        {actions && <div class="row">{actions}</div>}
      </header>
      {children}
    </section>
  )
}

export interface WorkItem {
  readonly href: string
  readonly title: string
  readonly count?: number
  readonly note?: string
  readonly state?: ComponentChildren
  readonly current?: boolean
  readonly bar?: ComponentChildren
}

/** A list to work through; with the island `desk-keys` J and K move in it and Enter opens. */
export function WorkList({ label, items }: { readonly label: string; readonly items: readonly WorkItem[] }) {
  return (
    <ul class="work-list" aria-label={label} data-keys-list>
      {items.map((item) => (
        <li key={item.href}>
          <a href={item.href} aria-current={item.current ? 'true' : undefined}>
            <span>{item.title}</span>
            {item.count !== undefined && <b class="num">{item.count}</b>}
            {item.note && <small>{item.note}</small>}
            {item.state && <small>{item.state}</small>}
            {item.bar}
          </a>
        </li>
      ))}
    </ul>
  )
}

export interface DeskKey {
  /** One letter or sign, as typed. */
  readonly key: string
  readonly label: string
  /** Id of the link or button it presses, or of the field it goes into. */
  readonly presses: string
}

export interface DeskKeysProps {
  readonly keys?: readonly DeskKey[]
  /** The items of the list carry boxes to tick. */
  readonly ticks?: boolean
}

/** The keys of this page (island `desk-keys`): a link to their list, and the switch that turns single keys off. */
export function DeskKeys({ keys = [], ticks }: DeskKeysProps) {
  const t = useText(text)
  return (
    <details class="keys" data-desk-keys hidden>
      <summary>
        <kbd>?</kbd> {t.keysTitle}
      </summary>
      <dl>
        <KeyEntry keys={['J', 'K']} label={t.keysMove} />
        <KeyEntry keys={['Enter']} label={t.keysOpen} />
        {ticks && <KeyEntry keys={['X']} label={t.keysTick} />}
        {keys.map((entry) => (
          <KeyEntry key={entry.key} keys={[entry.key]} label={entry.label} presses={entry.presses} />
        ))}
        <KeyEntry keys={['?']} label={t.keysList} />
      </dl>
      <button class="btn quiet" type="button" data-off={t.keysOff} data-on={t.keysOn}>
        {t.keysOff}
      </button>
      <Island name="desk-keys" />
    </details>
  )
}

interface KeyEntryProps {
  readonly keys: readonly string[]
  readonly label: string
  readonly presses?: string
}

function KeyEntry({ keys, label, presses }: KeyEntryProps) {
  return (
    <div data-key={presses && keys[0]} data-presses={presses}>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{label}</dd>
    </div>
  )
}
