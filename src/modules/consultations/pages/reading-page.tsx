import type { Locale } from '#kernel/text'
import { type Provision, provisionName } from '#parts/laws'
import {
  ActionBar,
  ButtonLink,
  ButtonRow,
  Details,
  FilterBar,
  Notice,
  PrintButton,
  QuoteArea,
  SearchBox,
  SearchInside,
  Secondary,
  Select,
  Tag,
} from '#ui'
import type { ConsultationRow } from '../queries/consultation.ts'
import type { Answers, Besides, Heard, Readings } from '../queries/reading.ts'
import type { ReadProvision, ReadVersion } from '../queries/version.ts'
import type { ConsultationStage } from '../rules.ts'
import { BesideWords } from './beside-words.tsx'
import { ConsultationLine } from './consultation-line.tsx'
import type { DayWords } from './day-words.ts'
import { LawWords, lawLocale } from './law-words.tsx'
import { audienceName, languageName, text } from './reading-page.text.ts'

export interface ReadingPageProps {
  readonly row: ConsultationRow
  readonly title: string
  readonly summary: string
  readonly stage: ConsultationStage
  readonly daysLeft: number
  readonly version: ReadVersion | null
  readonly readings: Readings | null
  readonly heard: Heard
  /** What was decided, once it is told. */
  readonly answers: Answers | null
  readonly language: string | null
  readonly audience: string | null
  /** What is looked for without scripts. */
  readonly find: string
  readonly days: DayWords
  readonly locale: Locale
}

/** A draft to read: where it stands, then article by article with plain words and what others said. */
export function ReadingPage(props: ReadingPageProps) {
  const { row, title, summary, stage, version, heard, days, locale } = props
  const t = text[locale]
  const base = `/consultations/${row.number}`
  const open = stage === 'open'
  const chapters = version?.text.provisions.filter(({ kind }) => kind === 'chapter').length ?? 0
  return (
    <>
      <div class="head">
        <div class="row">
          <Tag kind={open ? 'accent' : stage === 'answered' || stage === 'evaluated' ? 'ok' : 'wait'}>
            {t.stage[stage]}
          </Tag>
          {row.closes_at && (
            <span class="muted">
              {open ? t.left(props.daysLeft, days.day(row.closes_at)) : t.over(days.day(row.closes_at))}
            </span>
          )}
        </div>
        <h1 lang={title === row.title ? lawLang(locale) : undefined}>{title}</h1>
        <p class="muted">{leadOf(props, chapters)}</p>
      </div>
      {summary && (
        <p class="prose" lang={summary === row.summary ? lawLang(locale) : undefined}>
          {summary}
        </p>
      )}
      {!open && <Closed {...props} />}
      <div class="at-a-glance">
        <ConsultationLine row={row} stage={stage} days={days} locale={locale} />
      </div>
      <div class="page reading">
        <aside aria-label={t.asideLabel}>
          <Aside {...props} />
        </aside>
        <div>
          {version ? <LawText {...props} version={version} /> : <p>{t.noText}</p>}
          <WholeDraft {...props} />
          <Onward {...props} />
        </div>
      </div>
      {open && (
        <ActionBar>
          <ButtonLink href={`${base}/write`}>{t.write}</ButtonLink>
          <ButtonLink kind="quiet" href={`${base}/opinions`}>
            {t.opinions(days.number(publicCount(heard)))}
          </ButtonLink>
        </ActionBar>
      )}
    </>
  )
}

/** What somebody who comes after the closing day came for: what became of it, or how far it is. */
function Closed({ row, stage, answers, days, locale }: ReadingPageProps) {
  const t = text[locale]
  const base = `/consultations/${row.number}`
  const answered = stage === 'answered' || stage === 'evaluated'
  return (
    <Notice kind={answered ? 'ok' : 'wait'} title={answered ? t.answered : t.closed}>
      <p>
        {!answered
          ? t.closedWords
          : answers
            ? t.answers(
                days.number(answers.adopted),
                days.number(answers.partly),
                days.number(answers.notAdopted + answers.later),
              )
            : null}
      </p>
      <ButtonRow>
        {answered && row.next_version_id !== null && <ButtonLink href={`${base}/changes`}>{t.whatChanged}</ButtonLink>}
        <ButtonLink kind="quiet" href={`${base}/story`}>
          {answered ? t.howAnswered : t.howFar}
        </ButtonLink>
      </ButtonRow>
    </Notice>
  )
}

function publicCount({ byClause }: Heard): number {
  return [...byClause.values()].reduce((sum, { opinions }) => sum + opinions, 0)
}

