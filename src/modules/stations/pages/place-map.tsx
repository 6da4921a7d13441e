import { classNames, useLocale, useText } from '#ui'
import { type MapPoint, type MapShape, planMap, type Tiles } from '../map/plan.ts'
import { text } from './list-page.text.ts'

export interface PlaceMapProps {
  readonly points: readonly MapPoint[]
  readonly shapes?: readonly MapShape[]
  readonly tiles?: Tiles | null
  /** Where a cluster leads: a map of what lies in its box. */
  readonly hrefOfBox: (box: string) => string
}

/** Below the map, for the measure and the compass: a dot may lie anywhere else. */
const foot = 34

/** Places on the council's own shapes, drawn on the server; the list that says the same stands beneath. */
export function PlaceMap({ points, shapes = [], tiles = null, hrefOfBox }: PlaceMapProps) {
  const t = useText(text)
  const locale = useLocale()
  if (points.length === 0) return null
  const { width, height, dots, clusters, outlines, tiles: pictures, gridKm, step } = planMap(points, { shapes, tiles })
  const km = new Intl.NumberFormat(locale).format(gridKm)
  return (
    <figure class="place-map">
      <p>
        <a class="skip-map" href="#list">
          {t.skipMap}
        </a>
      </p>
      <svg viewBox={`0 0 ${width} ${height + foot}`}>
        <title>{t.mapAlt(points.length)}</title>
        {pictures.map((tile) => (
          <image key={tile.href} href={tile.href} x={tile.x} y={tile.y} width={tile.size} height={tile.size} />
        ))}
        {pictures.length > 0 && <rect class="under" y={height} width={width} height={foot} />}
        <g class={classNames('areas', pictures.length > 0 && 'on-tiles')}>
          {outlines.map((area) => (
            <path key={area.path} d={area.path} />
          ))}
          {outlines.map((area) =>
            area.name ? (
              <text key={area.name} x={area.x} y={area.y}>
                {area.name}
              </text>
            ) : null,
          )}
        </g>
        <g>
          <line class="edge" x1="0" y1={height} x2={width} y2={height} />
          <g class="compass">
            <path d={`M${width - 14} ${height + 26}v-18m-5 6l5-6l5 6`} />
            <text x={width - 28} y={height + 22}>
              {t.north}
            </text>
          </g>
          <g class="measure">
            <path d={`M10 ${height + 10}v8h${step}v-8`} />
            <text x={step + 18} y={height + 19}>
              {t.kilometres(km)}
            </text>
          </g>
        </g>
        {clusters.map(({ x, y, count, box }) => (
          <a key={box.join()} class="cluster" href={hrefOfBox(box.join())} aria-label={t.cluster(count)}>
            <circle class="reach" cx={x} cy={y} r="20" />
            <circle class="dot" cx={x} cy={y} r={count < 10 ? 12 : count < 100 ? 14 : 17} />
            <text x={x} y={y + 4}>
              {count}
            </text>
          </a>
        ))}
        {dots.map((point) => (
          <a key={point.href} href={point.href} aria-label={point.label}>
            <circle class="reach" cx={point.x} cy={point.y} r="16" />
            <circle class="dot" cx={point.x} cy={point.y} r={point.mark ? 11 : 7} />
            {point.mark && (
              <text x={point.x} y={point.y + 4}>
                {point.mark}
              </text>
            )}
          </a>
        ))}
      </svg>
      <figcaption class="muted">
        {t.mapNote} {clusters.length > 0 && t.clusterNote} {tiles?.credit}
      </figcaption>
    </figure>
  )
}
