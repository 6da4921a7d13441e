import type { Locale } from '#kernel/text'
import {
  ButtonLink,
  ButtonRow,
  Columns,
  ConfirmForm,
  type Definition,
  DefinitionList,
  Details,
  Field,
  Notice,
  PageHead,
  Tag,
  useLocale,
  useText,
  Words,
} from '#ui'
import { type Picture, type Post, placeIn, wordsIn } from '../queries.ts'
import { isActivity } from '../rules.ts'
import { dayWords, languageName, punctualityMark, whenWords, whereWords } from '../words.ts'
import { Marks } from './list-page.tsx'
import { text } from './post-page.text.ts'
import { text as listText } from './posts.text.ts'

export interface Correction {
  readonly ordinal: number
  readonly at: Date
  readonly reason: string
  readonly before: Readonly<Record<string, unknown>>
}

export interface PostView {
  readonly post: Post
  readonly pictures: readonly Picture[]
  readonly corrections: readonly Correction[]
  /** The matter it is about; null where there is none, or none everybody may read. */
  readonly matter: { readonly title: string; readonly href: string } | null
  readonly timeZone: string
  readonly hasEnded: boolean
  readonly hasBegun: boolean
  readonly may: boolean
}

/** A post with everything that became of it. */
export function PostPage({ view }: { readonly view: PostView }) {
  const t = useText(text)
  const l = useText(listText)
  const locale = useLocale() as Locale
  const { post, timeZone } = view
  const { title, body, lang } = wordsIn(post, locale)
  const mark = punctualityMark(post, locale)
  return (
    <>
      <PageHead
        title={title}
        above={
          <>
            <Tag kind="accent">{l.kinds[post.kind]}</Tag> <Marks post={post} />
            {post.stage === 'published' && view.hasEnded && <Tag>{l.over}</Tag>}
          </>
        }
        {...(isActivity(post.kind) && { lead: <WhenWhere view={view} /> })}
      />
      {post.stage === 'draft' && <Notice kind="wait">{t.draftTitle}</Notice>}
      {post.withdrawn_at && (
        <Notice kind="stop" title={t.withdrawnTitle(dayWords(post.withdrawn_at, locale, timeZone))}>
          <p>{post.withdrawn_because && <Words>{post.withdrawn_because}</Words>}</p>
        </Notice>
      )}
      {post.stage === 'published' && mark?.kind === 'wait' && (
        <Notice kind="wait" title={t.lateTitle}>
          {mark.words}
        </Notice>
      )}
      <Columns aside={<Aside view={view} />} asideLabel={isActivity(post.kind) ? t.aside : t.asideArticle}>
        <div lang={lang === locale ? undefined : lang}>
          {body
            .split(/\n{2,}|\n/)
            .filter((line) => line.trim() !== '')
            .map((line, index) => (
              <p key={index}>{line}</p>
            ))}
        </div>
        {lang !== locale && <p class="muted">{l.inOwnWords}</p>}
        <Pictures view={view} />
        <Report view={view} />
        <Corrections view={view} />
        {view.may && <Work view={view} />}
      </Columns>
    </>
  )
}

/** The first thing to know of an activity. */
function WhenWhere({ view: { post, timeZone } }: { readonly view: PostView }) {
  const locale = useLocale() as Locale
  const where = whereWords(post, locale)
  return (
    <>
      <b>{whenWords(post, locale, timeZone)}</b>
      {where && (
        <>
          <br />
          <Words>{where}</Words>
        </>
      )}
    </>
  )
}

function Aside({ view }: { readonly view: PostView }) {
  const t = useText(text)
  const l = useText(listText)
  const locale = useLocale() as Locale
  const { post, matter, timeZone } = view
  const { audience } = wordsIn(post, locale)
  const mark = punctualityMark(post, locale)
  const place = placeIn(post, locale)
  const items: (Definition | null)[] = [
    {
      term: t.place,
      value:
        place && post.place_number ? (
          <a href={`/stations/${post.place_number}`}>
            <Words>{place}</Words>
          </a>
        ) : (
          l.council
        ),
    },
    { term: t.audience, value: audience && <Words>{audience}</Words> },
    {
      term: t.languages,
      value: post.languages.map((tag) => languageName(tag, locale)).join(locale === 'en' ? ', ' : '、'),
    },
    { term: t.law, value: post.law && <Words>{post.law}</Words> },
    matter && {
      term: t.about,
      value: (
        <a href={matter.href}>
          <Words>{matter.title}</Words>
        </a>
      ),
    },
    post.published_at && { term: t.published, value: dayWords(post.published_at, locale, timeZone) },
    mark && { term: t.plan, value: <Tag kind={mark.kind}>{mark.words}</Tag> },
  ]
  return (
    <>
      <DefinitionList items={items.flatMap((item) => (item?.value ? [item] : []))} />
      {post.starts_at && post.published_at && (
        <p>
          <a href={`/publicity/${post.number}/event.ics`}>{t.toCalendar}</a>
        </p>
      )}
    </>
  )
}

