import { useLocale, useText } from '#ui'
import { text } from './list-page.text.ts'

export interface MapPoint {
  readonly href: string
  readonly label: string
  readonly mark: string
  readonly latitude: number
  readonly longitude: number
}

const width = 400
const padding = 30
/** Below the map, for the measure and the compass: a dot may lie anywhere else. */
const foot = 34
const kmPerDegree = 111.32

/** Points on a plain grid, drawn on the server; the list that says the same stands beneath. */
export function PlaceMap({ points }: { readonly points: readonly MapPoint[] }) {
  const t = useText(text)
  const locale = useLocale()
  if (points.length === 0) return null
  const { height, placed, gridKm, step, originX, originY } = project(points)
  const columns = range(originX, width, step)
  const rows = range(originY, height, step)
  const km = new Intl.NumberFormat(locale).format(gridKm)
  return (
    <figure class="place-map">
      <svg viewBox={`0 0 ${width} ${height + foot}`}>
        <title>{t.mapAlt(points.length)}</title>
        <g class="grid">
          {columns.map((x) => (
            <line key={`x${x}`} x1={x} y1="0" x2={x} y2={height} />
          ))}
          {[...rows, height].map((y) => (
            <line key={`y${y}`} x1="0" y1={y} x2={width} y2={y} />
          ))}
        </g>
        <g class="compass">
          <path d={`M${width - 14} ${height + 26}v-18m-5 6l5-6l5 6`} />
          <text x={width - 28} y={height + 22}>
            {t.north}
          </text>
        </g>
        <g class="measure">
          <path d={`M10 ${height + 10}v8h${round(step)}v-8`} />
          <text x={round(step) + 18} y={height + 19}>
            {t.kilometres(km)}
          </text>
        </g>
        {placed.map((point) => (
          <a key={point.href} href={point.href} aria-label={point.label}>
            <title>{point.label}</title>
            <circle class="reach" cx={point.x} cy={point.y} r="22" />
            <circle class="dot" cx={point.x} cy={point.y} r="11" />
            <text x={point.x} y={point.y + 4}>
              {point.mark}
            </text>
          </a>
        ))}
      </svg>
      <figcaption class="muted">{t.mapNote}</figcaption>
    </figure>
  )
}

interface Projected {
  readonly height: number
  readonly placed: readonly (MapPoint & { readonly x: number; readonly y: number })[]
  readonly gridKm: number
  readonly step: number
  readonly originX: number
  readonly originY: number
}

/** Equirectangular around the middle of the points: true to scale over a city. */
export function project(points: readonly MapPoint[]): Projected {
  const latitudes = points.map((point) => point.latitude)
  const longitudes = points.map((point) => point.longitude)
  const south = Math.min(...latitudes)
  const north = Math.max(...latitudes)
  const west = Math.min(...longitudes)
  const middle = (south + north) / 2
  const squeeze = Math.max(0.1, Math.cos((middle * Math.PI) / 180))
  const widthKm = Math.max(1, (Math.max(...longitudes) - west) * kmPerDegree * squeeze)
  const heightKm = Math.max(0.6, (north - south) * kmPerDegree)
  const scale = Math.min((width - 2 * padding) / widthKm, 340 / heightKm)
  const height = Math.max(160, Math.round(heightKm * scale + 2 * padding))
  const left = (width - (Math.max(...longitudes) - west) * kmPerDegree * squeeze * scale) / 2
  const top = (height - (north - south) * kmPerDegree * scale) / 2
  const gridKm = roundKm(width / scale / 5)
  const step = gridKm * scale
  return {
    height,
    gridKm,
    step,
    originX: left % step,
    originY: top % step,
    placed: points.map((point) => ({
      ...point,
      x: round(left + (point.longitude - west) * kmPerDegree * squeeze * scale),
      y: round(top + (north - point.latitude) * kmPerDegree * scale),
    })),
  }
}

/** 1, 2 or 5 times a power of ten, not above the wanted length. */
function roundKm(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted))
  return [5, 2, 1].map((digit) => digit * power).find((km) => km <= wanted) ?? power
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => round(from + i * step))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
