import '../tables.ts'
import type { App } from '#kernel/app'
import { type Db, sql, type Tx } from '#kernel/db'
import type { CaseStage } from '#parts/cases'
import { settingsAt } from '#parts/councils'
import { threadOf } from '../merging/queries.ts'
import { type Filing, metresBetween, type Point, roundedPoint, samenessOf } from '../nearness.ts'
import { caseKind, subjectType } from '../rules.ts'

/** Beyond this a station is not "nearby" any more. */
const furthestPlaceM = 5000
/** One degree of latitude, in metres. */
const degreeM = 111_320

/** The open home, station or point nearest to a position; null where none is near. */
export async function nearestPlace(
  db: Db | Tx,
  councilId: string,
  at: Point,
): Promise<{ readonly placeId: string; readonly metres: number } | null> {
  const box = boxAround(at, furthestPlaceM)
  const rows = await db
    .selectFrom('network.place')
    .select(['place_id', 'latitude', 'longitude'])
    .where('council_id', '=', councilId)
    .where('until', 'is', null)
    .where('kind', 'in', ['home', 'station', 'point'])
    .where('latitude', '>=', box.south)
    .where('latitude', '<=', box.north)
    .where('longitude', '>=', box.west)
    .where('longitude', '<=', box.east)
    .limit(2000)
    .execute()
  const near = rows
    .flatMap(({ place_id, latitude, longitude }) =>
      latitude === null || longitude === null
        ? []
        : [{ placeId: place_id, metres: metresBetween(at, { latitude, longitude }) }],
    )
    .sort((a, b) => a.metres - b.metres || (a.placeId < b.placeId ? -1 : 1))
  const [first] = near
  return first && first.metres <= furthestPlaceM ? first : null
}

function boxAround({ latitude, longitude }: Point, metres: number) {
  const up = metres / degreeM
  const across = up / Math.max(0.05, Math.cos((latitude * Math.PI) / 180))
  return { south: latitude - up, north: latitude + up, west: longitude - across, east: longitude + across }
}

/** A public matter that may be the one somebody is about to file again. */
export interface Near {
  readonly id: string
  readonly number: number
  readonly body: string
  readonly locale: string
  readonly topic: string
  /** Empty where the one who raised it did not show its place. */
  readonly spot: string
  readonly stage: CaseStage
  readonly raisedAt: Date
  /** Everybody who speaks in it, the one who raised it counted. */
  readonly voices: number
  /** Its first photo, where she shows it. */
  readonly photo: string | null
  /** How far away, where both positions are known. */
  readonly metres: number | null
}

const mostOffered = 3
const mostNewest = 400

/**
 * Public matters that are still being handled and may be the same: near by position, by the words of the place, by
 * topic, by what is said. Private ones are never looked at.
 */
export async function similarMatters(app: App, councilId: string, filing: Filing): Promise<readonly Near[]> {
  const { db } = app.database
  const { nearbyMetres } = await settingsAt(db, councilId, app.clock.now())
  const box = filing.position && boxAround(filing.position, nearbyMetres)
  const { rows } = await sql<
    Omit<Near, 'metres'> & { latitude: number | null; longitude: number | null; placeShown: boolean; where: string }
  >`
    with close as (
      ${
        box
          ? sql`(select id from contact.matter where council_id = ${councilId}
                and latitude between ${box.south} and ${box.north} and longitude between ${box.west} and ${box.east}
              order by raised_at desc limit ${mostNewest}) union`
          : sql``
      }
      (select id from contact.matter where council_id = ${councilId} order by raised_at desc limit ${mostNewest})
    )
    select x.id, x.number, o.body, o.content_locale as locale, x.topic, x.spot as "where",
           case when x.place_shown then x.spot else '' end as spot, x.place_shown as "placeShown",
           m.stage, x.raised_at as "raisedAt", x.latitude, x.longitude,
           ${voicesOf(sql`x`)} as voices,
           case when x.place_shown then (
             select file_id from opinions.attachment a
              where a.council_id = x.council_id and a.opinion_id = x.opinion_id and a.kind = 'photo'
              order by file_id limit 1) end as photo
      from close join contact.matter x on x.council_id = ${councilId} and x.id = close.id
      join cases.matter m on m.council_id = x.council_id and m.id = x.case_id and m.kind = ${caseKind}
      join opinions.opinion o on o.council_id = x.council_id and o.id = x.opinion_id
     where m.stage in ('open', 'answered') and o.public and o.stage = 'received'`.execute(db)
  return rows
    .map((row) => {
      const { latitude, longitude, placeShown, where, ...shown } = row
      // Only what everybody may see is compared: an offer, or its distance, would give away the rest.
      const position =
        placeShown && latitude !== null && longitude !== null ? roundedPoint({ latitude, longitude }) : null
      const other = { words: row.body, spot: placeShown ? where : '', topic: row.topic, position }
      const metres = filing.position && position ? metresBetween(filing.position, position) : null
      return { shown: { ...shown, metres }, sameness: samenessOf(filing, other, nearbyMetres) }
    })
    .filter(({ sameness }) => sameness > 0)
    .sort((a, b) => b.sameness - a.sameness || b.shown.number - a.shown.number)
    .slice(0, mostOffered)
    .map(({ shown }) => shown)
}

/** How many speak in a matter: the one who raised it and those who joined and stayed. @param matter alias of `contact.matter` */
export function voicesOf(matter: ReturnType<typeof sql>) {
  return sql<number>`(select count(*) from opinions.opinion v where v.council_id = ${matter}.council_id
    and v.subject_type = ${subjectType} and v.subject_id in ${threadOf(matter)}
    and (v.id = ${matter}.opinion_id or v.stage <> 'withdrawn'))`
}
