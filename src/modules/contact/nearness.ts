import { likenessOf, pairsOf } from '#parts/opinions'

/** A point on the earth, in degrees. */
export interface Point {
  readonly latitude: number
  readonly longitude: number
}

const earthRadiusM = 6_371_000
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** How far two points are from each other, in metres along the ground. */
export function metresBetween(a: Point, b: Point): number {
  const north = radians(b.latitude - a.latitude)
  const east = radians(b.longitude - a.longitude)
  const half =
    Math.sin(north / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(east / 2) ** 2
  return 2 * earthRadiusM * Math.asin(Math.sqrt(half))
}

/** A position as everybody sees it: to a thousandth of a degree, about a hundred metres. */
export function roundedPoint({ latitude, longitude }: Point): Point {
  const rounded = (degrees: number) => Math.round(degrees * 1e3) / 1e3
  return { latitude: rounded(latitude), longitude: rounded(longitude) }
}

/** What somebody is about to file, as far as it may be like another matter. */
export interface Filing {
  readonly words: string
  readonly spot: string
  readonly topic: string
  readonly position: Point | null
}

/** The same of a matter that stands already. */
export type Filed = Filing

/** Of a place in words alone, that much must agree. */
const sameSpot = 0.6
/** Of the words, that much makes two matters alike where the place agrees, and without any place. */
const alikeHere = 0.3
const alikeAnywhere = 0.5

/**
 * How surely two matters are one, from 0 to 1; 0 where it need not be asked. The place comes first: the same words two
 * streets away are another matter. A person decides in any case.
 * @param nearbyMetres within which two positions are one place
 */
export function samenessOf(mine: Filing, other: Filed, nearbyMetres: number): number {
  const words = likenessOf(pairsOf(mine.words), pairsOf(other.words))
  const spot = likenessOf(pairsOf(mine.spot), pairsOf(other.spot))
  const sameTopic = mine.topic !== '' && mine.topic === other.topic
  const otherTopic = mine.topic !== '' && other.topic !== '' && !sameTopic
  if (otherTopic && words < alikeAnywhere) return 0
  if (mine.position && other.position) {
    const metres = metresBetween(mine.position, other.position)
    if (metres > nearbyMetres) return 0
    const near = 1 - metres / (2 * nearbyMetres)
    // Without a word there is only the place to go by: it may be this one, and asking costs one look.
    if (sameTopic || words >= alikeHere || mine.words === '')
      return 0.5 * near + 0.5 * Math.max(words, sameTopic ? 0.6 : 0)
    return 0
  }
  if (spot >= sameSpot && (sameTopic || words >= alikeHere))
    return 0.3 * spot + 0.5 * Math.max(words, sameTopic ? 0.6 : 0)
  return words >= alikeAnywhere && (mine.spot === '' || other.spot === '' || spot > 0) ? 0.6 * words : 0
}
