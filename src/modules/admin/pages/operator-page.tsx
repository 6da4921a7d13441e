import type { Held } from '#kernel/ledger'
import { dateTag } from '#kernel/text'
import { Button, DefinitionList, Form, Notice, Table, Tag, useLocale, useText } from '#ui'
import type { Backlog, DeadLetter, LogState } from '../queries.ts'
import { text } from './operator-page.text.ts'
import { Room, type RoomView } from './room.tsx'

export interface OperatorView extends RoomView {
  readonly backlog: Backlog
  readonly dead: readonly DeadLetter[]
  readonly log: LogState | null
  /** Why the log is not signed on; null when it is. */
  readonly held: Held | null
  readonly timeZone: string
}

/** What waits for the worker, what it gave up, and how the public log stands. */
export function OperatorPage({ view }: { readonly view: OperatorView }) {
  const t = useText(text)
  const locale = useLocale()
  const when = new Intl.DateTimeFormat(dateTag[locale], {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: view.timeZone,
  })
  return (
    <Room view={view} title={t.title} lead={t.lead}>
      {view.held && <HeldLog held={view.held} />}
      <Figures backlog={view.backlog} />
      <Log log={view.log} when={when} />
      <section aria-labelledby="dead">
        <h2 id="dead">{t.deadTitle}</h2>
        {view.dead.length > 0 && <p>{t.deadNote}</p>}
        <Table
          caption={t.deadTitle}
          captionHidden
          keyOf={(each) => `${each.kind} ${each.id} ${each.name}`}
          rows={view.dead}
          empty={t.nothingDead}
          columns={[
            { label: t.what, names: true, cell: (each) => each.name },
            { label: t.about, cell: (each) => each.about },
            { label: t.when, cell: (each) => when.format(each.at) },
            { label: t.tries, numeric: true, cell: (each) => each.attempts },
            { label: t.error, cell: (each) => each.error },
            {
              label: t.retry,
              cell: (each) => (
                <Form action="/admin/operator/retry">
                  <input type="hidden" name="kind" value={each.kind} />
                  <input type="hidden" name="id" value={each.id} />
                  <input type="hidden" name="name" value={each.name} />
                  <Button kind="quiet" label={t.retryOf(each.name)}>
                    {t.retry}
                  </Button>
                </Form>
              ),
            },
          ]}
        />
      </section>
    </Room>
  )
}

function HeldLog({ held: { reason, published, here } }: { readonly held: Held }) {
  const t = useText(text)
  const number = new Intl.NumberFormat(useLocale())
  return (
    <Notice kind="stop" title={t.heldTitle}>
      <p>{t.held[reason]}</p>
      {published > 0 && <p>{t.heldSizes(number.format(published), number.format(here))}</p>}
      <p>{t.heldWay}</p>
    </Notice>
  )
}

function Figures({ backlog }: { readonly backlog: Backlog }) {
  const t = useText(text)
  const locale = useLocale()
  const number = new Intl.NumberFormat(locale)
  const oldest = backlog.oldestSeconds === null ? '' : t.oldest(number.format(Math.ceil(backlog.oldestSeconds / 60)))
  const flagged = (count: number) => (
    <>
      {t.count(number.format(count))} {count > 0 && <Tag kind="wait">!</Tag>}
    </>
  )
  return (
    <DefinitionList
      items={[
        {
          term: t.waiting,
          value: (
            <>
              {t.count(number.format(backlog.waiting))} {oldest && <span class="muted">{oldest}</span>}
            </>
          ),
        },
        { term: t.overdue, value: flagged(backlog.overdue) },
        { term: t.later, value: t.count(number.format(backlog.dueSoon)) },
        { term: t.dead, value: flagged(backlog.dead) },
      ]}
    />
  )
}

interface LogProps {
  readonly log: LogState | null
  readonly when: Intl.DateTimeFormat
}

function Log({ log, when }: LogProps) {
  const t = useText(text)
  const locale = useLocale()
  const number = new Intl.NumberFormat(locale)
  return (
    <section aria-labelledby="log">
      <h2 id="log">{t.log}</h2>
      {log ? (
        <DefinitionList
          items={[
            { term: t.leaves, value: number.format(log.leaves) },
            { term: t.unsequenced, value: number.format(log.unsequenced) },
            { term: t.lastSigned, value: log.signedAt ? when.format(log.signedAt) : t.never },
          ]}
        />
      ) : (
        <p>{t.noLog}</p>
      )}
    </section>
  )
}
