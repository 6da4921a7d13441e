import { dateTag, type Locale } from '#kernel/text'
import { type Constituency, type Named, nameIn } from '#parts/councils'
import {
  type Deputy,
  type DeputyGroup,
  deputyLevels,
  type GroupMember,
  groupKinds,
  networkText,
  type Place,
} from '#parts/network'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Checkbox,
  Checkboxes,
  ConfirmForm,
  DateField,
  Details,
  DoneBanner,
  ErrorSummary,
  Field,
  Form,
  Notice,
  PageHead,
  Radios,
  SearchBox,
  Select,
  Table,
  Tag,
  useLocale,
  useText,
} from '#ui'
import { text } from './groups-page.text.ts'

interface Kept {
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  readonly saved: boolean
}

export interface GroupsView extends Kept {
  readonly groups: readonly DeputyGroup[]
  readonly mayImport: boolean
}

/** All groups, and a form for a new one. */
export function GroupsPage({ view }: { readonly view: GroupsView }) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  return (
    <>
      <ErrorSummary errors={view.errors} />
      <PageHead title={t.title} lead={t.lead} />
      {view.mayImport && (
        <ButtonRow>
          <ButtonLink href="/admin/imports" kind="quiet">
            {t.import}
          </ButtonLink>
        </ButtonRow>
      )}
      <Table
        caption={t.list}
        keyOf={(group) => group.group_id}
        rows={view.groups}
        empty={t.none}
        columns={[
          {
            label: t.name,
            names: true,
            cell: (group) => <a href={`/deputies/groups/${group.number}`}>{nameIn(group, locale)}</a>,
          },
          { label: t.kind, cell: (group) => n.groupKind[group.kind] },
          { label: t.members, numeric: true, cell: (group) => group.members },
          { label: t.since, cell: (group) => dayWords(group.since, locale) },
        ]}
      />
      <section aria-labelledby="new">
        <h2 id="new">{t.newGroup}</h2>
        <Form action="/deputies/groups">
          <GroupFields {...view} />
          <Button>{t.create}</Button>
        </Form>
      </section>
    </>
  )
}

function GroupFields({ values, errors }: Pick<Kept, 'values' | 'errors'>) {
  const t = useText(text)
  const n = useText(networkText)
  return (
    <>
      <Field name="name_zh" label={t.nameZh} value={values.name_zh ?? ''} {...errorOf(errors, 'name_zh')} />
      <Field name="name_en" label={t.nameEn} optional value={values.name_en ?? ''} {...errorOf(errors, 'name_en')} />
      <Radios
        name="kind"
        label={t.kind}
        value={values.kind ?? 'local'}
        options={groupKinds.map((value) => ({ value, label: n.groupKind[value] }))}
        {...errorOf(errors, 'kind')}
      />
    </>
  )
}

export interface GroupView extends Kept {
  readonly group: DeputyGroup
  readonly members: readonly GroupMember[]
  readonly places: readonly (Named & { readonly place_id: string; readonly number: number })[]
  readonly q: string
  readonly found: readonly { readonly personId: string; readonly name: string; readonly code: string }[]
  readonly choices: readonly Place[]
  readonly today: string
}

/** One group: who is in it, and where it sits. */
export function GroupPage({ view }: { readonly view: GroupView }) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const { group, values, errors } = view
  const base = `/deputies/groups/${group.number}`
  return (
    <>
      <ErrorSummary errors={errors} />
      {view.saved && <DoneBanner title={t.done} />}
      <PageHead
        title={nameIn(group, locale)}
        above={
          <>
            <Tag>{n.groupKind[group.kind]}</Tag>
            {group.until && <Tag kind="stop">{t.closed(dayWords(group.until, locale))}</Tag>}
          </>
        }
        lead={t.counted(group.members)}
      />
      <Members view={view} base={base} />
      <Seats view={view} base={base} />
      {!group.until && (
        <>
          <Details summary={t.change} open={Boolean(errors.name_zh || errors.name_en)}>
            <Form action={base}>
              <GroupFields
                errors={errors}
                values={{
                  name_zh: values.name_zh ?? group.name_zh,
                  name_en: values.name_en ?? group.name_en ?? '',
                  kind: values.kind ?? group.kind,
                }}
              />
              <Button>{t.save}</Button>
            </Form>
          </Details>
          <ConfirmForm
            action={`${base}/close`}
            label={t.close}
            question={t.closeQuestion}
            consequence={t.closeConsequence}
            confirmLabel={t.close}
            kind="grave"
          >
            <DateField name="until" label={t.closeDay} value={view.today} max={view.today} />
          </ConfirmForm>
        </>
      )}
    </>
  )
}

