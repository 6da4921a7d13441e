import { nameIn } from '#parts/councils'
import type { AreaShape } from '#parts/network'
import { Button, DoneBanner, ErrorSummary, FileField, Form, PageHead, Table, TextArea, useLocale, useText } from '#ui'
import { text } from './shapes-page.text.ts'

export interface ShapesView {
  readonly shapes: readonly AreaShape[]
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  /** How many areas have just been drawn. */
  readonly drawn: number | null
}

const maxBytes = 2_000_000

/** Outlines of the council's areas, for a map that needs nobody else's. */
export function ShapesPage({ view }: { readonly view: ShapesView }) {
  const t = useText(text)
  const locale = useLocale()
  const { errors, values } = view
  return (
    <>
      <ErrorSummary errors={errors} />
      {view.drawn !== null && <DoneBanner title={t.done(view.drawn)} />}
      <PageHead title={t.title} lead={t.lead} />
      <Form action="/stations/shapes" files>
        <FileField
          name="file"
          label={t.file}
          hint={t.fileHint}
          accept=".geojson,.json"
          acceptWords={t.fileWords}
          maxBytes={maxBytes}
          optional
        />
        <TextArea
          name="geojson"
          label={t.words}
          optional
          rows={8}
          value={values.geojson ?? ''}
          {...(errors.geojson && { error: errors.geojson })}
        />
        <Button>{t.save}</Button>
      </Form>
      <Table
        caption={t.list}
        keyOf={(shape) => shape.area_id}
        rows={view.shapes}
        empty={t.none}
        columns={[
          {
            label: t.name,
            names: true,
            cell: (shape) => <a href={`/stations?area=${shape.code}`}>{nameIn(shape, locale)}</a>,
          },
          { label: t.code, cell: (shape) => shape.code },
          {
            label: t.corners,
            numeric: true,
            cell: (shape) => shape.rings.reduce((sum, ring) => sum + ring.length, 0),
          },
        ]}
      />
    </>
  )
}
