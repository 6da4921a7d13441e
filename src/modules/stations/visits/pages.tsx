import { nameIn } from '#parts/councils'
import type { Place } from '#parts/network'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Checkboxes,
  ConfirmForm,
  CopyButton,
  DefinitionList,
  DoneBanner,
  EmptyState,
  ErrorSummary,
  Field,
  Form,
  PageHead,
  Pager,
  Radios,
  Table,
  Tag,
  TextArea,
  useLocale,
  useText,
  Words,
} from '#ui'
import type { Room, Visit, VisitFigures } from './queries.ts'
import { whenWords } from './reactions.ts'
import { type VisitStage, visitLanguages } from './rules.ts'
import { text } from './visits.text.ts'

type Values = Readonly<Record<string, string>>
const tags = {
  asked: 'wait',
  confirmed: 'accent',
  refused: 'stop',
  withdrawn: 'plain',
  held: 'ok',
  missed: 'stop',
} as const satisfies Record<VisitStage, string>

function fieldOf(values: Values, errors: Values) {
  return (name: string) => ({ name, value: values[name] ?? '', ...(errors[name] && { error: errors[name] }) })
}

export interface AskForm {
  readonly place: Place
  readonly values: Values
  readonly languages: readonly string[]
  readonly errors: Values
}

/** A group asks to come. */
export function AskPage({ form }: { readonly form: AskForm }) {
  const t = useText(text)
  const locale = useLocale()
  const field = fieldOf(form.values, form.errors)
  const base = `/stations/${form.place.number}`
  return (
    <>
      <ErrorSummary errors={form.errors} />
      <PageHead title={t.ask} above={<b>{nameIn(form.place, locale)}</b>} lead={t.askLead} />
      <Form action={`${base}/visit`} guard={`visit ${form.place.number}`}>
        <Field {...field('groupName')} label={t.groupName} maxLength={100} autocomplete="organization" />
        <Field {...field('size')} label={t.size} inputmode="numeric" width="short" />
        <Field
          {...field('startsAt')}
          type="datetime-local"
          step={900}
          width="medium"
          label={t.startsAt}
          hint={t.quarterHint}
        />
        <Field {...field('endsAt')} type="datetime-local" step={900} width="medium" label={t.endsAt} />
        <TextArea {...field('purpose')} label={t.purpose} rows={4} maxLength={1000} />
        <Checkboxes
          name="languages"
          label={t.languages}
          inline
          optional
          values={form.languages}
          options={visitLanguages.map((value) => ({ value, label: t.language(value) }))}
        />
        <Field {...field('contactName')} label={t.contactName} maxLength={40} autocomplete="name" />
        <Field {...field('contact')} label={t.contact} hint={t.contactHint} maxLength={254} />
        <ButtonRow>
          <Button>{t.send}</Button>
          <ButtonLink kind="quiet" href={base}>
            {t.back}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </>
  )
}

export interface VisitView {
  readonly place: Place
  readonly visit: Visit
  readonly timeZone: string
  readonly fresh: boolean
  readonly cancelled: boolean
}

/** One visit for whoever holds its code. */
export function CodePage({ view }: { readonly view: VisitView }) {
  const t = useText(text)
  const { visit } = view
  const base = `/stations/visits/${visit.code}`
  return (
    <>
      {view.fresh && <DoneBanner title={t.sent}>{t.sentWords}</DoneBanner>}
      {view.cancelled && <DoneBanner title={t.cancelled} />}
      <PageHead
        title={visit.group_name}
        above={<Tag kind={tags[visit.stage]}>{t.stage[visit.stage]}</Tag>}
        lead={
          <>
            {t.code} <b class="num">{visit.code}</b>
          </>
        }
      />
      <p>{t.codeWords}</p>
      <CopyButton value={visit.code} />
      <Facts view={view} />
      <ButtonRow>
        {visit.stage === 'confirmed' && (
          <ButtonLink kind="quiet" href={`${base}/event.ics`}>
            {t.ics}
          </ButtonLink>
        )}
      </ButtonRow>
      {(visit.stage === 'asked' || visit.stage === 'confirmed') && (
        <ConfirmForm
          action={`${base}/cancel`}
          kind="grave"
          label={t.cancel}
          question={t.cancelQuestion}
          consequence={t.cancelConsequence}
          confirmLabel={t.cancel}
        />
      )}
    </>
  )
}

function Facts({ view }: { readonly view: Pick<VisitView, 'place' | 'visit' | 'timeZone'> }) {
  const t = useText(text)
  const locale = useLocale()
  const { place, visit, timeZone } = view
  const room = visit.room_zh ? nameIn({ name_zh: visit.room_zh, name_en: visit.room_en }, locale) : null
  const address = locale === 'en' ? (place.address_en ?? place.address_zh) : place.address_zh
  const until = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', { timeStyle: 'short', timeZone })
  return (
    <DefinitionList
      items={[
        { term: t.when, value: `${whenWords(visit.starts_at, locale, timeZone)} – ${until.format(visit.ends_at)}` },
        {
          term: t.where,
          value: (
            <>
              <a href={`/stations/${place.number}`}>{nameIn(place, locale)}</a> {address && <Words>{address}</Words>}
            </>
          ),
        },
        { term: t.room, value: room ? <Words>{room}</Words> : visit.stage === 'confirmed' ? t.roomNone : null },
        { term: t.size, value: t.people(visit.size) },
        { term: t.languages, value: visit.languages.map((tag) => t.language(tag)).join(' · ') || null },
        { term: t.purpose, value: <Words>{visit.purpose}</Words> },
        { term: t.reason, value: visit.reason && <Words>{visit.reason}</Words> },
        { term: t.toPlace, value: place.phone },
      ].filter(({ value }) => Boolean(value))}
    />
  )
}