function Members({ view, base }: { readonly view: GroupView; readonly base: string }) {
  const t = useText(text)
  const { group, errors, values } = view
  const open = group.until === null
  return (
    <section aria-labelledby="members">
      <h2 id="members">{t.memberList}</h2>
      <Table
        caption={t.memberList}
        captionHidden
        keyOf={(member) => member.personId}
        rows={view.members}
        empty={t.noMembers}
        columns={[
          { label: t.person, names: true, cell: (member) => member.name },
          { label: t.leads, cell: (member) => (member.leads ? t.leads : '') },
          ...(open
            ? [
                {
                  label: t.leave,
                  cell: (member: GroupMember) => (
                    <ConfirmForm
                      action={`${base}/leave`}
                      label={t.leave}
                      question={t.leaveQuestion(member.name ?? '')}
                      consequence={t.leaveConsequence}
                      confirmLabel={t.leave}
                      kind="quiet"
                      values={{ personId: member.personId }}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      {open && (
        <>
          <SearchBox action={base} label={t.find} value={view.q} />
          {view.q && view.found.length === 0 && <Notice>{t.nobodyFound}</Notice>}
          {view.found.length > 0 && (
            <Form action={`${base}/join`} label={t.found}>
              <input type="hidden" name="q" value={view.q} />
              <Select
                name="personId"
                label={t.person}
                value={values.personId ?? (view.found.length === 1 ? (view.found[0]?.personId ?? '') : '')}
                options={view.found.map(({ personId, name, code }) => ({
                  value: personId,
                  label: `${name} ${code}`,
                }))}
                {...errorOf(errors, 'personId')}
              />
              <Checkbox name="leads" label={t.asLead} />
              <Button>{t.join}</Button>
            </Form>
          )}
        </>
      )}
    </section>
  )
}

function Seats({ view, base }: { readonly view: GroupView; readonly base: string }) {
  const t = useText(text)
  const locale = useLocale()
  const { group, places, errors, values } = view
  const free = view.choices.filter((place) => !places.some((each) => each.place_id === place.place_id))
  return (
    <section aria-labelledby="places">
      <h2 id="places">{t.places}</h2>
      <Table
        caption={t.places}
        captionHidden
        keyOf={(place) => place.place_id}
        rows={places}
        empty={t.noPlaces}
        columns={[
          {
            label: t.place,
            names: true,
            cell: (place) => <a href={`/stations/${place.number}`}>{nameIn(place, locale)}</a>,
          },
          {
            label: t.unseat,
            cell: (place) => (
              <ConfirmForm
                action={`${base}/unseat`}
                label={t.unseat}
                question={t.unseatQuestion(nameIn(place, locale))}
                consequence={t.unseatConsequence}
                confirmLabel={t.unseat}
                kind="quiet"
                values={{ placeId: place.place_id }}
              />
            ),
          },
        ]}
      />
      {!group.until && (
        <Form action={`${base}/seat`} label={t.seat}>
          <Select
            name="placeId"
            label={t.place}
            value={values.placeId ?? ''}
            options={free.map((place) => ({ value: place.place_id, label: nameIn(place, locale) }))}
            {...errorOf(errors, 'placeId')}
          />
          <Button kind="quiet">{t.seat}</Button>
        </Form>
      )}
    </section>
  )
}

export interface RegisterView extends Kept {
  readonly deputy: Deputy
  readonly levels: readonly string[]
  readonly constituencies: readonly Constituency[]
}

/** What only the office changes of a deputy. */
export function RegisterPage({ view }: { readonly view: RegisterView }) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const { deputy, errors, values } = view
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.registerTitle} lead={<a href={`/deputies/${deputy.code}`}>{deputy.name}</a>} />
      <Form action={`/deputies/${deputy.code}/register`}>
        <Checkboxes
          name="levels"
          label={t.levels}
          values={view.levels}
          options={deputyLevels.map((value) => ({ value, label: n.deputyLevel[value] }))}
          {...errorOf(errors, 'levels')}
        />
        <Select
          name="constituencyId"
          label={t.constituency}
          optional
          empty={t.constituencyNone}
          value={values.constituencyId ?? deputy.constituencyId ?? ''}
          options={view.constituencies.map((each) => ({ value: each.constituency_id, label: nameIn(each, locale) }))}
          {...errorOf(errors, 'constituencyId')}
        />
        <ButtonRow>
          <Button>{t.save}</Button>
          <ButtonLink href={`/deputies/${deputy.code}`} kind="quiet">
            {t.back}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </>
  )
}

function errorOf(errors: Kept['errors'], name: string) {
  return errors[name] ? { error: errors[name] } : {}
}

function dayWords(day: string, locale: Locale): string {
  return new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
}
