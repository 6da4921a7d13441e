import { dateTag, type Locale } from '#kernel/text'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Checkbox,
  DefinitionList,
  Details,
  Form,
  Notice,
  PageHead,
  PrintSheet,
  QrFigure,
  Tag,
  Words,
} from '#ui'
import type { MineItem } from '#web/routes'
import type { Certificate } from '../note.ts'
import { text } from './certificate.text.ts'

/** `7KQ4-M2XC-9TRA` */
export function dashed(code: string): string {
  return code.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3')
}

/** 2026年11月22日, 22 November 2026. @param day ISO date */
export function dayOf(day: string, locale: Locale): string {
  return new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day))
}

/** The sentences of a certificate, the same on the page and in the PDF. */
export function sentencesOf(certificate: Certificate, locale: Locale): readonly string[] {
  const t = text[locale]
  const to = certificate.name ? t.to(certificate.name) : t.toSomeone
  if (certificate.kind === 'adoption') {
    const words = t[certificate.decision](certificate.matter, certificate.place ?? '')
    return [to, words.replace(/\s+/g, ' '), t.thanks]
  }
  const number = new Intl.NumberFormat(locale)
  const counts = [certificate.given, certificate.refined, certificate.adopted].map((count) => number.format(count))
  const words = t.passportWords(counts[0] ?? '', counts[1] ?? '', counts[2] ?? '')
  return [to, words, ...(certificate.since ? [t.since(dayOf(certificate.since, locale))] : []), t.thanks]
}

export interface CertificatePageProps {
  readonly certificate: Certificate
  readonly withdrawn: boolean
  readonly qr: string
  readonly address: string
  readonly policy: string
  readonly locale: Locale
}

/** A certificate as anyone may check it. */
export function CertificatePage({ certificate, withdrawn, qr, address, policy, locale }: CertificatePageProps) {
  const t = text[locale]
  const base = `/certificates/${dashed(certificate.code)}`
  return (
    <>
      <h1 class="sr">{t[certificate.kind]}</h1>
      {withdrawn ? (
        <Notice kind="stop" title={t.withdrawn}>
          {t.withdrawnWords}
        </Notice>
      ) : (
        <Notice kind="ok" title={t.valid}>
          {t.validWords}
        </Notice>
      )}
      <PrintSheet title={t[certificate.kind]}>
        {sentencesOf(certificate, locale).map((sentence) => (
          <p key={sentence}>
            <Words>{sentence}</Words>
          </p>
        ))}
        <DefinitionList
          items={[
            { term: t.by, value: <Words>{certificate.council}</Words> },
            { term: t.on, value: dayOf(certificate.on, locale) },
            { term: t.code, value: dashed(certificate.code) },
          ]}
        />
        <QrFigure svg={qr} href={address} caption={t.check} small />
      </PrintSheet>
      <ButtonRow>
        <ButtonLink href={`${base}/pdf`}>{t.pdf}</ButtonLink>
        <ButtonLink kind="quiet" href={`${base}/note`}>
          {t.note}
        </ButtonLink>
      </ButtonRow>
      <p>
        <a href="/consultations">{t.more}</a>
      </p>
      <Details summary={t.how}>
        <p>{t.howWords}</p>
        <p>
          <code class="key">{policy}</code>
        </p>
      </Details>
    </>
  )
}

/** Where the holder of a receipt gets the certificate. */
export function IssuePage({
  receipt,
  words,
  named,
  locale,
}: {
  readonly receipt: string
  /** The opinion it is for. */
  readonly words: string
  readonly named: boolean
  readonly locale: Locale
}) {
  const t = text[locale]
  return (
    <>
      <PageHead title={t.issueTitle} lead={t.issueLead} />
      <blockquote class="card">
        <Words>{words}</Words>
      </blockquote>
      <Form action={`/certificates/${receipt}`}>
        {named && <Checkbox name="withName" label={t.withName} hint={t.withNameHint} />}
        <Button>{t.issue}</Button>
      </Form>
    </>
  )
}

export interface PassportPageProps {
  readonly signedIn: boolean
  readonly items: readonly MineItem[]
  readonly locale: Locale
}

/** What somebody gave, and the passport of it. */
export function PassportPage({ signedIn, items, locale }: PassportPageProps) {
  const t = text[locale]
  return (
    <>
      <PageHead title={t.passportTitle} lead={t.passportLead} />
      {!signedIn ? (
        <Notice kind="wait">
          <p>{t.signIn}</p>
          <ButtonLink href="/me/sign-in">{t.signInDo}</ButtonLink>
        </Notice>
      ) : items.length === 0 ? (
        <Notice>{t.nothing}</Notice>
      ) : (
        <>
          <h2>{t.listTitle}</h2>
          <ul class="said">
            {items.map((item) => (
              <li key={item.href}>
                <p>
                  <a href={item.href}>
                    <Words>{item.title}</Words>
                  </a>{' '}
                  <Tag>{item.state.label}</Tag>
                </p>
                {item.said && (
                  <p>
                    “<Words lang={item.said.lang}>{item.said.words}</Words>”
                  </p>
                )}
              </li>
            ))}
          </ul>
          <Form action="/certificates/passport">
            <Checkbox name="withName" label={t.withName} hint={t.withNameHint} />
            <Button>{t.passportIssue}</Button>
          </Form>
        </>
      )}
    </>
  )
}