export interface ListView {
  readonly place: Place
  readonly open: readonly Visit[]
  readonly past: readonly Visit[]
  readonly total: number
  readonly page: number
  readonly pageSize: number
  readonly rooms: readonly Room[]
  readonly figures: readonly VisitFigures[]
  readonly timeZone: string
  readonly values: Values
  readonly errors: Values
}

/** Visits of a place, for those who receive them. */
export function VisitsPage({ view }: { readonly view: ListView }) {
  const t = useText(text)
  const locale = useLocale()
  const { place } = view
  const base = `/stations/${place.number}/visits`
  const number = new Intl.NumberFormat(locale)
  return (
    <>
      <ErrorSummary errors={view.errors} />
      <PageHead title={t.title} above={<b>{nameIn(place, locale)}</b>} lead={t.lead} />
      <ButtonRow>
        <ButtonLink kind="quiet" href={`/stations/${place.number}/visit`}>
          {t.askFor}
        </ButtonLink>
      </ButtonRow>
      <section aria-labelledby="waiting">
        <h2 id="waiting">{t.waiting}</h2>
        {view.open.length === 0 ? (
          <EmptyState title={t.waitingNone}>{t.waitingNoneWords}</EmptyState>
        ) : (
          <VisitTable view={view} rows={view.open} />
        )}
      </section>
      {view.figures.length > 0 && (
        <section aria-labelledby="figures">
          <h2 id="figures">{t.figures}</h2>
          <Table
            caption={t.figures}
            captionHidden
            phone="keep"
            keyOf={(row) => String(row.year)}
            rows={view.figures}
            columns={[
              { label: t.year, names: true, cell: (row) => row.year },
              { label: t.groups, numeric: true, cell: (row) => number.format(row.groups) },
              { label: t.peopleColumn, numeric: true, cell: (row) => number.format(row.people) },
            ]}
          />
        </section>
      )}
      <section aria-labelledby="past">
        <h2 id="past">{t.past}</h2>
        {view.past.length === 0 ? <p class="muted">{t.pastNone}</p> : <VisitTable view={view} rows={view.past} />}
        <Pager
          page={view.page}
          pages={Math.ceil(view.total / view.pageSize)}
          hrefOf={(page) => `${base}?page=${page}#past`}
        />
      </section>
      <Rooms view={view} />
    </>
  )
}

function VisitTable({ view, rows }: { readonly view: ListView; readonly rows: readonly Visit[] }) {
  const t = useText(text)
  const locale = useLocale()
  return (
    <Table
      caption={t.list}
      captionHidden
      keyOf={(each) => each.id}
      rows={rows}
      columns={[
        {
          label: t.when,
          names: true,
          cell: (each) => (
            <a href={`/stations/${view.place.number}/visits/${each.number}`}>
              {whenWords(each.starts_at, locale, view.timeZone)}
            </a>
          ),
        },
        { label: t.group, cell: (each) => <Words>{each.group_name}</Words> },
        { label: t.peopleColumn, numeric: true, cell: (each) => each.came ?? each.size },
        {
          label: t.room,
          cell: (each) =>
            each.room_zh && <Words>{nameIn({ name_zh: each.room_zh, name_en: each.room_en }, locale)}</Words>,
        },
        { label: t.state, cell: (each) => <Tag kind={tags[each.stage]}>{t.stage[each.stage]}</Tag> },
      ]}
    />
  )
}

function Rooms({ view }: { readonly view: ListView }) {
  const t = useText(text)
  const locale = useLocale()
  const base = `/stations/${view.place.number}/visits/rooms`
  const field = fieldOf(view.values, view.errors)
  return (
    <section aria-labelledby="rooms">
      <h2 id="rooms">{t.rooms}</h2>
      {view.rooms.length === 0 ? (
        <EmptyState title={t.roomsNone}>{t.roomsNoneWords}</EmptyState>
      ) : (
        <ul class="plain">
          {view.rooms.map((room) => (
            <li key={room.id}>
              <p>
                <Words>{t.roomFits(nameIn(room, locale), room.capacity)}</Words>
              </p>
              <ConfirmForm
                action={`${base}/close`}
                label={t.closeRoom}
                question={t.closeQuestion(nameIn(room, locale))}
                confirmLabel={t.closeRoom}
                values={{ roomId: room.id }}
              />
            </li>
          ))}
        </ul>
      )}
      <Form action={base} label={t.openRoom}>
        <Field {...field('nameZh')} label={t.roomName} maxLength={60} width="medium" />
        <Field {...field('nameEn')} label={t.roomNameEn} maxLength={120} width="medium" optional />
        <Field {...field('capacity')} label={t.capacity} inputmode="numeric" width="short" />
        <Button kind="quiet">{t.openRoom}</Button>
      </Form>
    </section>
  )
}

