/** Degrees, longitude first, as GeoJSON has them. */
export type Position = readonly [longitude: number, latitude: number]

const semiMajorAxis = 6_378_245
const eccentricitySquared = 0.006_693_421_622_965_943

/**
 * Where maps made for use in China (GCJ-02) show a point of the world (WGS-84): some hundred metres away.
 * Points outside China stay where they are. Source: the published approximation of the GCJ-02 offset; good to a metre or two.
 */
export function toGcj02([longitude, latitude]: Position): Position {
  if (longitude < 72.004 || longitude > 137.8347 || latitude < 0.8293 || latitude > 55.8271)
    return [longitude, latitude]
  const x = longitude - 105
  const y = latitude - 35
  const radians = (latitude / 180) * Math.PI
  const bend = 1 - eccentricitySquared * Math.sin(radians) ** 2
  const north = (northward(x, y) * 180) / (((semiMajorAxis * (1 - eccentricitySquared)) / bend ** 1.5) * Math.PI)
  const east = (eastward(x, y) * 180) / ((semiMajorAxis / Math.sqrt(bend)) * Math.cos(radians) * Math.PI)
  return [longitude + east, latitude + north]
}

function waves(x: number, lengths: readonly (readonly [size: number, factor: number])[]): number {
  return lengths.reduce((sum, [size, factor]) => sum + size * Math.sin(x * factor * Math.PI), 0)
}

function northward(x: number, y: number): number {
  const plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
  const ofX = waves(x, [
    [20, 6],
    [20, 2],
  ])
  const ofY = waves(y, [
    [20, 1],
    [40, 1 / 3],
    [160, 1 / 12],
    [320, 1 / 30],
  ])
  return plain + ((ofX + ofY) * 2) / 3
}

function eastward(x: number, y: number): number {
  const plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
  const ofX = waves(x, [
    [20, 6],
    [20, 2],
    [20, 1],
    [40, 1 / 3],
    [150, 1 / 12],
    [300, 1 / 30],
  ])
  return plain + (ofX * 2) / 3
}

/** A point in the square of the whole world as web maps draw it, 0 to 1 eastward and southward. */
export function mercator([longitude, latitude]: Position): readonly [x: number, y: number] {
  const bounded = Math.min(85, Math.max(-85, latitude))
  const radians = (bounded * Math.PI) / 180
  return [(longitude + 180) / 360, (1 - Math.log(Math.tan(radians) + 1 / Math.cos(radians)) / Math.PI) / 2]
}

/** The latitude at a height of that square. */
export function latitudeAt(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI
}

/** Metres between two points, over the distances of a city. */
export function metresBetween(one: Position, other: Position): number {
  const squeeze = Math.cos((((one[1] + other[1]) / 2) * Math.PI) / 180)
  return Math.hypot((one[0] - other[0]) * squeeze, one[1] - other[1]) * 111_320
}
