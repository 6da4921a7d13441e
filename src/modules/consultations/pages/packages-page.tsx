import type { Locale } from '#kernel/text'
import {
  Button,
  ConfirmForm,
  CopyButton,
  DefinitionList,
  ErrorSummary,
  Field,
  FileField,
  Form,
  Notice,
  PageHead,
  Select,
  Table,
} from '#ui'
import type { PackageManifest } from '../packages/rows.ts'
import type { PackageReceived } from '../queries/packages.ts'
import type { DayWords } from './day-words.ts'
import { text } from './submission.text.ts'

export interface PackagesPageProps {
  readonly ownKey: string
  readonly partners: readonly { readonly key: string; readonly name: string }[]
  readonly received: readonly PackageReceived[]
  readonly errors: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
  readonly days: DayWords
  readonly locale: Locale
}

/** Whom we trust, what came, and the way to take something in. */
export function PackagesPage({ ownKey, partners, received, errors, values, days, locale }: PackagesPageProps) {
  const t = text[locale]
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.packages} lead={t.packagesLead} />
      <h2>{t.upload}</h2>
      <Form action="/consultations/packages" files>
        <FileField
          name="package"
          label={t.file}
          accept=".zip"
          acceptWords="ZIP"
          maxBytes={20_000_000}
          {...(errors.package && { error: errors.package })}
        />
        <Button>{t.look}</Button>
      </Form>
      <h2>{t.ownKey}</h2>
      <p>
        <code class="key">{ownKey}</code> <CopyButton value={ownKey} />
      </p>
      <h2>{t.partners}</h2>
      {partners.length === 0 && <p class="muted">{t.none}</p>}
      <ul class="pile">
        {partners.map(({ key, name }) => (
          <li key={key} class="card">
            <b>{name}</b>
            <p>
              <code class="key">{key}</code>
            </p>
            <ConfirmForm
              action="/consultations/packages/partners/remove"
              label={t.removePartner}
              question={t.removeAsk(name)}
              confirmLabel={t.removePartner}
              kind="grave"
              values={{ key }}
            />
          </li>
        ))}
      </ul>
      <Form action="/consultations/packages/partners" label={t.addPartner}>
        <Field
          name="name"
          label={t.partnerName}
          value={values.name ?? ''}
          {...(errors.name && { error: errors.name })}
        />
        <Field name="key" label={t.partnerKey} value={values.key ?? ''} {...(errors.key && { error: errors.key })} />
        <Button kind="quiet">{t.addPartner}</Button>
      </Form>
      <Table
        caption={t.received}
        columns={[
          { label: t.from, names: true, cell: (each) => each.from },
          { label: t.kind, cell: (each) => t.kinds[each.kind] },
          { label: t.sentAt, cell: (each) => days.instant(each.receivedAt) },
          { label: t.sha, cell: (each) => each.sha256.slice(0, 12) },
        ]}
        rows={received}
        keyOf={(each) => each.sha256}
        empty={t.none}
      />
    </>
  )
}

export interface PackagePreviewProps {
  readonly uploadId: string
  readonly manifest: PackageManifest
  readonly trusted: boolean
  readonly consultations: readonly { readonly id: string; readonly title: string }[]
  readonly errors: Readonly<Record<string, string>>
  readonly days: DayWords
  readonly locale: Locale
}

/** What is in a package, before anything of it counts. */
export function PackagePreview(props: PackagePreviewProps) {
  const { uploadId, manifest, trusted, consultations, errors, days, locale } = props
  const t = text[locale]
  const names: Readonly<Record<string, string>> = t.counts
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.preview} />
      <Notice kind={trusted ? 'ok' : 'stop'}>{trusted ? t.trusted : t.untrusted}</Notice>
      <DefinitionList
        items={[
          { term: t.from, value: manifest.from.name },
          { term: t.kind, value: t.kinds[manifest.kind] },
          { term: t.about, value: manifest.title },
          { term: t.made, value: days.instant(new Date(manifest.madeAt)) },
          { term: t.partnerKey, value: <code class="key">{manifest.from.key}</code> },
          ...Object.entries(manifest.counts).map(([name, count]) => ({
            term: names[name] ?? name,
            value: days.number(count),
          })),
        ]}
      />
      {trusted && (
        <Form action={`/consultations/packages/${uploadId}`}>
          {manifest.kind === 'opinions' && (
            <Select
              name="consultationId"
              label={t.into}
              optional
              options={consultations.map(({ id, title }) => ({ value: id, label: title }))}
              {...(errors.consultationId && { error: errors.consultationId })}
            />
          )}
          <Button>{t.take}</Button>
        </Form>
      )}
    </>
  )
}
