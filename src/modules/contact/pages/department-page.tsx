import type { ComponentChildren } from 'preact'
import type { IsoDate } from '#kernel/calendar'
import type { Locale } from '#kernel/text'
import { casesText, DueWords, grades, queueDues, queueSorts, queueSteps } from '#parts/cases'
import {
  Button,
  Desk,
  DeskKeys,
  EmptyState,
  ErrorSummary,
  Field,
  FilterBar,
  Form,
  fieldId,
  PageHead,
  Pager,
  Pane,
  Select,
  Shown,
  Tabs,
  Tag,
} from '#ui'
import {
  type Choice,
  mostLate,
  type QueueFilter,
  type QueueLine,
  queuePageSize,
  queueQuery,
} from '../queries/department.ts'
import { text } from './department-page.text.ts'

export interface DepartmentPageProps {
  readonly lines: readonly QueueLine[]
  readonly total: number
  readonly late: number
  readonly page: number
  readonly filter: QueueFilter
  readonly places: readonly Choice[]
  readonly topics: readonly Choice[]
  readonly colleagues: readonly Choice[]
  readonly today: IsoDate
  readonly errors: Readonly<Record<string, string>>
  readonly chosen: readonly string[]
  readonly personId: string
  readonly locale: Locale
}

const bulk = 'bulk'
const base = '/contact/department'

/** The queue of a department: what to narrow it by, the letters, and what to do with those that are ticked. */
export function DepartmentPage(props: DepartmentPageProps) {
  const { lines, total, late, page, filter, errors, locale } = props
  const t = text[locale]
  const here = `${base}${queueQuery(filter, page)}`
  const all = { ...filter, show: 'all' as const }
  const waiting = { ...filter, show: 'waiting' as const }
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.title} lead={t.lead} />
      <p class="row">
        {late > 0 ? (
          <a href={`${base}?due=late`}>
            <Tag kind="stop">{t.late(late, late === mostLate)}</Tag>
          </a>
        ) : (
          <Tag kind="ok">{t.lateNone}</Tag>
        )}
        <a href={`${base}/record`}>{t.record}</a>
        <a href={`${base}/templates`}>{t.templates}</a>
        <span class="muted">{t.export}</span>
        <a href={`${base}/export.csv${queueQuery(filter)}`}>{t.csv}</a>
        <a href={`${base}/export.xlsx${queueQuery(filter)}`}>{t.xlsx}</a>
      </p>
      <Tabs
        label={t.tabs}
        tabs={[
          { href: `${base}${queueQuery(waiting)}`, label: t.waiting, current: filter.show === 'waiting' },
          { href: `${base}${queueQuery(all)}`, label: t.all, current: filter.show === 'all' },
        ]}
      />
      <Desk>
        <Pane title={t.filter}>
          <Fold label={t.narrow} open={queueQuery({ ...filter, show: 'waiting' }) !== ''}>
            <Narrow {...props} />
          </Fold>
        </Pane>
        <Pane title={t.list}>
          <Shown page={page} pageSize={queuePageSize} total={total} />
          {lines.length === 0 ? (
            <EmptyState title={t.none}>{t.noneWhy}</EmptyState>
          ) : (
            <Form action={here} id={bulk} label={t.list}>
              <p class="muted">{t.tickHint}</p>
              {errors.caseIds && <p class="error">{errors.caseIds}</p>}
              <ul class="desk-list" data-keys-list>
                {lines.map((line, index) => (
                  <Item key={line.assignmentId} line={line} first={index === 0} page={props} />
                ))}
              </ul>
            </Form>
          )}
          <Pager
            page={page}
            pages={Math.ceil(total / queuePageSize)}
            hrefOf={(n) => `${base}${queueQuery(filter, n)}`}
          />
        </Pane>
        {lines.length > 0 && (
          <Pane title={t.hand}>
            <div class="bulk">
              <Select
                name="personId"
                form={bulk}
                label={t.colleague}
                value={props.personId}
                options={props.colleagues}
                {...(errors.personId && { error: errors.personId })}
              />
              <Button form={bulk} id="hand">
                {t.handDo}
              </Button>
            </div>
          </Pane>
        )}
      </Desk>
      <DeskKeys
        ticks
        keys={[
          { key: '/', label: t.keys.find, presses: 'find-words' },
          ...(lines.length > 0 ? [{ key: 'H', label: t.keys.hand, presses: 'f-personId' }] : []),
        ]}
      />
    </>
  )
}

