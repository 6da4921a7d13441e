import type { App } from '#kernel/app'
import { createApp } from '#kernel/app'
import { testClock } from '#kernel/clock'
import { drain } from '#kernel/worker'
import { countAll } from '../modules/insight/count.ts'
import { tellBureau } from './bureau.ts'
import { tellContact } from './contact.ts'
import { foundCouncils } from './councils.ts'
import { tellExchange } from './exchange.ts'
import { tellFunds } from './funds.ts'
import { tellLedgers } from './ledgers.ts'
import { bringPeople } from './people.ts'
import { layOutNetwork } from './places.ts'
import { tellPlaques } from './plaques.ts'
import { tellPublicity } from './publicity.ts'
import { tellRoster } from './roster.ts'
import { tellSessions } from './sessions.ts'
import { tellSnapped } from './snapped.ts'
import { stories } from './stories/index.ts'
import { type Stage, tellStory } from './tell.ts'
import { timeline } from './timeline.ts'
import { tellVisits } from './visits.ts'

/**
 * Fills an empty house with Yunshan City 云山市, which does not exist: through the same actions that people use, on a
 * clock that walks through the past months, so that every event, receipt and due date is as it would be.
 */
export async function seedDemo(app: App, tell: (line: string) => void): Promise<void> {
  const now = app.clock.now()
  const clock = testClock(new Date(now.getTime() - 200 * 86_400_000))
  const past = createApp({ ...app, clock })
  tell('云山市 Yunshan City: councils and places')
  const city = await foundCouncils(past)
  tell('people and their duties')
  const company = await bringPeople(past, city)
  await drain(past)
  await layOutNetwork(past, city, company)
  await drain(past)
  tell('consultations, one in each stage')
  const line = timeline(past, clock, now)
  const stage: Stage = { app: past, city, company, line, projects: new Map() }
  for (const story of stories) tellStory(stage, story)
  tellPublicity(stage)
  tellContact(stage)
  tellExchange(stage)
  tellSnapped(stage)
  tellSessions(stage)
  tellBureau(stage)
  tellRoster(stage)
  tellLedgers(stage)
  tellVisits(stage)
  tellFunds(stage)
  tellPlaques(stage)
  await line.run()
  clock.set(now)
  await drain(past)
  await countAll(past)
}