function Pictures({ view: { post, pictures } }: { readonly view: PostView }) {
  const t = useText(text)
  const shown = pictures.filter(({ removed_at }) => removed_at === null)
  if (shown.length === 0) return null
  return (
    <section aria-labelledby="pictures">
      <h2 id="pictures">{t.pictures}</h2>
      <ul class="cards">
        {shown.map(({ file_id, description }) => (
          <li class="card" key={file_id}>
            <a href={`/publicity/${post.number}/pictures/${file_id}`}>
              <img
                class="post-picture"
                src={`/publicity/${post.number}/pictures/${file_id}?small=1`}
                alt={description}
                loading="lazy"
              />
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Report({ view: { post, hasEnded } }: { readonly view: PostView }) {
  const t = useText(text)
  const number = new Intl.NumberFormat(useLocale())
  if (!isActivity(post.kind) || post.stage !== 'published' || !hasEnded) return null
  return (
    <section aria-labelledby="report">
      <h2 id="report">{t.report}</h2>
      {post.reported_at === null ? (
        <p class="muted">{t.reportedNot}</p>
      ) : (
        <>
          <DefinitionList
            items={[
              ...(post.attended === null
                ? []
                : [{ term: t.attended, value: t.attendedWords(number.format(post.attended)) }]),
              ...(post.copies === null ? [] : [{ term: t.copies, value: t.copiesWords(number.format(post.copies)) }]),
            ]}
          />
          {post.outcome && (
            <p>
              <Words>{post.outcome}</Words>
            </p>
          )}
        </>
      )}
    </section>
  )
}

function Corrections({ view }: { readonly view: PostView }) {
  const t = useText(text)
  const locale = useLocale() as Locale
  const { corrections, pictures, timeZone } = view
  const gone = pictures.filter(({ removed_at }) => removed_at !== null)
  if (corrections.length === 0 && gone.length === 0) return null
  return (
    <section aria-labelledby="corrections">
      <h2 id="corrections">{t.corrections}</h2>
      {corrections.map(({ ordinal, at, reason, before }) => (
        <Details key={ordinal} summary={<Told words={t.correctedOn(dayWords(at, locale, timeZone))} reason={reason} />}>
          <DefinitionList items={beforeItems(before, { t, locale, timeZone })} />
        </Details>
      ))}
      {gone.map(({ file_id, description, removed_at, removed_because }) => (
        <p key={file_id}>
          <Told
            words={removed_at ? t.correctedOn(dayWords(removed_at, locale, timeZone)) : ''}
            reason={`${removed_because ?? ''}（${description}）`}
          />
        </p>
      ))}
    </section>
  )
}

function Told({ words, reason }: { readonly words: string; readonly reason: string }) {
  const t = useText(text)
  return (
    <>
      {words}
      {t.colon}
      <Words>{reason}</Words>
    </>
  )
}

interface BeforeWords {
  readonly t: (typeof text)[Locale]
  readonly locale: Locale
  readonly timeZone: string
}

/** What each field said before; a matter's two columns are one field. */
function beforeItems(before: Correction['before'], { t, locale, timeZone }: BeforeWords): Definition[] {
  const names: Readonly<Record<string, string>> = t.fields
  const instant = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone })
  return Object.entries(before)
    .filter(([field]) => field !== 'matter_type')
    .map(([field, value]) => ({
      term: `${names[field] ?? field} · ${t.saidBefore}`,
      value: <Words>{valueWords(field, value, instant) || t.nothingBefore}</Words>,
    }))
}

function valueWords(field: string, value: unknown, instant: Intl.DateTimeFormat): string {
  if (value === null || value === undefined) return ''
  if (field.endsWith('_at') && typeof value === 'string') return instant.format(new Date(value))
  if (Array.isArray(value)) return value.join(' ')
  if (typeof value === 'object')
    return Object.values(value)
      .flatMap((words) => Object.values(Object(words)))
      .join(' · ')
  return String(value)
}

/** What those who publish may do here. */
function Work({ view }: { readonly view: PostView }) {
  const t = useText(text)
  const { post } = view
  const base = `/publicity/${post.number}`
  if (post.stage === 'withdrawn') return null
  const published = post.stage === 'published'
  return (
    <>
      <ButtonRow>
        <ButtonLink kind="quiet" href={`${base}/edit`}>
          {published ? t.correct : t.edit}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${base}/pictures`}>
          {t.editPictures}
        </ButtonLink>
        {published && view.hasBegun && isActivity(post.kind) && (
          <ButtonLink kind="quiet" href={`${base}/report`}>
            {t.tell}
          </ButtonLink>
        )}
      </ButtonRow>
      {!published && (
        <ConfirmForm
          action={`${base}/publish`}
          label={t.publish}
          question={t.publishQuestion}
          consequence={t.publishConsequence}
          confirmLabel={t.publish}
        />
      )}
      <ConfirmForm
        action={`${base}/withdraw`}
        kind="grave"
        label={published ? t.withdraw : t.off}
        question={t.withdrawQuestion}
        {...(published && { consequence: t.withdrawConsequence })}
        confirmLabel={published ? t.withdraw : t.off}
      >
        <Field name="reason" label={t.reason} {...(published && { hint: t.reasonHint })} maxLength={1000} />
      </ConfirmForm>
    </>
  )
}