export interface WorkView extends Pick<VisitView, 'place' | 'visit' | 'timeZone'> {
  readonly free: readonly Room[]
  readonly rooms: readonly Room[]
  readonly begun: boolean
  readonly values: Values
  readonly errors: Values
  readonly saved: boolean
}

/** One visit for those who answer it. */
export function WorkPage({ view }: { readonly view: WorkView }) {
  const t = useText(text)
  const { visit } = view
  const base = `/stations/${view.place.number}/visits/${visit.number}`
  const open = visit.stage === 'asked' || visit.stage === 'confirmed'
  return (
    <>
      <ErrorSummary errors={view.errors} />
      {view.saved && <DoneBanner title={t.done} />}
      <PageHead title={visit.group_name} above={<Tag kind={tags[visit.stage]}>{t.stage[visit.stage]}</Tag>} />
      <Facts view={view} />
      <DefinitionList
        items={[
          {
            term: t.speaker,
            value: visit.contact_name ? (
              <Words>{`${visit.contact_name} ${visit.contact ?? ''}`}</Words>
            ) : (
              <span class="muted">{t.forgotten}</span>
            ),
          },
          ...(visit.came === null ? [] : [{ term: t.came, value: String(visit.came) }]),
          ...(visit.noted === '' ? [] : [{ term: t.noted, value: <Words>{visit.noted}</Words> }]),
        ]}
      />
      {visit.stage === 'asked' && !view.begun && <ConfirmVisitForm view={view} base={base} />}
      {visit.stage === 'confirmed' && view.begun && <NoteForm view={view} base={base} />}
      {open && !view.begun && <MoveForm view={view} base={base} />}
      {open && (
        <ConfirmForm
          action={`${base}/refuse`}
          kind="grave"
          label={t.refuse}
          question={t.refuseQuestion}
          confirmLabel={t.refuse}
        >
          <Field name="reason" id="f-refuse-reason" label={t.reason} hint={t.moveHint} maxLength={500} />
        </ConfirmForm>
      )}
      {visit.contact_name && (
        <ConfirmForm
          action={`${base}/forget`}
          label={t.forget}
          question={t.forgetQuestion}
          consequence={t.forgetConsequence}
          confirmLabel={t.forget}
        />
      )}
    </>
  )
}

interface FormProps {
  readonly view: WorkView
  readonly base: string
}

function RoomChoice({ view, name }: { readonly view: WorkView; readonly name: 'free' | 'rooms' }) {
  const t = useText(text)
  const locale = useLocale()
  const options = view[name].map((room) => ({ value: room.id, label: t.roomFits(nameIn(room, locale), room.capacity) }))
  return (
    <Radios
      name="roomId"
      {...(name === 'rooms' && { id: 'f-move-room' })}
      label={t.roomFree}
      value={view.values.roomId ?? view.visit.room_id ?? (name === 'free' ? (options[0]?.value ?? '') : '')}
      options={[...options, { value: '', label: t.roomWithout }]}
      {...(view.errors.roomId && { error: view.errors.roomId })}
    />
  )
}

function ConfirmVisitForm({ view, base }: FormProps) {
  const t = useText(text)
  return (
    <section aria-labelledby="confirm">
      <h2 id="confirm">{t.confirm}</h2>
      <p>{t.confirmLead}</p>
      <Form action={`${base}/confirm`}>
        <RoomChoice view={view} name="free" />
        <Button>{t.confirm}</Button>
      </Form>
    </section>
  )
}

function MoveForm({ view, base }: FormProps) {
  const t = useText(text)
  const field = fieldOf(view.values, view.errors)
  return (
    <details class="more" open={Object.keys(view.errors).length > 0}>
      <summary>{t.move}</summary>
      <Form action={`${base}/move`} label={t.move}>
        <Field
          {...field('startsAt')}
          type="datetime-local"
          step={900}
          width="medium"
          label={t.startsAt}
          hint={t.quarterHint}
        />
        <Field {...field('endsAt')} type="datetime-local" step={900} width="medium" label={t.endsAt} />
        <RoomChoice view={view} name="rooms" />
        <Field {...field('reason')} label={t.moveReason} hint={t.moveHint} maxLength={500} />
        <Button kind="quiet">{t.move}</Button>
      </Form>
    </details>
  )
}

function NoteForm({ view, base }: FormProps) {
  const t = useText(text)
  const field = fieldOf(view.values, view.errors)
  return (
    <section aria-labelledby="note">
      <h2 id="note">{t.note}</h2>
      <Form action={`${base}/note`}>
        <Field {...field('came')} label={t.came} hint={t.cameHint} inputmode="numeric" width="short" />
        <TextArea {...field('noted')} label={t.noted} rows={3} maxLength={1000} optional />
        <Button>{t.save}</Button>
      </Form>
    </section>
  )
}
