import { dateTag, type Locale } from '#kernel/text'
import {
  definitions,
  type SettingChange,
  type SettingKey,
  type Settings,
  settingGroups,
  settingKeys,
  settingsText,
} from '#parts/councils'
import { networkText } from '#parts/network'
import { roleLabel, roles } from '#parts/people'
import { Button, DateField, Details, Field, Form, Radios, Select, Table, TextArea, useLocale, useText } from '#ui'
import { adminText } from '../admin.text.ts'
import { fieldsOf, rowCount, type SettingChoice, type Shape, shapeOf } from '../setting-form.ts'
import { fieldOf, Room, type RoomView } from './room.tsx'
import { text } from './settings-page.text.ts'

export interface SettingsView extends RoomView {
  readonly settings: Settings
  /** Changes that are decided but do not count yet. */
  readonly coming: readonly SettingChange[]
  readonly changedKeys: ReadonlySet<string>
  readonly timeZone: string
}

/** Every setting by group with what holds now. */
export function SettingsPage({ view }: { readonly view: SettingsView }) {
  const t = useText(text)
  const s = useText(settingsText)
  const locale = useLocale()
  return (
    <Room view={view} title={t.title} lead={t.lead}>
      {settingGroups.map((group) => (
        <Table
          key={group}
          caption={s.group[group]}
          keyOf={(key) => key}
          rows={settingKeys.filter((key) => definitions[key].group === group)}
          columns={[
            { label: t.name, names: true, cell: (key) => <a href={`/admin/settings/${key}`}>{s.key[key]}</a> },
            { label: t.now, cell: (key) => <Value shape={shapeOf(key)} value={view.settings[key]} /> },
            {
              label: t.next,
              cell: (key) => {
                const change = view.coming.find((each) => each.key === key)
                if (change) return t.nextFrom(dayAt(change.valid_from, locale, view.timeZone))
                return view.changedKeys.has(key) ? '' : <span class="muted">{t.standard}</span>
              },
            },
          ]}
        />
      ))}
    </Room>
  )
}

export interface SettingView extends RoomView {
  readonly key: SettingKey
  readonly now: unknown
  readonly history: readonly SettingChange[]
  readonly today: string
  readonly timeZone: string
  readonly may: { readonly change: boolean }
}

/** One setting: what holds, the form to decide anew, and every change there was. */
export function SettingPage({ view }: { readonly view: SettingView }) {
  const t = useText(text)
  const s = useText(settingsText)
  const locale = useLocale()
  const shape = shapeOf(view.key)
  return (
    <Room view={view} title={s.key[view.key]} lead={t.lead}>
      <section aria-labelledby="now">
        <h2 id="now">{t.now}</h2>
        <Value shape={shape} value={view.now} whole />
      </section>
      {view.may.change && <SettingForm view={view} shape={shape} />}
      <Table
        caption={t.history}
        keyOf={(change) => change.setting_id}
        rows={view.history}
        empty={t.never}
        columns={[
          { label: t.from, names: true, cell: (change) => dayAt(change.valid_from, locale, view.timeZone) },
          { label: t.value, cell: (change) => <Value shape={shape} value={change.value} whole /> },
          { label: t.why, cell: (change) => change.reason },
          { label: t.changed, cell: (change) => dayAt(change.changed_at, locale, view.timeZone) },
        ]}
      />
    </Room>
  )
}

function SettingForm({ view, shape }: { readonly view: SettingView; readonly shape: Shape }) {
  const t = useText(text)
  const a = useText(adminText)
  const sent = Object.keys(view.values).length > 0
  const fields = sent ? view.values : fieldsOf(shape, view.now)
  return (
    <section aria-labelledby="decide">
      <h2 id="decide">{t.decide}</h2>
      <Form action={`/admin/settings/${view.key}`}>
        <ValueFields view={view} shape={shape} fields={fields} />
        <DateField
          {...fieldOf(view, 'validFrom', view.today)}
          label={t.validFrom}
          hint={t.validHint}
          min={view.today}
        />
        <Field {...fieldOf(view, 'reason')} label={t.reason} hint={t.reasonHint} />
        <Button>{a.save}</Button>
      </Form>
    </section>
  )
}

interface ValueFieldsProps {
  readonly view: SettingView
  readonly shape: Shape
  readonly fields: Readonly<Record<string, string>>
}

