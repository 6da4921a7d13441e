import type { Locale } from '#kernel/text'
import { DefinitionList, Details, Table, Tag, Words } from '#ui'
import type { RatedStage, Rating, Sheet } from './facts.ts'
import type { Satisfaction } from './figures.ts'
import { scoredName } from './forms.tsx'
import { ratingsText } from './ratings.text.ts'
import { combinedScore, stageScore, type Value } from './rules.ts'
import { isContent, type Scale, type StageCode } from './scale.ts'
import { type Block, countAmong, type PublishedGroup } from './small-groups.ts'

interface Shown {
  readonly day: (at: Date) => string
  readonly locale: Locale
}

/** What one rater said of one sheet, for those who may read it: its stages, their score, what changed, the re-check. */
export function SheetView({ sheet, shown }: { readonly sheet: Sheet; readonly shown: Shown }) {
  const { scale, stages } = sheet
  return (
    <>
      {stages.map((stage) => (
        <StageView key={stage.code} scale={scale} stage={stage} shown={shown} />
      ))}
      {scale.kind === 'points' && <Combined sheet={sheet} shown={shown} />}
    </>
  )
}

interface StageViewProps {
  readonly scale: Scale
  readonly stage: RatedStage
  readonly shown: Shown
}

function StageView({ scale, stage, shown }: StageViewProps) {
  const t = ratingsText[shown.locale]
  return (
    <>
      {scale.kind === 'points' && <h4>{t.stage[stage.code]}</h4>}
      {stage.ratings.map((rating) => (
        <RatingView key={rating.id} scale={scale} code={stage.code} rating={rating} shown={shown} />
      ))}
      <RecheckView stage={stage} shown={shown} />
      {stage.original.length > 0 && (
        <Details summary={t.recheck.original}>
          {stage.original.map((rating) => (
            <RatingView key={rating.id} scale={scale} code={stage.code} rating={rating} shown={shown} />
          ))}
        </Details>
      )}
    </>
  )
}

interface RatingViewProps {
  readonly scale: Scale
  readonly code: StageCode
  readonly rating: Rating
  readonly shown: Shown
}

function RatingView({ scale, code, rating, shown }: RatingViewProps) {
  const t = ratingsText[shown.locale]
  const inWords = (value: Value) => valueInWords(scale, code, value, shown.locale)
  const option = scale.kind === 'words' ? scale.options.find((each) => each.code === rating.value.choice) : undefined
  return (
    <>
      <p class="row">
        <Tag kind={option && !isContent(option) ? 'stop' : 'ok'}>{inWords(rating.value)}</Tag>
        <span class="muted">{t.given(shown.day(rating.at))}</span>
      </p>
      <Items scale={scale} code={code} value={rating.value} locale={shown.locale} />
      {rating.words && (
        <p class="words">
          <Words>{rating.words}</Words>
        </p>
      )}
      {rating.before.length > 0 && (
        <p class="muted">
          {t.before} {rating.before.map((each) => t.was(inWords(each.value), shown.day(each.at))).join('; ')}
        </p>
      )}
    </>
  )
}

function Items({ scale, code, value, locale }: Pick<RatingViewProps, 'scale' | 'code'> & WithValue) {
  const t = ratingsText[locale]
  const { points } = value
  const stage = scale.kind === 'points' ? scale.stages.find((each) => each.code === code) : undefined
  if (!stage || points === null) return null
  return (
    <DefinitionList
      items={stage.items.map((item) => ({
        term: scoredName(item, locale),
        value: t.itemPoints(String(points[item.code] ?? 0), String(item.points)),
      }))}
    />
  )
}

interface WithValue {
  readonly value: Value
  readonly locale: Locale
}

/** 满意; or 85 分（满分 100）. */
export function valueInWords(scale: Scale, code: StageCode, { choice, points }: Value, locale: Locale): string {
  const t = ratingsText[locale]
  if (scale.kind === 'words') {
    const option = scale.options.find((each) => each.code === choice)
    return option ? scoredName(option, locale) : (choice ?? '')
  }
  const stage = scale.stages.find((each) => each.code === code)
  return stage && points ? t.outOf(number(stageScore(stage, points), locale)) : ''
}

function number(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value)
}

