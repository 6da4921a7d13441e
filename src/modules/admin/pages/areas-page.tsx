import { type Area, areaKinds, type Constituency, constituencyKinds, nameIn } from '#parts/councils'
import { Button, Field, Form, Pager, SearchBox, Select, Table, useLocale, useText } from '#ui'
import { adminText } from '../admin.text.ts'
import { text } from './registers.text.ts'
import { fieldOf, Room, type RoomView } from './room.tsx'

export interface AreasView extends RoomView {
  readonly areas: readonly Area[]
  readonly parents: readonly Area[]
  readonly constituencies: readonly Constituency[]
  readonly q: string
  readonly page: number
  readonly more: boolean
}

/** Areas and constituencies of a council. */
export function AreasPage({ view }: { readonly view: AreasView }) {
  const t = useText(text)
  const a = useText(adminText)
  const locale = useLocale()
  const nameOf = new Map([...view.parents, ...view.areas].map((area) => [area.area_id, nameIn(area, locale)]))
  return (
    <Room view={view} title={t.areas} lead={t.areasLead}>
      <SearchBox action="/admin/areas" label={a.search} value={view.q} />
      <Table
        caption={t.areaList}
        keyOf={(area) => area.area_id}
        rows={view.areas}
        empty={a.empty}
        columns={[
          { label: a.code, cell: (area) => area.code },
          {
            label: t.name,
            names: true,
            cell: (area) => <a href={`/admin/areas/${encodeURIComponent(area.code)}`}>{nameIn(area, locale)}</a>,
          },
          { label: a.kind, cell: (area) => t.areaKind[area.kind] },
          { label: a.parent, cell: (area) => (area.parent_id ? nameOf.get(area.parent_id) : '') },
        ]}
      />
      <Pager
        page={view.page}
        pages={view.more ? view.page + 1 : view.page}
        hrefOf={(page) => `/admin/areas?${new URLSearchParams({ q: view.q, page: String(page) })}`}
      />
      <section aria-labelledby="add-area">
        <h2 id="add-area">{t.addArea}</h2>
        <Form action="/admin/areas">
          <AreaFields view={view} parents={view.parents} />
          <Button>{a.add}</Button>
        </Form>
      </section>
      <Constituencies view={view} nameOf={nameOf} />
    </Room>
  )
}

export interface AreaView extends RoomView {
  readonly area: Area
  readonly parents: readonly Area[]
}

/** One area: rename it, move it in the tree. */
export function AreaPage({ view }: { readonly view: AreaView }) {
  const a = useText(adminText)
  const locale = useLocale()
  return (
    <Room view={view} title={nameIn(view.area, locale)}>
      <Form action={`/admin/areas/${encodeURIComponent(view.area.code)}`}>
        <AreaFields
          view={view}
          parents={view.parents.filter((area) => area.area_id !== view.area.area_id)}
          present={view.area}
        />
        <Button>{a.save}</Button>
      </Form>
    </Room>
  )
}

interface AreaFieldsProps {
  readonly view: RoomView
  readonly parents: readonly Area[]
  readonly present?: Area
}

function AreaFields({ view, parents, present }: AreaFieldsProps) {
  const t = useText(text)
  const a = useText(adminText)
  const locale = useLocale()
  return (
    <>
      <Field {...fieldOf(view, 'code', present?.code)} label={a.code} width="medium" />
      <Field {...fieldOf(view, 'name_zh', present?.name_zh)} label={a.nameZh} />
      <Field {...fieldOf(view, 'name_en', present?.name_en)} label={a.nameEn} optional />
      <Select
        {...fieldOf(view, 'kind', present?.kind)}
        label={a.kind}
        options={areaKinds.map((value) => ({ value, label: t.areaKind[value] }))}
      />
      <Select
        {...fieldOf(view, 'parentId', present?.parent_id)}
        label={a.parent}
        optional
        empty={a.none}
        options={parents.map((area) => ({ value: area.area_id, label: nameIn(area, locale) }))}
      />
      <Field
        {...fieldOf(view, 'divisionCode', present?.division_code)}
        label={t.divisionCode}
        width="medium"
        inputmode="numeric"
        optional
      />
    </>
  )
}

interface ConstituenciesProps {
  readonly view: AreasView
  readonly nameOf: ReadonlyMap<string, string>
}

function Constituencies({ view, nameOf }: ConstituenciesProps) {
  const t = useText(text)
  const a = useText(adminText)
  const locale = useLocale()
  return (
    <section aria-labelledby="constituencies">
      <h2 id="constituencies">{t.constituencies}</h2>
      <Table
        caption={t.constituencies}
        captionHidden
        keyOf={(each) => each.constituency_id}
        rows={view.constituencies}
        empty={a.empty}
        columns={[
          { label: t.number, numeric: true, cell: (each) => each.number },
          { label: t.name, names: true, cell: (each) => nameIn(each, locale) },
          { label: a.kind, cell: (each) => t.constituencyKind[each.kind] },
          { label: t.seats, numeric: true, cell: (each) => each.seats },
          { label: a.area, cell: (each) => (each.area_id ? nameOf.get(each.area_id) : '') },
        ]}
      />
      <h3>{t.addConstituency}</h3>
      <Form action="/admin/areas/constituencies">
        <Field {...fieldOf(view, 'constituency_zh')} label={a.nameZh} />
        <Field {...fieldOf(view, 'constituency_en')} label={a.nameEn} optional />
        <Select
          {...fieldOf(view, 'constituencyKind')}
          label={a.kind}
          options={constituencyKinds.map((value) => ({ value, label: t.constituencyKind[value] }))}
        />
        <Field {...fieldOf(view, 'seats')} label={t.seats} width="short" inputmode="numeric" />
        <Select
          {...fieldOf(view, 'constituencyArea')}
          label={a.area}
          optional
          empty={a.none}
          options={view.parents.map((area) => ({ value: area.area_id, label: nameIn(area, locale) }))}
        />
        <Button>{a.add}</Button>
      </Form>
    </section>
  )
}
