import type { Settings } from '#parts/councils'

/** A word of a scale or an item of a score, named in both languages. */
export interface Scored {
  readonly code: string
  readonly name_zh: string
  readonly name_en: string
  readonly points: number
}

/** One of a few words: satisfied, basically satisfied, dissatisfied, abstain. */
export interface WordScale {
  readonly kind: 'words'
  readonly options: readonly Scored[]
}

/** Points for items, in stages that are each shown out of 100 and put together by their weights. */
export interface PointScale {
  readonly kind: 'points'
  readonly stages: readonly ScoredStage[]
}

export interface ScoredStage {
  readonly code: StageCode
  readonly weightPercent: number
  readonly items: readonly Scored[]
}

/** How something is rated, as it stood when the matter began. */
export type Scale = WordScale | PointScale

/** What is rated at one time: all of it, or the reply first and what came of it later. */
export const stageCodes = ['whole', 'reply', 'implementation'] as const
export type StageCode = (typeof stageCodes)[number]

/** Points by the code of their item. */
export type Points = Readonly<Record<string, number>>

/** The code of the word that takes part and says neither. */
export const abstention = 'abstain'

/** From so many points on, a word counts as content. */
const contentFrom = 60

export function isContent({ code, points }: Pick<Scored, 'code' | 'points'>): boolean {
  return code !== abstention && points >= contentFrom
}

/** The council's words for satisfaction. */
export function satisfactionScale({ satisfactionScale: options }: Settings): WordScale {
  return { kind: 'words', options }
}

/** The council's hundred points for handling, in two stages: items not named for the reply belong to what came of it. */
export function handlingScale(settings: Settings): PointScale {
  const { suggestionScore: items, replyStageItems, replyStageWeightPercent: weight } = settings
  const inReply = new Set(replyStageItems)
  return {
    kind: 'points',
    stages: [
      { code: 'reply', weightPercent: weight, items: items.filter(({ code }) => inReply.has(code)) },
      { code: 'implementation', weightPercent: 100 - weight, items: items.filter(({ code }) => !inReply.has(code)) },
    ],
  }
}

/** The codes of the stages of a scale, in order. */
export function stagesOf(scale: Scale): readonly StageCode[] {
  return scale.kind === 'words' ? ['whole'] : scale.stages.map(({ code }) => code)
}
