import type { ComponentChildren } from 'preact'
import { Tabs, Tag, useText } from '#ui'
import type { DeskView } from '../queries/desk.ts'
import { text } from './desk-head.text.ts'

export type DeskTab = 'opinions' | 'arguments' | 'suggestions' | 'steps' | 'finish'

export interface DeskHeadProps {
  readonly desk: DeskView
  readonly tab?: DeskTab
  /** Keys of this page, at the end of the line. */
  readonly keys?: ComponentChildren
}

/** What stands over every page of a consultation's desk: which step, how far, and the ways on. */
export function DeskHead({ desk, tab, keys }: DeskHeadProps) {
  const t = useText(text)
  const { figures, days, base } = desk
  const step = desk.steps.find((each) => each.done_at === null)
  return (
    <div class="desk-head">
      <div class="row">
        <h1>{desk.title}</h1>
        <Tag kind="accent">{t.stage[desk.stage]}</Tag>
        {desk.steps.length > 0 && (
          <Tag kind={step ? 'wait' : 'ok'}>
            {step ? t.step(step.position, step.title) : t.allStepsDone}
            {step?.due_on && ` · ${t.due(days.day(new Date(`${step.due_on}T04:00:00Z`)))}`}
          </Tag>
        )}
      </div>
      <div class="row">
        <ul class="desk-figures" aria-label={t.figures}>
          <Figure href={`${base}/desk`} words={t.countOpinions(days.number(figures.opinions))} />
          <Figure href={`${base}/desk/arguments`} words={t.countArguments(days.number(figures.arguments))} />
          <Figure href={`${base}/desk/arguments`} words={t.countRefined(days.number(figures.refined))} />
          <Figure href={`${base}/desk?state=waiting`} words={t.countWaiting(days.number(figures.waiting))} strong />
          <Figure
            href={`${base}/desk/arguments`}
            words={t.countAnswered(days.number(figures.yes + figures.no), days.number(figures.asked))}
          />
          {figures.objections > 0 && (
            <Figure href={`${base}/desk/arguments`} words={t.countObjections(days.number(figures.objections))} strong />
          )}
          {figures.appeals > 0 && (
            <Figure href={`${base}/desk?state=appealed`} words={t.countAppeals(days.number(figures.appeals))} strong />
          )}
        </ul>
        {keys}
      </div>
      <Tabs
        label={t.desk}
        tabs={[
          { href: `${base}/desk`, label: t.opinions, current: tab === 'opinions' },
          { href: `${base}/desk/suggestions`, label: t.suggestions, current: tab === 'suggestions' },
          { href: `${base}/desk/arguments`, label: t.arguments, current: tab === 'arguments' },
          { href: `${base}/desk/steps`, label: t.steps, current: tab === 'steps' },
          { href: `${base}/desk/finish`, label: t.finish, current: tab === 'finish' },
        ]}
      />
      <ul class="desk-figures" aria-label={t.collecting}>
        <Figure href={`${base}/doors`} words={t.doors} />
        <Figure href={`${base}/sessions`} words={t.sessions} />
        <Figure href={`${base}/paper`} words={t.paper} />
        <Figure href={base} words={t.publicPage} />
      </ul>
    </div>
  )
}

function Figure({ href, words, strong }: { readonly href: string; readonly words: string; readonly strong?: boolean }) {
  return (
    <li class="num">
      <a href={href}>{strong ? <b>{words}</b> : words}</a>
    </li>
  )
}
