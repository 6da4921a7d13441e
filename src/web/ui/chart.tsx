import { classNames } from './class-names.ts'
import { Bar } from './figures.tsx'
import { useLocale, useText } from './frame.ts'
import { text } from './ui.text.ts'
import { Words } from './words.tsx'

export interface ChartPoint {
  /** What the number belongs to: a month, a place, a channel. */
  readonly label: string
  readonly value: number
}

export interface ChartProps {
  /** What is drawn, as the caption of the table beneath says it. */
  readonly title: string
  /** What is counted: 条意见 */
  readonly unit: string
  readonly points: readonly ChartPoint[]
}

/**
 * Numbers of different things, each as a bar under its name. A picture of the table that must stand beneath it: ears
 * get the title and the largest value, eyes the rest. Nothing without points.
 */
export function BarChart({ title, unit, points }: ChartProps) {
  const locale = useLocale()
  const summary = useSummary({ title, unit, points })
  if (points.length === 0) return null
  const number = new Intl.NumberFormat(locale)
  const most = Math.max(1, ...points.map(({ value }) => value))
  return (
    <div class="chart" role="img" aria-label={summary}>
      {points.map(({ label, value }, index) => (
        <div class="chart-row" key={`${index} ${label}`}>
          <span>
            <Words>{label}</Words>
          </span>{' '}
          <b class="num">{number.format(value)}</b>
          <Bar percent={(value / most) * 100} />
        </div>
      ))}
    </div>
  )
}

/** More points than this are a line: columns would be too thin to tell apart on a phone. */
const mostColumns = 14
/** Words under the axis that fit side by side on a phone. */
const mostLabels = 4

/**
 * Numbers in the order of time: columns, or a line where there are many. A picture of the table that must stand
 * beneath it. Drawn in percentages, so that it is as wide as the page and its words never shrink.
 */
export function TimeChart({ title, unit, points }: ChartProps) {
  const locale = useLocale()
  const summary = useSummary({ title, unit, points })
  if (points.length === 0) return null
  const number = new Intl.NumberFormat(locale)
  const top = roundCeiling(Math.max(...points.map(({ value }) => value)))
  const asLine = points.length > mostColumns
  const width = 100 / points.length
  const middle = (index: number) => percent(width * (index + 0.5))
  const height = (value: number) => percent(100 - (value / top) * 100)
  const grid = top === 1 ? [0, 1] : [0, top / 2, top]
  return (
    <div class="chart time" role="img" aria-label={summary}>
      <div class="chart-axis" aria-hidden="true">
        {grid.toReversed().map((value) => (
          <span class="num" key={value}>
            {number.format(value)}
          </span>
        ))}
      </div>
      <svg class="chart-plot" aria-hidden="true" focusable="false">
        {grid.map((value) => (
          <line key={value} class="grid" x1="0" x2="100%" y1={height(value)} y2={height(value)} />
        ))}
        {points.map(({ value }, index) =>
          asLine ? (
            <Step key={index} from={points[index - 1]?.value ?? null} to={value} {...{ index, middle, height }} />
          ) : (
            <rect
              key={index}
              x={percent(width * (index + 0.14))}
              width={percent(width * 0.72)}
              y={height(value)}
              height={percent((value / top) * 100)}
            />
          ),
        )}
      </svg>
      <div class="chart-labels" aria-hidden="true">
        {labelled(points).map(({ label, index }) => (
          <span key={index} class={classNames(index === 0 && 'first', index === points.length - 1 && 'last')}>
            {label}
          </span>
        ))}
      </div>
    </div>
  )
}

interface StepProps {
  readonly from: number | null
  readonly to: number
  readonly index: number
  readonly middle: (index: number) => string
  readonly height: (value: number) => string
}

function Step({ from, to, index, middle, height }: StepProps) {
  return (
    <>
      {from !== null && (
        <line class="way" x1={middle(index - 1)} y1={height(from)} x2={middle(index)} y2={height(to)} />
      )}
      <circle cx={middle(index)} cy={height(to)} r="3" />
    </>
  )
}

function useSummary({ title, unit, points }: ChartProps): string {
  const t = useText(text)
  const number = new Intl.NumberFormat(useLocale())
  const most = points.toSorted((a, b) => b.value - a.value)[0]
  return most ? t.chartSummary(title, most.label, number.format(most.value), unit) : title
}

/** The points whose words stand under the axis: the first, the last, and as many between as have room. */
function labelled(points: readonly ChartPoint[]): { label: string; index: number }[] {
  const gaps = Math.min(mostLabels, points.length) - 1
  const indices =
    gaps < 1 ? [0] : Array.from({ length: gaps + 1 }, (_, n) => Math.round((n * (points.length - 1)) / gaps))
  return indices.map((index) => ({ index, label: points[index]?.label ?? '' }))
}

/** The smallest of 1, 2, 4, 6, 10, 20, 40, 60, 100 … that is not below. @returns at least 1 */
export function roundCeiling(value: number): number {
  if (value <= 1) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 4, 6, 10].map((step) => step * power).find((step) => step >= value) ?? value
}

function percent(value: number): string {
  return `${Math.round(value * 100) / 100}%`
}
