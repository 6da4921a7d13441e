import type { Locale } from '#kernel/text'
import {
  ButtonLink,
  ButtonRow,
  Card,
  CardGrid,
  EmptyState,
  FilterBar,
  PageHead,
  Pager,
  Select,
  Shown,
  Tag,
  useLocale,
  useText,
  Words,
} from '#ui'
import { type Post, type Punctuality, placeIn, wordsIn } from '../queries.ts'
import { isActivity, postKinds } from '../rules.ts'
import { dayWords, punctualityMark, whenWords, whereWords } from '../words.ts'
import { text } from './posts.text.ts'

export interface ListView {
  readonly coming: readonly Post[]
  readonly others: readonly Post[]
  readonly total: number
  readonly page: number
  readonly pageSize: number
  /** Drafts of whoever may publish them. */
  readonly drafts: readonly Post[]
  readonly chosen: { readonly kind: string; readonly place: string }
  readonly places: readonly { readonly value: string; readonly label: string }[]
  readonly punctuality: Punctuality
  readonly planDays: number
  readonly timeZone: string
  readonly mayWrite: boolean
}

/** What comes, and what was. */
export function ListPage({ view }: { readonly view: ListView }) {
  const t = useText(text)
  const number = new Intl.NumberFormat(useLocale())
  const { punctuality, drafts } = view
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      <ButtonRow>
        <ButtonLink kind="quiet" href="/publicity/calendar">
          {t.calendar}
        </ButtonLink>
        {view.mayWrite && <ButtonLink href="/publicity/new">{t.write}</ButtonLink>}
      </ButtonRow>
      {drafts.length > 0 && <Posts id="drafts" title={t.drafts} posts={drafts} timeZone={view.timeZone} />}
      <Filters view={view} />
      {view.coming.length > 0 ? (
        <Posts id="coming" title={t.coming} posts={view.coming} timeZone={view.timeZone} />
      ) : (
        <section aria-labelledby="coming">
          <h2 id="coming">{t.coming}</h2>
          <EmptyState title={t.comingNone} />
        </section>
      )}
      {punctuality.plans > 0 && (
        <p class="muted">
          {t.punctuality(number.format(punctuality.inTime), number.format(punctuality.plans), view.planDays)}
        </p>
      )}
      {view.others.length > 0 ? (
        <Posts id="others" title={t.others} posts={view.others} timeZone={view.timeZone}>
          <Shown page={view.page} pageSize={view.pageSize} total={view.total} />
        </Posts>
      ) : (
        <p class="muted">{t.othersNone}</p>
      )}
      <Pager
        page={view.page}
        pages={Math.ceil(view.total / view.pageSize)}
        hrefOf={(page) => `/publicity?${new URLSearchParams({ ...view.chosen, page: String(page) })}`}
      />
      <Subscribe place={view.chosen.place} />
    </>
  )
}

function Filters({ view }: { readonly view: ListView }) {
  const t = useText(text)
  const { kind, place } = view.chosen
  return (
    <FilterBar action="/publicity" {...((kind || place) && { clearHref: '/publicity' })}>
      <Select
        name="kind"
        label={t.kind}
        value={kind}
        empty={t.allKinds}
        options={postKinds.map((value) => ({ value, label: t.kinds[value] }))}
      />
      {view.places.length > 0 && (
        <Select name="place" label={t.place} value={place} empty={t.allPlaces} options={view.places} />
      )}
    </FilterBar>
  )
}

interface PostsProps {
  readonly id: string
  readonly title: string
  readonly posts: readonly Post[]
  readonly timeZone: string
  readonly children?: preact.ComponentChildren
}

function Posts({ id, title, posts, timeZone, children }: PostsProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
      <CardGrid label={title}>
        {posts.map((post) => (
          <PostCard key={post.id} post={post} timeZone={timeZone} />
        ))}
      </CardGrid>
    </section>
  )
}

/** A post in a few lines, with its marks. */
export function PostCard({ post, timeZone }: { readonly post: Post; readonly timeZone: string }) {
  const t = useText(text)
  const locale = useLocale() as Locale
  const { title } = wordsIn(post, locale)
  const place = placeIn(post, locale) ?? t.council
  return (
    <Card asItem level={3} title={<Words>{title}</Words>} href={`/publicity/${post.number}`}>
      <p>
        <Tag>{t.kinds[post.kind]}</Tag> <Marks post={post} />
      </p>
      {isActivity(post.kind) ? (
        <p>
          {whenWords(post, locale, timeZone)}
          <br />
          <Words>{whereWords(post, locale) || place}</Words>
        </p>
      ) : (
        <p class="muted">
          <Words>{place}</Words>
          {post.published_at && <> · {dayWords(post.published_at, locale, timeZone)}</>}
        </p>
      )}
    </Card>
  )
}

/** Draft, withdrawn, announced late: what everybody must see at once. */
export function Marks({ post }: { readonly post: Post }) {
  const t = useText(text)
  const locale = useLocale() as Locale
  const mark = punctualityMark(post, locale)
  return (
    <>
      {post.stage === 'draft' && <Tag kind="wait">{t.draft}</Tag>}
      {post.stage === 'withdrawn' && <Tag kind="stop">{t.withdrawn}</Tag>}{' '}
      {post.stage === 'published' && mark?.kind === 'wait' && <Tag kind="wait">{mark.words}</Tag>}
    </>
  )
}

/** The ways to follow along without coming back. */
export function Subscribe({ place }: { readonly place: string }) {
  const t = useText(text)
  const query = place ? `?place=${place}` : ''
  return (
    <section aria-labelledby="subscribe">
      <h2 id="subscribe">{t.subscribe}</h2>
      <p>
        {t.subscribeWords}
        <a href={`/publicity/calendar.ics${query}`}>{t.ics}</a> · <a href={`/publicity/feed.atom${query}`}>{t.atom}</a>
      </p>
    </section>
  )
}