function LawText(props: ReadingPageProps & { readonly version: ReadVersion }) {
  const { row, version, readings, heard, find, locale, days, stage } = props
  const t = text[locale]
  const base = `/consultations/${row.number}`
  const wanted = find.normalize('NFKC').trim().toLowerCase()
  const articles = version.articles.filter((each) => wanted === '' || holds(each.provision, wanted))
  let last: readonly Provision[] = []
  return (
    <section id="law" aria-label={version.label}>
      <SearchInside within="law" />
      <noscript>
        <SearchBox action={base} name="find" label={t.findLabel} value={find} />
      </noscript>
      {wanted !== '' && (
        <p role="status">
          {t.found(articles.length, find)} · <a href={base}>{t.foundAll}</a>
        </p>
      )}
      {version.text.preamble.length > 0 && wanted === '' && (
        <div class="law preamble" id="preamble" lang={lawLang(locale)}>
          {version.text.preamble.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </div>
      )}
      <QuoteArea href={`${base}/write`}>
        {articles.map((each) => {
          const fresh = each.above.filter((heading) => !last.includes(heading))
          last = each.above
          return (
            <>
              {fresh.map((heading) => (
                <Heading key={heading.id} heading={heading} depth={each.above.indexOf(heading)} locale={locale} />
              ))}
              <Clause
                key={each.provision.id}
                article={each.provision}
                besides={readings?.of(each.provision) ?? null}
                audience={props.audience}
                count={heard.byClause.get(each.provision.id)?.opinions ?? 0}
                base={base}
                open={stage === 'open'}
                days={days}
                locale={locale}
              />
            </>
          )
        })}
      </QuoteArea>
      {version.text.tail.map((paragraph) => (
        <p class="law" key={paragraph} lang={lawLang(locale)}>
          {paragraph}
        </p>
      ))}
    </section>
  )
}

function holds(provision: Provision, wanted: string): boolean {
  const own = `${provision.label}${provision.heading ?? ''}${provision.text}`.normalize('NFKC').toLowerCase()
  return own.includes(wanted) || provision.children.some((child) => holds(child, wanted))
}

/** Marks Chinese words on a page in another language. */
function lawLang(locale: Locale): string | undefined {
  return locale === lawLocale ? undefined : lawLocale
}

function Heading({
  heading,
  depth,
  locale,
}: {
  readonly heading: Provision
  readonly depth: number
  readonly locale: Locale
}) {
  const words = [heading.label, heading.heading ?? heading.text].filter(Boolean).join('　')
  return depth === 0 ? (
    <h2 class="law-heading" id={heading.id} lang={lawLang(locale)}>
      {words}
    </h2>
  ) : (
    <h3 class="law-heading" id={heading.id} lang={lawLang(locale)}>
      {words}
    </h3>
  )
}

interface ClauseProps {
  readonly article: Provision
  readonly besides: Besides | null
  readonly audience: string | null
  readonly count: number
  readonly base: string
  readonly open: boolean
  readonly days: DayWords
  readonly locale: Locale
}

/** An article with what stands beside it, the way to others' opinions and to one's own. */
function Clause({ article, besides, audience, count, base, open, days, locale }: ClauseProps) {
  const t = text[locale]
  const name = provisionName(article, locale)
  return (
    <article class="clause" id={article.id} aria-label={name}>
      <LawWords article={article} />
      {besides && <BesideWords besides={besides} audience={audience} locale={locale} />}
      <p class="row">
        {open && (
          <a href={`${base}/write?provision=${article.id}`} class="do" aria-label={t.writeOn(name)}>
            {t.write}
          </a>
        )}
        {count > 0 && (
          <a href={`${base}/clauses/${article.id}`} class="do num" aria-label={t.opinionsOn(name, days.number(count))}>
            {t.opinions(days.number(count))}
          </a>
        )}
      </p>
    </article>
  )
}

function WholeDraft({ row, heard, stage, days, locale }: ReadingPageProps) {
  const t = text[locale]
  const base = `/consultations/${row.number}`
  const whole = heard.byClause.get('')?.opinions ?? 0
  return (
    <p class="row whole">
      {stage === 'open' && (
        <ButtonLink kind="quiet" href={`${base}/write`}>
          {t.whole}
        </ButtonLink>
      )}
      {whole > 0 && <a href={`${base}/opinions?clause=whole`}>{t.wholeOpinions(days.number(whole))}</a>}
    </p>
  )
}

function Aside(props: ReadingPageProps) {
  const { version, readings, heard, days, locale } = props
  return (
    <>
      {version && <Contents version={version} heard={heard} days={days} locale={locale} />}
      {readings && (readings.audiences.length > 0 || readings.languages.length > 0) && (
        <Manner {...props} readings={readings} />
      )}
    </>
  )
}

/** Where one may go on from here. */
function Onward({ row, heard, stage, days, locale }: ReadingPageProps) {
  const t = text[locale]
  const base = `/consultations/${row.number}`
  return (
    <Secondary>
      <ul class="links">
        <li>
          <a href={`${base}/opinions`}>{t.all(days.number(publicCount(heard)))}</a>
        </li>
        {stage !== 'open' && (
          <li>
            <a href={`${base}/story`}>{t.story}</a>
          </li>
        )}
        <li>
          <a href={`${base}/data`}>{t.data}</a>
        </li>
      </ul>
      <PrintButton />
    </Secondary>
  )
}

/** How much there is to read and how many have spoken, in a sentence or two. */
function leadOf({ version, stage, heard, days, locale }: ReadingPageProps, chapters: number): string {
  const t = text[locale]
  const shown = publicCount(heard)
  const said = t.heard(days.number(heard.heard), shown < heard.heard ? days.number(shown) : null)
  const spoken =
    heard.heard === 0
      ? t.noneYet
      : heard.places + heard.sessions > 0
        ? t.heardFrom(said, t.from(heard.places, heard.sessions))
        : t.heardOnly(said)
  return [
    version && t.counts(chapters, version.articles.length),
    spoken,
    stage === 'answered' || stage === 'evaluated' ? null : t.promise,
  ]
    .filter(Boolean)
    .join(t.gap)
}

interface ContentsProps {
  readonly version: ReadVersion
  readonly heard: Heard
  readonly days: DayWords
  readonly locale: Locale
}

function Contents({ version, heard, days, locale }: ContentsProps) {
  const t = text[locale]
  return (
    <nav class="contents" aria-label={t.contents}>
      <Details summary={t.contents} id="contents" open={version.articles.length <= 12}>
        <ul>
          {version.text.preamble.length > 0 && (
            <li>
              <a href="#preamble">{t.preamble}</a>
            </li>
          )}
          {groups(version.articles).map(({ heading, articles }) => (
            <li key={heading?.id ?? ''}>
              {heading && (
                <a
                  href={`#${heading.id}`}
                  lang={lawLang(locale)}
                >{`${heading.label} ${heading.heading ?? heading.text}`}</a>
              )}
              <ul class="numbers">
                {articles.map(({ provision }) => (
                  <ContentsEntry key={provision.id} article={provision} heard={heard} days={days} locale={locale} />
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </Details>
    </nav>
  )
}

function ContentsEntry({
  article,
  heard,
  days,
  locale,
}: { readonly article: Provision } & Omit<ContentsProps, 'version'>) {
  const t = text[locale]
  const count = heard.byClause.get(article.id)?.opinions ?? 0
  const name = provisionName(article, locale)
  return (
    <li>
      <a
        href={`#${article.id}`}
        aria-label={count > 0 ? t.entryHeard(article.number, name, days.number(count)) : t.entry(article.number, name)}
        data-heard={count > 0 ? '' : undefined}
      >
        {article.number}
      </a>
    </li>
  )
}

/** Articles under the innermost heading that stands above them. */
function groups(articles: readonly ReadProvision[]) {
  const found: { heading: Provision | null; articles: ReadProvision[] }[] = []
  for (const article of articles) {
    const heading = article.above.at(-1) ?? null
    const last = found.at(-1)
    if (last && last.heading === heading) last.articles.push(article)
    else found.push({ heading, articles: [article] })
  }
  return found
}

function Manner({ row, readings, language, audience, locale }: ReadingPageProps & { readonly readings: Readings }) {
  const t = text[locale]
  return (
    <Details summary={t.manner} open={(language !== null && language !== locale) || audience !== null}>
      <FilterBar action={`/consultations/${row.number}`}>
        {readings.audiences.length > 0 && (
          <Select
            name="for"
            label={t.audience}
            optional
            value={audience === '' ? 'everyone' : (audience ?? '')}
            empty={t.audienceNone}
            options={readings.audiences.map((value) => ({ value: value || 'everyone', label: audienceName(value, t) }))}
          />
        )}
        {readings.languages.length > 0 && (
          <Select
            name="beside"
            label={t.language}
            optional
            value={language ?? ''}
            empty={t.languageNone}
            options={readings.languages.map((value) => ({ value, label: languageName(value, t) }))}
          />
        )}
      </FilterBar>
    </Details>
  )
}
