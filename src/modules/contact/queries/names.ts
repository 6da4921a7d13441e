import type { App } from '#kernel/app'
import { nameIn, organisationsOf, settingsAt } from '#parts/councils'

/** Names of the council's organisations by id, in the reader's language. */
export async function organisationNames(app: App, councilId: string, locale: string) {
  const all = await organisationsOf(app.database.db, councilId)
  return new Map(all.map((each) => [each.organisation_id, nameIn(each, locale)]))
}

/** Names of the council's topics by code. */
export async function topicNames(app: App, councilId: string, locale: string) {
  const { matterTopics } = await settingsAt(app.database.db, councilId, app.clock.now())
  return new Map(matterTopics.map((topic) => [topic.code, nameIn(topic, locale)]))
}
