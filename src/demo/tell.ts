import { perform } from '#kernel/action'
import type { App } from '#kernel/app'
import { importDraft, prepareConsultation, publish, startProject } from '../modules/consultations/actions/prepare.ts'
import { acceptTask, assignStep, dispatch, finishStep, writeReading } from '../modules/consultations/actions/steps.ts'
import { planAnswers } from './answer.ts'
import {
  commentOnline,
  meet,
  openDoor,
  provisionOf,
  syncFromField,
  type Telling,
  tellTheDesk,
  typePapers,
} from './collect.ts'
import { type DemoCity, done } from './councils.ts'
import type { Company } from './people.ts'
import { planRefinement } from './refine.ts'
import type { Said, Story } from './story.ts'
import { textOf } from './texts.ts'
import type { Timeline } from './timeline.ts'

export interface Stage {
  readonly app: App
  readonly city: DemoCity
  readonly company: Company
  readonly line: Timeline
  /** Ids of the projects begun so far, by key. */
  readonly projects: Map<string, string>
}

/** Puts everything of a story on the timeline. */
export function tellStory(stage: Stage, story: Story): void {
  const { app, city, company, line } = stage
  const telling: Telling = { app, city, company, story, consultationId: '', given: new Map() }
  line.on(story.prepared, 0, () => prepare(stage, telling))
  const { published } = story
  if (published === undefined) return
  line.on(published, 0, () => open(stage, telling))
  line.on(published, 30, () => introduce(telling))
  collect(stage, telling, published)
  planRefinement(line, telling)
  planAnswers(line, telling)
}

async function prepare({ projects }: Stage, telling: Telling): Promise<void> {
  const { app, company, story } = telling
  const clerk = company.actor('周明')
  const { project } = story
  const begun = projects.get(project.key)
  const started = {
    title: project.title,
    titles: { en: project.en },
    about: project.about,
    kind: story.kind,
    singleSubject: project.single ?? false,
  }
  const projectId = begun ?? done(await perform(app, startProject, clerk, started)).projectId
  projects.set(project.key, projectId)
  const { consultationId } = done(
    await perform(app, prepareConsultation, clerk, {
      projectId,
      phase: story.phase,
      title: story.title,
      titles: { en: story.en },
      summary: story.summary,
      summaries: { en: story.summaryEn },
    }),
  )
  telling.consultationId = consultationId
  const draft = { consultationId, source: textOf(story.text), label: story.label, sourceName: story.text }
  done(await perform(app, importDraft, clerk, draft))
}

async function open({ line }: Stage, telling: Telling): Promise<void> {
  const { app, city, company, story, consultationId } = telling
  // Midnight at the end of the day, China time.
  const closesAt = line.dayOf(story.closes ?? 0, 14 * 60)
  done(await perform(app, publish, company.actor('周明'), { consultationId, closesAt }))
  const task = {
    consultationId,
    placeId: city.contactPoint.id,
    task: '请在辖区征询意见，至少组织一次现场座谈。',
    dueOn: closesAt.toISOString().slice(0, 10),
  }
  done(await perform(app, dispatch, company.actor('周明'), task))
  const taken = { consultationId, placeId: city.contactPoint.id }
  done(await perform(app, acceptTask, company.actor('孙丽'), taken))
  await finish(telling, 1, '已登记，指定孙丽负责。')
}

/** The plan, the plain words, and the doors; the collection has an owner. */
async function introduce(telling: Telling): Promise<void> {
  const { app, company, story, consultationId } = telling
  await finish(telling, 2, '征询居民、企业和学校，线上线下同时进行。')
  for (const reading of story.readings ?? []) {
    const { kind, words: body, audience = '', locale = 'zh-CN' } = reading
    const input = { consultationId, provisionId: provisionOf(reading.article), kind, locale, audience, body }
    const author = company.actor('韩教授')
    done(await perform(app, writeReading, author, input))
    if (reading.en) done(await perform(app, writeReading, author, { ...input, locale: 'en', body: reading.en }))
  }
  await finish(telling, 3, '通俗解读已上线，信息员已培训。')
  for (const door of story.doors ?? []) await openDoor(telling, door)
  const ownerId = company.person('孙丽').personId
  done(await perform(app, assignStep, company.actor('周明'), { consultationId, position: 4, ownerId }))
}

async function finish({ app, company, consultationId }: Telling, position: number, note: string): Promise<void> {
  done(await perform(app, finishStep, company.actor('孙丽'), { consultationId, position, note }))
}

function collect({ line }: Stage, telling: Telling, published: number): void {
  const { story } = telling
  const through = (channel: Said['channel']) => story.opinions.filter((said) => (said.channel ?? 'online') === channel)
  for (const [index, said] of through('online').entries()) {
    line.on(published - said.day, 60 + (index % 40) * 7, () => commentOnline(telling, said))
  }
  for (const said of through('desk')) line.on(published - said.day, 240, () => tellTheDesk(telling, said))
  for (const session of story.sessions ?? []) line.on(published - session.day, 300, () => meet(telling, session))
  const field = through('field')
  if (field.length > 0) line.on(published - lastDay(field), 420, () => syncFromField(telling, field))
  const paper = through('paper')
  if (paper.length > 0) line.on(published - lastDay(paper), 360, () => typePapers(telling, paper))
  if (story.closes !== undefined && story.closes > 0) {
    line.on(story.closes, 15 * 60, () => finish(telling, 4, `收到意见 ${story.opinions.length} 条。`))
  }
}

function lastDay(said: readonly Said[]): number {
  return Math.max(...said.map(({ day }) => day))
}
