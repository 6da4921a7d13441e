import type { ComponentChildren } from 'preact'
import { moderationReasons } from '#parts/opinions'
import {
  Button,
  Desk,
  DeskKeys,
  Details,
  EmptyState,
  ErrorSummary,
  Field,
  FilterBar,
  Form,
  fieldId,
  type Option,
  Pager,
  Pane,
  Select,
  Shown,
  Tag,
  TextArea,
  useText,
} from '#ui'
import type { DeskView, Holder } from '../queries/desk.ts'
import {
  type QueuedOpinion,
  type QueueFilter,
  type QueueOrder,
  queueOrders,
  queuePageSize,
  queueStates,
} from '../queries/desk-queue.ts'
import { text as headText } from './desk-head.text.ts'
import { DeskHead } from './desk-head.tsx'
import { text } from './queue-page.text.ts'

export interface QueueView {
  readonly desk: DeskView
  readonly rows: readonly QueuedOpinion[]
  readonly total: number
  readonly page: number
  readonly filter: QueueFilter
  readonly order: QueueOrder
  readonly clauses: readonly Option[]
  readonly themes: readonly string[]
  readonly places: ReadonlyMap<string, string>
  readonly names: ReadonlyMap<string, string>
  readonly staff: readonly Holder[]
  readonly arguments: readonly { readonly number: number; readonly title: string }[]
  readonly errors: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
  readonly chosen: readonly string[]
  readonly hrefOf: (page: number) => string
  /** This page with what it is narrowed by: where its forms lead back to. */
  readonly here: string
}

const bulk = 'bulk'

/** The queue of a consultation's desk: what to narrow by, the opinions, and what to do with those that are ticked. */
export function QueuePage({ view }: { readonly view: QueueView }) {
  const t = useText(text)
  const { desk } = view
  return (
    <>
      <ErrorSummary errors={view.errors} />
      <DeskHead
        desk={desk}
        tab="opinions"
        keys={
          <DeskKeys
            ticks
            keys={[
              { key: 'M', label: t.keys.make, presses: 'f-title' },
              { key: '/', label: t.keys.find, presses: 'find-words' },
            ]}
          />
        }
      />
      <Desk>
        <Pane title={t.filter}>
          <Fold label={t.narrow} open={Object.values(view.filter).some(Boolean)}>
            <Narrow view={view} />
          </Fold>
        </Pane>
        <Pane title={t.list} actions={<a href={`${desk.base}/desk/enter`}>{useText(headText).enter}</a>}>
          <Shown page={view.page} pageSize={queuePageSize} total={view.total} />
          {view.rows.length === 0 ? (
            <EmptyState title={t.none}>{t.noneWhy}</EmptyState>
          ) : (
            <Form action={view.here} id={bulk} label={t.list}>
              <p class="muted">{t.selectHint}</p>
              {view.errors.opinionIds && <p class="error">{view.errors.opinionIds}</p>}
              <ul class="desk-list" data-keys-list>
                {view.rows.map((row, index) => (
                  <Item key={row.id} row={row} view={view} first={index === 0} />
                ))}
              </ul>
            </Form>
          )}
          <Pager page={view.page} pages={Math.ceil(view.total / queuePageSize)} hrefOf={view.hrefOf} />
        </Pane>
        {view.rows.length > 0 && (
          <Pane title={t.actions}>
            <BulkActions view={view} />
          </Pane>
        )}
      </Desk>
    </>
  )
}

/** On a phone the opinions come first and the fields to narrow them by are folded; on a wide screen they stand open. */
function Fold(props: { readonly label: string; readonly open: boolean; readonly children: ComponentChildren }) {
  return (
    <details class="narrow" open={props.open}>
      <summary>{props.label}</summary>
      {props.children}
    </details>
  )
}

function Narrow({ view }: { readonly view: QueueView }) {
  const t = useText(text)
  const h = useText(headText)
  const { filter, desk } = view
  const any = t.all
  return (
    <FilterBar action={`${desk.base}/desk`} clearHref={`${desk.base}/desk`}>
      <Select
        name="state"
        label={t.state}
        value={filter.state ?? ''}
        empty={any}
        options={queueStates.map((state) => ({ value: state, label: h.state[state] }))}
      />
      <Select name="clause" label={t.clause} value={filter.clause ?? ''} empty={any} options={view.clauses} />
      <Select
        name="theme"
        label={t.theme}
        value={filter.theme ?? ''}
        empty={any}
        options={view.themes.map((theme) => ({ value: theme, label: theme }))}
      />
      <Select
        name="channel"
        label={t.channel}
        value={filter.channel ?? ''}
        empty={any}
        options={Object.entries(h.channel).map(([value, label]) => ({ value, label }))}
      />
      <Select
        name="place"
        label={t.place}
        value={filter.placeId ?? ''}
        empty={any}
        options={[...view.places].map(([value, label]) => ({ value, label }))}
      />
      <Field id="find-words" name="find" label={t.find} value={filter.find ?? ''} type="search" />
      <Select
        name="order"
        label={t.order}
        value={view.order}
        empty={false}
        options={queueOrders.map((order) => ({ value: order, label: t.orders[order] }))}
      />
    </FilterBar>
  )
}