/** On a phone the letters come first and the fields to narrow them by are folded. */
function Fold(props: { readonly label: string; readonly open: boolean; readonly children: ComponentChildren }) {
  return (
    <details class="narrow" open={props.open}>
      <summary>{props.label}</summary>
      {props.children}
    </details>
  )
}

function Narrow({ filter, places, topics, colleagues, locale }: DepartmentPageProps) {
  const t = text[locale]
  const options = (codes: readonly string[], labels: Readonly<Record<string, string>>) =>
    codes.map((value) => ({ value, label: labels[value] ?? value }))
  return (
    <FilterBar action={base} clearHref={`${base}${filter.show === 'all' ? '?show=all' : ''}`}>
      {filter.show === 'all' && <input type="hidden" name="show" value="all" />}
      <Field id="find-words" name="find" label={t.find} value={filter.find} type="search" />
      <Select name="due" label={t.due} value={filter.due ?? ''} empty={t.any} options={options(queueDues, t.dues)} />
      <Select
        name="step"
        label={t.step}
        value={filter.step ?? ''}
        empty={t.any}
        options={options(queueSteps, t.steps)}
      />
      <Select
        name="role"
        label={t.role}
        value={filter.role ?? ''}
        empty={t.any}
        options={options(['lead', 'assist'], t.roles)}
      />
      {places.length > 0 && (
        <Select name="place" label={t.place} value={filter.place ?? ''} empty={t.any} options={places} />
      )}
      <Select name="topic" label={t.topic} value={filter.topic ?? ''} empty={t.any} options={topics} />
      <Select
        name="grade"
        label={t.grade}
        value={filter.grade ?? ''}
        empty={t.any}
        options={options(grades, casesText[locale].grade)}
      />
      <Select
        name="holder"
        label={t.holder}
        value={filter.holder ?? ''}
        empty={t.any}
        options={[{ value: 'nobody', label: t.nobody }, ...colleagues]}
      />
      <Select name="sort" label={t.sort} value={filter.sort} empty={false} options={options(queueSorts, t.sorts)} />
    </FilterBar>
  )
}

interface ItemProps {
  readonly line: QueueLine
  readonly first: boolean
  readonly page: DepartmentPageProps
}

const tones = {
  assigned: 'accent',
  accepted: 'plain',
  'asked-back': 'plain',
  extension: 'wait',
  draft: 'wait',
  reviewed: 'wait',
  helped: 'plain',
  answered: 'plain',
  settled: 'ok',
  closed: 'plain',
} as const

function Item({ line, first, page: { chosen, topics, today, locale } }: ItemProps) {
  const t = text[locale]
  const topic = topics.find(({ value }) => value === line.topic)?.label
  const mayHand =
    line.step !== 'helped' && line.step !== 'answered' && line.step !== 'settled' && line.step !== 'closed'
  return (
    <li>
      {mayHand && (
        <input
          type="checkbox"
          name="caseIds"
          value={`${line.caseId} ${line.assignmentId}`}
          {...(first && { id: fieldId('caseIds') })}
          checked={chosen.includes(`${line.caseId} ${line.assignmentId}`)}
          aria-label={t.tick(line.title)}
        />
      )}
      <a href={`/contact/matters/${line.number}`}>{line.title}</a>
      <div class="row muted">
        <span class="num">{t.number(line.number)}</span>
        <Tag kind={tones[line.step]}>{t.steps[line.step]}</Tag>
        {line.role === 'assist' && <Tag>{t.roles.assist}</Tag>}
        {line.round > 1 && <Tag kind="wait">{t.round(line.round)}</Tag>}
        {line.grade && <Tag kind={line.grade === 'hard' ? 'stop' : 'plain'}>{casesText[locale].grade[line.grade]}</Tag>}
        {topic && <span>{topic}</span>}
        {line.place && <span>{line.place}</span>}
        <span>→ {line.holder ?? t.nobody}</span>
        {line.helpers.length > 0 && <span>{t.helpers(line.helpers.join(locale === 'en' ? ', ' : '、'))}</span>}
      </div>
      {line.dueOn && (
        <div class="row">
          <DueWords
            standing={{
              dueOn: line.dueOn,
              late: line.late,
              pausedOn: line.paused ? today : null,
              provisional: false,
            }}
            today={today}
            locale={locale}
          />
        </div>
      )}
    </li>
  )
}
