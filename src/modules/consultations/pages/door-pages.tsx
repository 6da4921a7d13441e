import {
  Bar,
  Button,
  ButtonLink,
  ButtonRow,
  ConfirmForm,
  EmptyState,
  ErrorSummary,
  Field,
  Form,
  Notice,
  PageHead,
  Select,
  Table,
  Tabs,
  Tag,
  useText,
} from '#ui'
import type { Dimension, DoorRow, EnteredDoor, Share } from '../queries/field-doors.ts'
import { dimensions } from '../queries/field-doors.ts'
import { text } from './door-pages.text.ts'

export interface DoorsView {
  readonly number: number
  readonly title: string
  readonly doors: readonly (DoorRow & { readonly where: string })[]
  readonly by: Dimension
  readonly shares: readonly (Share & { readonly label: string })[]
  readonly places: readonly { readonly value: string; readonly label: string }[]
  readonly clauses: readonly { readonly value: string; readonly label: string }[]
  /** Whether the reader may act for no place in particular. */
  readonly anywhere: boolean
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/** The doors of a consultation: make, print, close; and what came through them. */
export function DoorsPage({ view }: { readonly view: DoorsView }) {
  const t = useText(text)
  const { number, doors, values, errors } = view
  const base = `/consultations/${number}/doors`
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={`${t.title} · ${view.title}`} lead={t.lead} />
      <Shares view={view} />
      <h2>{t.doors}</h2>
      {doors.length === 0 ? (
        <EmptyState title={t.none}>{t.noneWords}</EmptyState>
      ) : (
        <Table
          caption={t.doors}
          captionHidden
          rows={doors}
          keyOf={({ id }) => id}
          columns={[
            { label: t.code, names: true, cell: (door) => <a href={`/q/${door.code}`}>{door.code}</a> },
            { label: t.where, cell: (door) => door.where },
            { label: t.visits, numeric: true, cell: (door) => door.visits },
            { label: t.opinions, numeric: true, cell: (door) => door.opinions },
            {
              label: t.state,
              cell: (door) =>
                door.closed_at ? (
                  <Tag kind="stop">{t.shut}</Tag>
                ) : (
                  <div class="row">
                    <a href={`${base}/${door.code}/poster.pdf`}>{t.poster}</a>
                    <a href={`${base}/${door.code}/slips.pdf`}>{t.slips}</a>
                    <ConfirmForm
                      action={`${base}/close`}
                      label={t.close}
                      question={t.closeAsk}
                      consequence={t.closeThen}
                      confirmLabel={t.close}
                      values={{ doorId: door.id }}
                    />
                  </div>
                ),
            },
          ]}
        />
      )}
      <h2>{t.make}</h2>
      <Form action={base}>
        <Field
          name="label"
          label={t.label}
          hint={t.labelHint}
          maxLength={60}
          optional
          value={values.label ?? ''}
          {...(errors.label && { error: errors.label })}
        />
        <Select
          name="placeId"
          label={t.place}
          options={view.places}
          empty={view.anywhere && t.placeNone}
          optional
          value={values.placeId ?? ''}
          {...(errors.placeId && { error: errors.placeId })}
        />
        <Select
          name="provisionId"
          label={t.clause}
          options={view.clauses}
          empty={t.clauseNone}
          optional
          value={values.provisionId ?? ''}
          {...(errors.provisionId && { error: errors.provisionId })}
        />
        <Field
          name="campaign"
          label={t.campaign}
          hint={t.campaignHint}
          maxLength={60}
          optional
          value={values.campaign ?? ''}
        />
        <ButtonRow>
          <Button>{t.makeButton}</Button>
        </ButtonRow>
      </Form>
    </>
  )
}

function Shares({ view }: { readonly view: DoorsView }) {
  const t = useText(text)
  const { by, shares, number } = view
  const base = `/consultations/${number}/doors`
  const total = shares.reduce((sum, { opinions }) => sum + opinions, 0)
  const most = Math.max(1, ...shares.map(({ opinions }) => opinions))
  return (
    <section>
      <h2>{t.from}</h2>
      <Tabs
        label={t.from}
        tabs={dimensions.map((each) => ({ href: `${base}?by=${each}`, label: t.by[each], current: each === by }))}
      />
      <Table
        caption={t.by[by]}
        captionHidden
        rows={shares}
        keyOf={({ key }) => key ?? ''}
        columns={[
          { label: t.by[by], names: true, cell: ({ label }) => label },
          { label: t.visits, numeric: true, cell: ({ visits }) => visits },
          { label: t.opinions, numeric: true, cell: ({ opinions }) => opinions },
          { label: t.share, cell: ({ opinions }) => <Bar percent={(opinions / most) * 100} kind="accent" /> },
        ]}
        total={[t.total, shares.reduce((sum, { visits }) => sum + visits, 0), total, '']}
      />
      <p>
        <a href={`${base}.csv?by=${by}`}>{t.csv}</a>
      </p>
    </section>
  )
}

export interface EnterView {
  readonly door: EnteredDoor | null
  readonly council: string
  readonly title: string
  readonly place: string
  readonly closes: string
  /** The time for comment is over. */
  readonly over: boolean
}

/** Behind a scanned code: who issued it and what its number is, so that a false one is noticed; then on to the draft. */
export function EnterPage({ view }: { readonly view: EnterView }) {
  const t = useText(text)
  const { door } = view
  if (!door) {
    return (
      <>
        <PageHead title={t.enterUnknown} />
        <Notice kind="stop">{t.enterUnknownWords}</Notice>
        <ButtonRow>
          <ButtonLink href="/consultations">{t.toList}</ButtonLink>
        </ButtonRow>
      </>
    )
  }
  const draft = `/consultations/${door.number}`
  if (door.closed) {
    return (
      <>
        <PageHead title={t.enterClosed} lead={t.enterOf(view.council)} />
        <Notice kind="wait">{t.enterClosedWords}</Notice>
        <ButtonRow>
          <ButtonLink href={draft}>{view.title}</ButtonLink>
        </ButtonRow>
      </>
    )
  }
  const clause = door.provision_id
  return (
    <>
      <PageHead title={view.title} above={<Tag kind="ok">{t.enterTitle}</Tag>} lead={t.enterOf(view.council)} />
      <p>
        {[
          view.place && t.enterPlace(view.place),
          view.closes && (view.over ? t.enterOver(view.closes) : t.enterCloses(view.closes)),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <ButtonRow>
        <ButtonLink href={clause ? `${draft}/clauses/${clause}?door=${door.id}` : `${draft}?door=${door.id}`}>
          {view.over ? t.readOver : t.read}
        </ButtonLink>
        {!view.over && (
          <ButtonLink
            kind="quiet"
            href={`${draft}/write?${new URLSearchParams({ door: door.id, ...(clause && { provision: clause }) })}`}
          >
            {t.write}
          </ButtonLink>
        )}
      </ButtonRow>
      <Notice>{t.enterCheck(door.code)}</Notice>
      <p class="muted">{t.enterPrivate}</p>
    </>
  )
}
