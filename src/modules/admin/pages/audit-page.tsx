import { dateTag } from '#kernel/text'
import { ButtonLink, ButtonRow, DateField, Details, Field, FilterBar, Table, useLocale, useText } from '#ui'
import type { AuditEntry } from '../queries.ts'
import { text } from './audit-page.text.ts'
import { Room, type RoomView } from './room.tsx'

export type AuditFilter = Readonly<Record<'name' | 'who' | 'subject' | 'from' | 'to', string>>

export interface AuditView extends RoomView {
  readonly entries: readonly AuditEntry[]
  readonly filter: AuditFilter
  /** Sequence number before which the next page begins; null on the last. */
  readonly older: number | null
  readonly timeZone: string
}

/** The audit trail: search it, read it, export it. */
export function AuditPage({ view }: { readonly view: AuditView }) {
  const t = useText(text)
  const locale = useLocale()
  const when = new Intl.DateTimeFormat(dateTag[locale], {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: view.timeZone,
  })
  const query = new URLSearchParams(Object.entries(view.filter).filter(([, value]) => value !== ''))
  const filtered = [...query].length > 0
  return (
    <Room view={view} title={t.title} lead={t.lead}>
      <FilterBar action="/admin/audit" {...(filtered && { clearHref: '/admin/audit' })}>
        <Field name="name" label={t.name} hint={t.nameHint} value={view.filter.name} optional />
        <Field name="who" label={t.who} value={view.filter.who} optional />
        <Field name="subject" label={t.subject} value={view.filter.subject} optional />
        <DateField name="from" label={t.from} value={view.filter.from} optional />
        <DateField name="to" label={t.to} value={view.filter.to} optional />
      </FilterBar>
      <ButtonRow>
        <ButtonLink href={`/admin/audit/export.csv?${query}`} kind="quiet">
          {t.export}
        </ButtonLink>
        <ButtonLink href={`/admin/audit/export.jsonl?${query}`} kind="quiet">
          {t.exportJson}
        </ButtonLink>
      </ButtonRow>
      <Table
        caption={t.list}
        captionHidden
        keyOf={(entry) => entry.id}
        rows={view.entries}
        empty={t.none}
        columns={[
          { label: t.when, names: true, cell: (entry) => when.format(entry.at) },
          { label: t.what, cell: (entry) => <code>{entry.name}</code> },
          { label: t.by, cell: (entry) => <By entry={entry} /> },
          { label: t.data, cell: (entry) => <Data entry={entry} /> },
        ]}
      />
      {view.older !== null && (
        <ButtonLink
          href={`/admin/audit?${new URLSearchParams([...query, ['older', String(view.older)]])}`}
          kind="quiet"
        >
          {t.older}
        </ButtonLink>
      )}
    </Room>
  )
}

function By({ entry }: { readonly entry: AuditEntry }) {
  const t = useText(text)
  if (entry.actor_kind === 'system') return <span class="muted">{t.system}</span>
  if (entry.actor_kind === 'guest') return <span class="muted">{t.guest}</span>
  return <>{entry.who ?? t.unnamed}</>
}

function Data({ entry }: { readonly entry: AuditEntry }) {
  const t = useText(text)
  if (Object.keys(entry.data).length === 0) return null
  return (
    <Details summary={t.details}>
      <pre>{JSON.stringify(entry.data, null, 2)}</pre>
    </Details>
  )
}
