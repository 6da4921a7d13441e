import { type Area, nameIn, type Organisation, organisationKinds } from '#parts/councils'
import { Button, DateField, Field, Form, Pager, SearchBox, Select, Table, Tag, TextArea, useLocale, useText } from '#ui'
import { adminText } from '../admin.text.ts'
import { text } from './registers.text.ts'
import { fieldOf, Room, type RoomView } from './room.tsx'

export interface OrganisationsView extends RoomView {
  readonly organisations: readonly Organisation[]
  /** All that may stand above one. */
  readonly parents: readonly Organisation[]
  readonly areas: readonly Area[]
  readonly q: string
  readonly page: number
  readonly more: boolean
}

/** The organisations of a council, and the form to add one. */
export function OrganisationsPage({ view }: { readonly view: OrganisationsView }) {
  const t = useText(text)
  const a = useText(adminText)
  const locale = useLocale()
  return (
    <Room view={view} title={t.organisations} lead={t.organisationsLead}>
      <SearchBox action="/admin/organisations" label={a.search} value={view.q} />
      <Table
        caption={t.organisations}
        captionHidden
        keyOf={(each) => each.organisation_id}
        rows={view.organisations}
        empty={a.empty}
        columns={[
          { label: t.number, numeric: true, cell: (each) => each.number },
          {
            label: t.name,
            names: true,
            cell: (each) => <a href={`/admin/organisations/${each.number}`}>{nameIn(each, locale)}</a>,
          },
          { label: a.kind, cell: (each) => t.organisationKind[each.kind] },
          { label: a.code, cell: (each) => each.code },
          { label: a.until, cell: (each) => (each.until ? <Tag kind="stop">{t.closed}</Tag> : '') },
        ]}
      />
      <Pager
        page={view.page}
        pages={view.more ? view.page + 1 : view.page}
        hrefOf={(page) => `/admin/organisations?${new URLSearchParams({ q: view.q, page: String(page) })}`}
      />
      <section aria-labelledby="add">
        <h2 id="add">{t.addOrganisation}</h2>
        <p class="muted">{t.importHint}</p>
        <Form action="/admin/organisations">
          <OrganisationFields view={view} parents={view.parents} areas={view.areas} />
          <Button>{a.add}</Button>
        </Form>
      </section>
    </Room>
  )
}

export interface OrganisationView extends RoomView {
  readonly organisation: Organisation
  readonly parents: readonly Organisation[]
  readonly areas: readonly Area[]
}

/** One organisation: change it, move it, end it. */
export function OrganisationPage({ view }: { readonly view: OrganisationView }) {
  const t = useText(text)
  const a = useText(adminText)
  const locale = useLocale()
  return (
    <Room view={view} title={nameIn(view.organisation, locale)}>
      <Form action={`/admin/organisations/${view.organisation.number}`}>
        <OrganisationFields
          view={view}
          parents={view.parents.filter((each) => each.organisation_id !== view.organisation.organisation_id)}
          areas={view.areas}
          present={view.organisation}
        />
        <DateField {...fieldOf(view, 'until', view.organisation.until)} label={a.until} hint={t.untilHint} optional />
        <Button>{a.save}</Button>
      </Form>
    </Room>
  )
}

interface FieldsProps {
  readonly view: RoomView
  readonly parents: readonly Organisation[]
  readonly areas: readonly Area[]
  readonly present?: Organisation
}

function OrganisationFields({ view, parents, areas, present }: FieldsProps) {
  const t = useText(text)
  const a = useText(adminText)
  const locale = useLocale()
  return (
    <>
      <Field {...fieldOf(view, 'name_zh', present?.name_zh)} label={a.nameZh} />
      <Field {...fieldOf(view, 'name_en', present?.name_en)} label={a.nameEn} optional />
      <Select
        {...fieldOf(view, 'kind', present?.kind)}
        label={a.kind}
        options={organisationKinds.map((value) => ({ value, label: t.organisationKind[value] }))}
      />
      <Field {...fieldOf(view, 'code', present?.code)} label={a.code} hint={t.codeHint} width="medium" optional />
      <Select
        {...fieldOf(view, 'parentId', present?.parent_id)}
        label={a.parent}
        optional
        empty={a.none}
        options={parents.map((each) => ({ value: each.organisation_id, label: nameIn(each, locale) }))}
      />
      <Select
        {...fieldOf(view, 'areaId', present?.area_id)}
        label={a.area}
        optional
        empty={a.none}
        options={areas.map((area) => ({ value: area.area_id, label: nameIn(area, locale) }))}
      />
      <Field {...fieldOf(view, 'phone', present?.phone)} label={a.phone} type="tel" width="medium" optional />
      <TextArea {...fieldOf(view, 'duties', present?.duties)} label={t.duties} maxLength={2000} optional />
    </>
  )
}
