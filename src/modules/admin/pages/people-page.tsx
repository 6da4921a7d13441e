import { nameIn, type Organisation } from '#parts/councils'
import type { Place } from '#parts/network'
import { type ListedPerson, type Person, type Role, roleLabel } from '#parts/people'
import { Button, ConfirmForm, Field, Form, Pager, Radios, SearchBox, Select, Table, Tag, useLocale, useText } from '#ui'
import { adminText } from '../admin.text.ts'
import { text } from './people-page.text.ts'
import { fieldOf, Room, type RoomView } from './room.tsx'

export interface PeopleView extends RoomView {
  readonly people: readonly ListedPerson[]
  readonly q: string
  readonly page: number
  readonly more: boolean
}

/** People on the council's books and their roles. */
export function PeoplePage({ view }: { readonly view: PeopleView }) {
  const t = useText(text)
  const a = useText(adminText)
  const locale = useLocale()
  return (
    <Room view={view} title={t.title} lead={t.lead}>
      <SearchBox action="/admin/people" label={t.find} value={view.q} />
      <Table
        caption={t.list}
        keyOf={(person) => person.id}
        rows={view.people}
        empty={a.empty}
        columns={[
          {
            label: t.name,
            names: true,
            cell: (person) => (
              <a href={`/admin/people/${person.id}`}>{person.name ?? person.display_name ?? t.unnamed}</a>
            ),
          },
          {
            label: t.roles,
            cell: (person) =>
              person.roles.length === 0 ? (
                <span class="muted">{t.noRoles}</span>
              ) : (
                <span class="row">
                  {person.roles.map((role) => (
                    <Tag key={role}>{roleLabel(role, locale)}</Tag>
                  ))}
                </span>
              ),
          },
          { label: t.state, cell: (person) => <State person={person} invited={person.invited} /> },
        ]}
      />
      <Pager
        page={view.page}
        pages={view.more ? view.page + 1 : view.page}
        hrefOf={(page) => `/admin/people?${new URLSearchParams({ q: view.q, page: String(page) })}`}
      />
      <section aria-labelledby="add">
        <h2 id="add">{t.add}</h2>
        <Form action="/admin/people">
          <Field {...fieldOf(view, 'name')} label={t.fullName} width="medium" autocomplete="off" />
          <Field
            {...fieldOf(view, 'contact')}
            label={t.contact}
            hint={t.contactHint}
            width="medium"
            optional
            autocomplete="off"
          />
          <Radios
            {...fieldOf(view, 'visibility', 'office')}
            label={t.visibility}
            options={(['public', 'office', 'nobody'] as const).map((value) => ({ value, label: t.visible[value] }))}
          />
          <Button>{t.addButton}</Button>
        </Form>
      </section>
    </Room>
  )
}

function State({ person, invited }: { readonly person: Person; readonly invited: boolean }) {
  const t = useText(text)
  if (person.suspended_at) return <Tag kind="stop">{t.suspended}</Tag>
  if (invited) return <Tag kind="wait">{t.invited}</Tag>
  return <Tag kind="ok">{t.active}</Tag>
}

export interface HeldRole {
  readonly membership_id: string
  readonly role: Role
  readonly scope_id: string | null
}

export interface PersonView extends RoomView {
  readonly person: Person
  readonly held: readonly HeldRole[]
  readonly places: readonly Place[]
  readonly organisations: readonly Organisation[]
  /** Roles that the reader may give. */
  readonly mayGive: readonly Role[]
  readonly may: { readonly suspend: boolean; readonly end: (held: HeldRole) => boolean }
}

/** One person: the roles they hold, roles to give, and whether they may act at all. */
export function PersonPage({ view }: { readonly view: PersonView }) {
  const t = useText(text)
  const locale = useLocale()
  const { person } = view
  const name = person.name ?? person.display_name ?? t.unnamed
  const base = `/admin/people/${person.id}`
  const scopes = new Map([
    ...view.places.map((place) => [place.place_id, nameIn(place, locale)] as const),
    ...view.organisations.map((each) => [each.organisation_id, nameIn(each, locale)] as const),
  ])
  return (
    <Room view={view} title={name}>
      <p>
        <State person={person} invited={false} />
      </p>
      <Table
        caption={t.held}
        keyOf={(held) => held.membership_id}
        rows={view.held}
        empty={t.noRoles}
        columns={[
          { label: t.role, names: true, cell: (held) => roleLabel(held.role, locale) },
          { label: t.where, cell: (held) => (held.scope_id ? (scopes.get(held.scope_id) ?? '') : t.whole) },
          {
            label: t.end,
            cell: (held) =>
              view.may.end(held) && (
                <ConfirmForm
                  action={`${base}/end`}
                  label={t.end}
                  question={t.endQuestion(roleLabel(held.role, locale))}
                  consequence={t.endConsequence}
                  confirmLabel={t.end}
                  kind="quiet"
                  values={{ membershipId: held.membership_id }}
                />
              ),
          },
        ]}
      />
      {view.mayGive.length > 0 && (
        <section aria-labelledby="give">
          <h2 id="give">{t.give}</h2>
          <p class="muted">{t.giveHint}</p>
          <Form action={base}>
            <Select
              {...fieldOf(view, 'role')}
              label={t.role}
              options={view.mayGive.map((value) => ({ value, label: roleLabel(value, locale) }))}
            />
            <Select
              {...fieldOf(view, 'scopeId')}
              label={t.scope}
              hint={t.scopeHint}
              optional
              empty={t.whole}
              options={[
                {
                  group: t.places,
                  options: view.places.map((place) => ({ value: place.place_id, label: nameIn(place, locale) })),
                },
                {
                  group: t.organisations,
                  options: view.organisations.map((each) => ({
                    value: each.organisation_id,
                    label: nameIn(each, locale),
                  })),
                },
              ]}
            />
            <Button>{t.giveButton}</Button>
          </Form>
        </section>
      )}
      {view.may.suspend &&
        (person.suspended_at ? (
          <Form action={`${base}/restore`}>
            <Button kind="quiet">{t.restore}</Button>
          </Form>
        ) : (
          <ConfirmForm
            action={`${base}/suspend`}
            label={t.suspend}
            question={t.suspendQuestion}
            consequence={t.suspendConsequence}
            confirmLabel={t.suspend}
            kind="grave"
          />
        ))}
    </Room>
  )
}