interface ItemProps {
  readonly row: QueuedOpinion
  readonly view: QueueView
  readonly first: boolean
}

function Item({ row, view, first }: ItemProps) {
  const t = useText(text)
  const h = useText(headText)
  const { desk } = view
  return (
    <li>
      <input
        type="checkbox"
        name="opinionIds"
        value={row.id}
        {...(first && { id: fieldId('opinionIds') })}
        checked={view.chosen.includes(row.id)}
        aria-label={t.select(row.body.slice(0, 30))}
      />
      <a href={`${desk.base}/desk/opinions/${row.receipt}`}>
        {row.body.length > 160 ? `${row.body.slice(0, 160)}…` : row.body}
      </a>
      <div class="row muted">
        <span>{row.provision_id ? desk.place(row.provision_id) : h.whole}</span>
        <span>
          {h.channel[row.channel]}
          {row.place_id && ` · ${view.places.get(row.place_id) ?? ''}`}
        </span>
        <span class="num">{desk.days.instant(row.received_at)}</span>
        {row.supports > 0 && <span class="num">{h.supports(desk.days.number(row.supports))}</span>}
        {row.argument !== null && (
          <a href={`${desk.base}/desk/arguments/${row.argument}`}>{h.argument(row.argument)}</a>
        )}
        {row.alone && <Tag>{h.state.alone}</Tag>}
        {row.stage !== 'received' && <Tag kind="wait">{h.state[row.stage]}</Tag>}
        {row.theme && <Tag>{row.theme}</Tag>}
        {row.tags.map((tag) => (
          <Tag key={tag}>#{tag}</Tag>
        ))}
        {row.assigned_to && <span>→ {view.names.get(row.assigned_to) ?? ''}</span>}
      </div>
    </li>
  )
}

/** Fields outside the form, tied to it by name: they stand in a pane of their own and work without scripts. */
function BulkActions({ view }: { readonly view: QueueView }) {
  const t = useText(text)
  const { values } = view
  const field = (name: string) => fieldOf(view, name)
  const sorting = view.desk.stage === 'open' || view.desk.stage === 'closed'
  // What was just refused stays open, with the words that were typed.
  const did = (name: string) => values.do === name
  return (
    <div class="bulk">
      {sorting && (
        <>
          <Details summary={t.makeTitle} open id="make-argument">
            <Field {...field('title')} label={t.makeName} hint={t.makeHint} maxLength={120} />
            <Press name="make" id="make" view={view}>
              {t.make}
            </Press>
          </Details>
          {view.arguments.length > 0 && (
            <Details summary={t.join} open={did('join')}>
              <Select
                {...field('number')}
                label={t.joinWhich}
                empty={false}
                options={view.arguments.map(({ number, title }) => ({
                  value: String(number),
                  label: `${number} · ${title}`,
                }))}
              />
              <Press name="join" view={view}>
                {t.join}
              </Press>
            </Details>
          )}
        </>
      )}
      <Details summary={t.sort} open={did('sort')}>
        <Select
          {...field('assignTo')}
          label={t.assign}
          empty={t.keep}
          optional
          options={view.staff.map((one) => ({ value: one.personId, label: one.name }))}
        />
        <Field {...field('themeNew')} label={t.theme} list="themes" optional />
        <datalist id="themes">
          {view.themes.map((theme) => (
            <option key={theme} value={theme} />
          ))}
        </datalist>
        <Field {...field('addTag')} label={t.addTag} optional />
        <Press name="sort" view={view}>
          {t.save}
        </Press>
      </Details>
      {sorting && (
        <Details summary={t.alone} open={did('alone')}>
          <TextArea {...field('aloneWhy')} label={t.aloneWhy} rows={2} />
          <Press name="alone" view={view}>
            {t.alone}
          </Press>
        </Details>
      )}
      <Details summary={t.judge} open={did('judge')}>
        <p class="muted">{t.judgeHint}</p>
        <Select
          {...field('verdict')}
          label={t.verdict}
          empty={false}
          options={Object.entries(t.verdicts).map(([value, label]) => ({ value, label }))}
        />
        <Select
          {...field('reasonCode')}
          label={t.reasonCode}
          empty={false}
          options={[...moderationReasons, 'mistake' as const].map((code) => ({ value: code, label: t.reasons[code] }))}
        />
        <TextArea {...field('reason')} label={t.reason} rows={2} />
        <Press name="judge" view={view}>
          {t.do}
        </Press>
      </Details>
    </div>
  )
}

function fieldOf({ values, errors }: QueueView, name: string) {
  return { name, form: bulk, value: values[name] ?? '', ...(errors[name] && { error: errors[name] }) }
}

interface PressProps {
  readonly name: string
  readonly id?: string
  readonly view: QueueView
  readonly children: ComponentChildren
}

function Press({ name, id, view, children }: PressProps) {
  return (
    <Button kind="quiet" name="do" value={name} form={bulk} formaction={view.here} {...(id && { id })}>
      {children}
    </Button>
  )
}
