import { loadSegmenter } from './features.ts'
import { type HandledMatter, learn, modelOf } from './learn.ts'
import { packModel } from './stored.ts'

/** A model, and how well its like proposed what was held back while learning. */
export interface Learned {
  readonly model: Uint8Array
  readonly macroF1: number | null
  readonly topThree: number | null
}

const folds = 5

/** Learns in a process of its own: it takes a processor for seconds, which no page should wait for. */
export async function run(handled: readonly HandledMatter[]): Promise<Learned> {
  const segment = await loadSegmenter()
  const model = packModel(modelOf(handled, segment))
  if (handled.length < folds * 4) return { model, macroF1: null, topThree: null }
  const judged = Array.from({ length: folds }, (_, fold) => {
    const router = learn(
      handled.filter((__, index) => index % folds !== fold),
      segment,
    )
    return handled
      .filter((__, index) => index % folds === fold)
      .map((matter) => ({ label: matter.label, proposed: router.propose(matter).map(({ label }) => label) }))
  }).flat()
  const labels = [...new Set(judged.map(({ label }) => label))]
  const scores = labels.map((name) => {
    const proposed = judged.filter(({ proposed: [first] }) => first === name)
    const hits = proposed.filter(({ label }) => label === name).length
    return (2 * hits) / (proposed.length + judged.filter(({ label }) => label === name).length)
  })
  return {
    model,
    macroF1: scores.reduce((sum, score) => sum + score, 0) / labels.length,
    topThree: judged.filter(({ label, proposed }) => proposed.includes(label)).length / judged.length,
  }
}