function RecheckView({ stage, shown }: Omit<StageViewProps, 'scale'>) {
  const { recheck } = stage
  if (!recheck) return null
  const t = ratingsText[shown.locale].recheck
  return (
    <div class="card">
      <p>
        {t.asked(shown.day(recheck.asked_at))}
        {recheck.state === 'asked' && (
          <>
            {' '}
            <Tag kind="wait">{t.waits}</Tag>
          </>
        )}
      </p>
      <p class="words">
        <Words>{recheck.reason}</Words>
      </p>
      {recheck.state !== 'asked' && recheck.decided_at && (
        <>
          <p>
            <b>{t[recheck.state](shown.day(recheck.decided_at))}</b>
          </p>
          <p class="words">
            <Words>{recheck.decision_reason ?? ''}</Words>
          </p>
          {recheck.state === 'anew' && stage.original.length === 0 && <p class="muted">{t.stands}</p>}
        </>
      )}
    </div>
  )
}

/** Both stages by their weights, once both are rated by somebody. */
function Combined({ sheet, shown }: { readonly sheet: Sheet; readonly shown: Shown }) {
  const t = ratingsText[shown.locale]
  if (sheet.scale.kind !== 'points') return null
  const points = sheet.stages.flatMap(({ code, ratings }) => {
    const value = ratings[0]?.value.points
    return value ? [[code, value] as const] : []
  })
  const score = combinedScore(sheet.scale, new Map(points))
  const how = sheet.scale.stages.map(({ code, weightPercent }) => t.weight(t.stage[code], weightPercent)).join(' + ')
  return (
    <DefinitionList
      items={[
        {
          term: t.combined,
          value: (
            <>
              <b>{score === null ? t.notYet : t.outOf(number(score, shown.locale))}</b>
              <span class="muted"> {t.combinedHow(how)}</span>
            </>
          ),
        },
      ]}
    />
  )
}

export interface SatisfactionTableProps {
  readonly satisfaction: Satisfaction
  readonly caption: string
  /** Name of a body by the key of its group. */
  readonly nameOf: (key: string) => string
  readonly locale: Locale
}

/** Satisfaction by rated body for everybody, with how it is counted. */
export function SatisfactionTable({ satisfaction, caption, nameOf, locale }: SatisfactionTableProps) {
  const t = ratingsText[locale].figures
  const { options, figures } = satisfaction
  const content = new Set(options.flatMap((option, index) => (isContent(option) ? [index] : [])))
  const share = ({ blocks }: Pick<PublishedGroup, 'blocks'>) => {
    const percent = contentPercent(satisfaction, blocks, content)
    return percent === null ? <span class="muted">{t.hidden}</span> : t.percent(number(percent, locale))
  }
  const words = (blocks: readonly Block[]) =>
    blocks.length === 1 ? (
      <span class="muted">{t.allTogether}</span>
    ) : (
      <ul class="plain">
        {blocks.map(({ from, to, count }) => {
          const names = options.slice(from, to + 1).map((option) => scoredName(option, locale))
          return <li key={from}>{t.together(t.or(names), number(count, locale))}</li>
        })}
      </ul>
    )
  if (figures.groups.length === 0) return <p class="muted">{t.none(figures.least)}</p>
  return (
    <>
      <Table
        caption={caption}
        captionHidden
        rows={figures.groups}
        keyOf={({ key }) => key || 'none'}
        columns={[
          { label: t.body, names: true, cell: ({ key }) => nameOf(key) },
          { label: t.counted, numeric: true, cell: ({ counted }) => number(counted, locale) },
          { label: t.content, numeric: true, cell: share },
          { label: caption, cell: ({ blocks }) => words(blocks) },
        ]}
        total={[t.total, number(figures.total.counted, locale), share(figures.total), words(figures.total.blocks)]}
      />
      {figures.withheld.length > 0 && (
        <p class="muted">
          {t.withheld(figures.withheld.map(nameOf).join(locale === 'en' ? ', ' : '、'), figures.least)}
        </p>
      )}
      <p class="muted">{t.how(figures.least)}</p>
    </>
  )
}

/** Of those who decided, as far as the blocks tell both numbers; in percent to one decimal. */
export function contentPercent(
  { options }: Pick<Satisfaction, 'options'>,
  blocks: readonly Block[],
  content: ReadonlySet<number>,
): number | null {
  const decided = new Set(options.flatMap(({ code }, index) => (code === 'abstain' ? [] : [index])))
  const [among, all] = [countAmong(blocks, content), countAmong(blocks, decided)]
  return among === null || all === null || all === 0 ? null : Math.floor((among * 2000 + all) / (2 * all)) / 10
}
