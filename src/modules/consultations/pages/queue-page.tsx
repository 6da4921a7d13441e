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
  type Option,
  Pager,
  Pane,
  Select,
  Shown,
  Tag,
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
            keys={[
              { key: 'M', label: t.keys.make, presses: 'make' },
              { key: '/', label: t.keys.find, presses: 'find-words' },
            ]}
          />
        }
      />
      <Desk>
        <Pane title={t.filter}>
          <Narrow view={view} />
        </Pane>
        <Pane title={t.list} actions={<a href={`${desk.base}/desk/enter`}>{useText(headText).enter}</a>}>
          <Shown page={view.page} pageSize={queuePageSize} total={view.total} />
          {view.rows.length === 0 ? (
            <EmptyState title={t.none}>{t.noneWhy}</EmptyState>
          ) : (
            <Form action={`${desk.base}/desk`} id={bulk} label={t.list}>
              <p class="muted">{t.selectHint}</p>
              <ul class="desk-list" data-keys-list>
                {view.rows.map((row) => (
                  <Item key={row.id} row={row} view={view} />
                ))}
              </ul>
            </Form>
          )}
          <Pager page={view.page} pages={Math.ceil(view.total / queuePageSize)} hrefOf={view.hrefOf} />
        </Pane>
        <Pane title={t.actions}>
          <BulkActions view={view} />
        </Pane>
      </Desk>
    </>
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

function Item({ row, view }: { readonly row: QueuedOpinion; readonly view: QueueView }) {
  const t = useText(text)
  const h = useText(headText)
  const { desk } = view
  return (
    <li>
      <input
        type="checkbox"
        name="opinionIds"
        value={row.id}
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
  const { desk, errors, values } = view
  const say = (name: string) => (errors[name] ? { error: errors[name] } : {})
  return (
    <div class="bulk">
      <Details summary={t.makeTitle} open id="make-argument">
        <FormField>
          <label for="f-title">{t.makeName}</label>
          <p class="hint">{t.makeHint}</p>
          {errors.title && <p class="error">{errors.title}</p>}
          <input class="box" id="f-title" name="title" form={bulk} value={values.title} />
        </FormField>
        <Press name="make" id="make" base={desk.base}>
          {t.make}
        </Press>
      </Details>
      {view.arguments.length > 0 && (
        <Details summary={t.join}>
          <FormField>
            <label for="f-number">{t.joinWhich}</label>
            <select class="box" id="f-number" name="number" form={bulk}>
              {view.arguments.map((each) => (
                <option key={each.number} value={each.number} selected={values.number === String(each.number)}>
                  {each.number} · {each.title}
                </option>
              ))}
            </select>
          </FormField>
          <Press name="join" base={desk.base}>
            {t.join}
          </Press>
        </Details>
      )}
      <Details summary={t.sort}>
        <FormField>
          <label for="f-assignTo">{t.assign}</label>
          <select class="box" id="f-assignTo" name="assignTo" form={bulk}>
            <option value="">{t.keep}</option>
            {view.staff.map((one) => (
              <option key={one.personId} value={one.personId}>
                {one.name}
              </option>
            ))}
          </select>
        </FormField>
        <FormField>
          <label for="f-theme-new">{t.theme}</label>
          <input class="box" id="f-theme-new" name="themeNew" form={bulk} list="themes" />
          <datalist id="themes">
            {view.themes.map((theme) => (
              <option key={theme} value={theme} />
            ))}
          </datalist>
        </FormField>
        <FormField>
          <label for="f-addTag">{t.addTag}</label>
          <input class="box" id="f-addTag" name="addTag" form={bulk} />
        </FormField>
        <Press name="sort" base={desk.base}>
          {t.save}
        </Press>
      </Details>
      <Details summary={t.alone}>
        <FormField>
          <label for="f-aloneWhy">{t.aloneWhy}</label>
          <textarea class="box" rows={2} id="f-aloneWhy" name="aloneWhy" form={bulk} />
        </FormField>
        <Press name="alone" base={desk.base}>
          {t.alone}
        </Press>
      </Details>
      <Details summary={t.judge} open={values.do === 'judge'}>
        <p class="muted">{t.judgeHint}</p>
        <FormField>
          <label for="f-verdict">{t.verdict}</label>
          <select class="box" id="f-verdict" name="verdict" form={bulk}>
            {Object.entries(t.verdicts).map(([value, label]) => (
              <option key={value} value={value} selected={values.verdict === value}>
                {label}
              </option>
            ))}
          </select>
        </FormField>
        <FormField>
          <label for="f-reasonCode">{t.reasonCode}</label>
          <select class="box" id="f-reasonCode" name="reasonCode" form={bulk}>
            {[...moderationReasons, 'mistake' as const].map((code) => (
              <option key={code} value={code} selected={values.reasonCode === code}>
                {t.reasons[code]}
              </option>
            ))}
          </select>
        </FormField>
        <FormField>
          <label for="f-reason">{t.reason}</label>
          {say('reason').error && <p class="error">{say('reason').error}</p>}
          <textarea class="box" rows={2} id="f-reason" name="reason" form={bulk}>
            {values.reason}
          </textarea>
        </FormField>
        <Press name="judge" base={desk.base}>
          {t.do}
        </Press>
      </Details>
    </div>
  )
}

function FormField({ children }: { readonly children: preact.ComponentChildren }) {
  return <div class="field">{children}</div>
}

function Press({
  name,
  id,
  base,
  children,
}: {
  readonly name: string
  readonly id?: string
  readonly base: string
  readonly children: preact.ComponentChildren
}) {
  return (
    <Button kind="quiet" name="do" value={name} form={bulk} formaction={`${base}/desk`} {...(id && { id })}>
      {children}
    </Button>
  )
}