function ValueFields({ view, shape, fields }: ValueFieldsProps) {
  const t = useText(text)
  const s = useText(settingsText)
  const label = s.key[view.key]
  const own = (name: string) => ({
    name,
    value: fields[name] ?? '',
    ...(view.errors[name] && { error: view.errors[name] }),
  })
  switch (shape.is) {
    case 'number':
      return <Field {...own('value')} label={label} inputmode="decimal" width="short" />
    case 'text':
      return <Field {...own('value')} label={label} optional spellcheck={false} />
    case 'flag':
      return (
        <Radios
          {...own('value')}
          label={label}
          inline
          options={(['yes', 'no'] as const).map((value) => ({ value, label: s.choice[value] }))}
        />
      )
    case 'choice':
      return (
        <Radios
          {...own('value')}
          label={label}
          options={shape.options.map((value) => ({ value, label: s.choice[value] }))}
        />
      )
    case 'share':
      return (
        <>
          <Field {...own('value.of')} label={s.part.of} inputmode="numeric" width="short" />
          <Field {...own('value.in')} label={s.part.in} inputmode="numeric" width="short" />
        </>
      )
    case 'words':
      return <TextArea {...own('value')} label={label} hint={t.wordsHint} rows={8} />
    case 'rows':
      return <RowFields shape={shape} fields={fields} own={own} />
  }
}

interface RowFieldsProps {
  readonly shape: Extract<Shape, { is: 'rows' }>
  readonly fields: Readonly<Record<string, string>>
  readonly own: (name: string) => { name: string; value: string; error?: string }
}

function RowFields({ shape, fields, own }: RowFieldsProps) {
  const t = useText(text)
  const s = useText(settingsText)
  const locale = useLocale()
  const labels: Readonly<Record<string, string>> = s.part
  const hasError = (index: number) => shape.columns.some(({ key }) => own(`value.${index}.${key}`).error !== undefined)
  /** An entry by its name in the reader's language, else by its code; an empty one is there to be filled. */
  const summaryOf = (index: number) => {
    const [name, code] = [locale === 'en' ? 'name_en' : 'name_zh', 'code'].map((key) => fields[`value.${index}.${key}`])
    return name || code ? `${index + 1}. ${name || code}` : t.newRow
  }
  return (
    <>
      <p class="muted">{t.rowsHint}</p>
      {Array.from({ length: rowCount(fields) }, (_, index) => (
        <Details key={index} summary={summaryOf(index)} open={hasError(index)}>
          {shape.columns.map(({ key, is }) => {
            const field = { ...own(`value.${index}.${key}`), label: labels[key] ?? key, optional: true }
            if (is === 'lines') return <TextArea key={key} {...field} rows={3} />
            if (is === 'owner') {
              const options = roles.map((role) => ({ value: role, label: roleLabel(role, locale) }))
              return <Select key={key} {...field} options={options} />
            }
            return (
              <Field
                key={key}
                {...field}
                {...(is === 'number' ? { inputmode: 'decimal' as const, width: 'short' as const } : {})}
              />
            )
          })}
        </Details>
      ))}
    </>
  )
}

/** A value in words: a number, a share, a list; of a long list only how many, unless it is wanted whole. */
function Value({ shape, value, whole }: { readonly shape: Shape; readonly value: unknown; readonly whole?: boolean }) {
  const s = useText(settingsText)
  const n = useText(networkText)
  const locale = useLocale()
  switch (shape.is) {
    case 'number':
      return <b class="num">{new Intl.NumberFormat(locale).format(Number(value))}</b>
    case 'flag':
      return <>{value ? s.choice.yes : s.choice.no}</>
    case 'choice':
      return <>{s.choice[value as SettingChoice]}</>
    case 'text':
      return <>{String(value) || s.none}</>
    case 'share': {
      const share = value as { of: number; in: number }
      return <>{s.share(share.of, share.in)}</>
    }
    case 'words':
      return <>{(value as readonly string[]).join(n.and)}</>
    case 'rows': {
      const rows = value as readonly Record<string, unknown>[]
      if (!whole) return <>{s.entries(rows.length)}</>
      return (
        <ol>
          {rows.map((row) => (
            <li key={String(row.code)}>{wordsOf(row, locale, s.part)}</li>
          ))}
        </ol>
      )
    }
  }
}

/** One entry in a line: its name, or its code, and the figures that go with it, each with what it counts. */
function wordsOf(
  row: Readonly<Record<string, unknown>>,
  locale: string,
  part: Readonly<Record<string, string>>,
): string {
  const name = (locale === 'en' ? row.name_en : row.name_zh) ?? row.code
  const figures = Object.entries(row).flatMap(([key, cell]) =>
    typeof cell === 'number' ? [`${part[key] ?? ''} ${cell}`.trim()] : [],
  )
  return figures.length > 0 ? `${name} · ${figures.join(' · ')}` : String(name)
}

function dayAt(at: Date, locale: Locale, timeZone: string): string {
  return new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'medium', timeZone }).format(at)
}
