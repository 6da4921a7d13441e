import type { App } from '#kernel/app'
import { placesOf } from '#parts/network'

const batch = 500

/** Every place of a council, closed ones too, as public rows. */
export async function* openPlaceRows(app: App, councilId: string): AsyncIterable<Record<string, unknown>> {
  for (let offset = 0; ; offset += batch) {
    const places = await placesOf(app.database.db, councilId, { closed: true, limit: batch, offset })
    for (const place of places) {
      yield {
        number: place.number,
        code: place.register_code,
        kind: place.kind,
        level: place.level,
        host_kind: place.host_kind,
        name_zh: place.name_zh,
        name_en: place.name_en,
        address: place.address_zh,
        latitude: place.latitude,
        longitude: place.longitude,
        since: place.since,
        until: place.until,
      }
    }
    if (places.length < batch) return
  }
}
