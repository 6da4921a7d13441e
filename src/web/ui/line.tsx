import type { ComponentChildren } from 'preact'
import { classNames } from './class-names.ts'
import { useText } from './frame.ts'
import { text } from './ui.text.ts'

/** `stopped`: the process ended here, before its usual end. */
export type StationState = 'passed' | 'here' | 'to-come' | 'stopped'

export interface Station {
  readonly state: StationState
  readonly label: string
  /** When, and who holds it: "11 月 9 日，临江社区采集点". */
  readonly note?: ComponentChildren
  readonly href?: string
}

export interface LineProps {
  readonly stations: readonly Station[]
  /** What this line is of: 这部草案走到哪一步 */
  readonly label: string
  /** Across on a wide screen; always down on a phone. */
  readonly across?: boolean
}

/**
 * 直通线: where a thing is on its way. An ordered list first: it reads aloud ("已完成 …, 现在到这里 …"), prints, and
 * shows its state without colour (filled, ring, pale).
 */
export function Line({ stations, label, across }: LineProps) {
  const t = useText(text)
  const words = { passed: t.linePassed, here: t.lineHere, 'to-come': t.lineToCome, stopped: t.lineStopped }
  return (
    <ol class={classNames('line', across && 'across')} aria-label={label}>
      {stations.map(({ state, label: name, note, href }) => (
        <li key={name} class={state} aria-current={state === 'here' ? 'step' : undefined}>
          <b>
            {href ? <a href={href}>{name}</a> : name}
            <span class="sr"> {words[state]}</span>
          </b>
          {note && <span class="note">{note}</span>}
        </li>
      ))}
    </ol>
  )
}

export interface StepsProps {
  readonly steps: readonly string[]
  /** From 1. */
  readonly at: number
}

/** Where one is in a form of several pages: words first, dots for the eye. */
export function Steps({ steps, at }: StepsProps) {
  const t = useText(text)
  return (
    <p class="steps">
      <span class="dots" aria-hidden="true">
        {steps.map((step, index) => (
          <i key={step} class={classNames(index < at && 'on')} />
        ))}
      </span>
      <span>
        {t.stepOf(at, steps.length)} · <b>{steps[at - 1]}</b>
      </span>
    </p>
  )
}

export interface TimelineEntry {
  /** ISO date or instant, for machines. */
  readonly at: string
  /** The same for people: "11 月 9 日 14:05". */
  readonly when: string
  readonly what: ComponentChildren
  readonly who?: string
}

/** What has happened, newest or oldest first as given. For what is still to come use Line. */
export function Timeline({ entries, label }: { readonly entries: readonly TimelineEntry[]; readonly label: string }) {
  return (
    <ol class="timeline" aria-label={label}>
      {entries.map((entry) => (
        <li key={`${entry.at} ${entry.when}`}>
          <time dateTime={entry.at}>{entry.when}</time>
          <div>
            {entry.what}
            {entry.who && <span class="muted"> {entry.who}</span>}
          </div>
        </li>
      ))}
    </ol>
  )
}
