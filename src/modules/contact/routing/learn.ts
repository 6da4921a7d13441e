import { featuresOf, type Matter, type Segment } from './features.ts'
import { lineBetween, type SparseVector } from './separate.ts'

/** A matter that was handled, and by whom or under which heading. */
export interface HandledMatter extends Matter {
  readonly label: string
}

/** One label with how sure the proposal is of it: 0 to 1, all labels together make 1. */
export interface Proposal {
  readonly label: string
  readonly score: number
}

/** What was learned from one council's handled matters. It proposes; a person decides. */
export interface Router {
  readonly labels: readonly string[]
  /** Best first. @param most how many labels are named */
  propose(matter: Matter, most?: number): readonly Proposal[]
}

/** For one label: what each feature counts for it, and the line that separates it from all others. */
interface Side {
  readonly label: string
  readonly ratios: Float64Array | Float32Array
  readonly weights: Float64Array | Float32Array
  readonly offset: number
}

/** Everything a router needs to propose: it can be stored and read again. */
export interface RouterModel {
  readonly labels: readonly string[]
  /** Features in the order of the numbers in `sides`. */
  readonly features: readonly string[]
  readonly sides: readonly Side[]
  readonly sharpness: number
}

/** Of how many held-back parts the sureness is taken. */
const folds = 4
/** Added to each count, so that a feature seen once does not decide alone. */
const smoothing = 2

/**
 * Learns from handled matters which label a new one belongs to: for each label a line that separates its matters from
 * the rest, over features weighted by how much likelier they are under that label. How sure a proposal is was taken
 * from matters held back while learning, so 0.8 means: of ten such proposals about eight were right.
 * @throws RangeError without any matter
 * Source of the method: Wang and Manning 2012, "Baselines and Bigrams".
 */
export function learn(handled: readonly HandledMatter[], segment: Segment): Router {
  return routerOf(modelOf(handled, segment), segment)
}

/** What `learn` learns, to be stored. @throws RangeError without any matter */
export function modelOf(handled: readonly HandledMatter[], segment: Segment): RouterModel {
  if (handled.length === 0) throw new RangeError('nothing to learn from')
  const labels = [...new Set(handled.map(({ label }) => label))].sort()
  const features = handled.map((matter) => featuresOf(matter, segment))
  const names = handled.map(({ label }) => label)
  const { ids, sides } = sidesOf(features, names, labels)
  return { labels, features: [...ids.keys()], sides, sharpness: sharpnessOf(features, names, labels) }
}

/** A router that proposes by what was learned. */
export function routerOf({ labels, features, sides, sharpness }: RouterModel, segment: Segment): Router {
  const ids = new Map(features.map((feature, id) => [feature, id]))
  return {
    labels,
    propose(matter, most = 3) {
      const asked = featuresOf(matter, segment)
      const sure = shares(
        sides.map((side) => heightOver(side, vectorOf(asked, ids, side.ratios))),
        sharpness,
      )
      return labels
        .map((label, index) => ({ label, score: sure[index] ?? 0 }))
        .sort((a, b) => b.score - a.score)
        .slice(0, most)
    },
  }
}

type Features = ReadonlyMap<string, number>

/** @returns for the features of a matter, one number for each label; the greatest fits best */
function scorerOf(
  features: readonly Features[],
  names: readonly string[],
  labels: readonly string[],
): (asked: Features) => readonly number[] {
  const { ids, sides } = sidesOf(features, names, labels)
  return (asked) => sides.map((side) => heightOver(side, vectorOf(asked, ids, side.ratios)))
}

function sidesOf(features: readonly Features[], names: readonly string[], labels: readonly string[]) {
  const ids = new Map<string, number>()
  for (const own of features) for (const feature of own.keys()) if (!ids.has(feature)) ids.set(feature, ids.size)
  return { ids, sides: labels.map((label) => sideOf(label, features, names, ids)) }
}

function sideOf(
  label: string,
  features: readonly Features[],
  names: readonly string[],
  ids: ReadonlyMap<string, number>,
): Side {
  const ours = names.map((name) => name === label)
  const ratios = ratiosOf(features, ours, ids)
  const vectors = features.map((own) => vectorOf(own, ids, ratios))
  return { label, ratios, ...lineBetween(vectors, ours, ids.size) }
}

/** How much likelier a feature is in our matters than in the others, as the size of a logarithm. */
function ratiosOf(
  features: readonly Features[],
  ours: readonly boolean[],
  ids: ReadonlyMap<string, number>,
): Float64Array {
  const inOurs = new Float64Array(ids.size).fill(smoothing)
  const inOthers = new Float64Array(ids.size).fill(smoothing)
  features.forEach((own, index) => {
    const counts = ours[index] ? inOurs : inOthers
    for (const feature of own.keys()) counts[ids.get(feature)!]! += 1
  })
  const many = ours.filter(Boolean).length
  const base = Math.log((many + smoothing) / (ours.length - many + smoothing))
  return inOurs.map((count, id) => Math.abs(Math.log(count / inOthers[id]!) - base))
}

/** A vector of length 1; features that were never seen while learning are left out. */
function vectorOf(
  features: Features,
  ids: ReadonlyMap<string, number>,
  ratios: Float64Array | Float32Array,
): SparseVector {
  const at: number[] = []
  const values: number[] = []
  let square = 0
  for (const [feature, count] of features) {
    const id = ids.get(feature)
    if (id === undefined) continue
    const value = (1 + Math.log(count)) * ratios[id]!
    if (value === 0) continue
    at.push(id)
    values.push(value)
    square += value * value
  }
  const length = Math.sqrt(square) || 1
  return { at, values: values.map((value) => value / length) }
}

/** How far a vector lies on our side of the line; below zero on the other. */
function heightOver({ weights, offset }: Side, { at, values }: SparseVector): number {
  let sum = offset
  for (let index = 0; index < at.length; index += 1) sum += weights[at[index]!]! * values[index]!
  return sum
}

/**
 * How sharply scores turn into sureness: the value under which the labels of matters held back were least surprising.
 * With too few matters to hold any back, a mild one.
 */
function sharpnessOf(features: readonly Features[], names: readonly string[], labels: readonly string[]): number {
  const mild = 2
  if (names.length < folds * 2 || labels.length < 2) return mild
  const heldBack: { readonly scores: readonly number[]; readonly right: number }[] = []
  for (let fold = 0; fold < folds; fold += 1) {
    const kept = names.flatMap((_, index) => (index % folds === fold ? [] : [index]))
    const score = scorerOf(
      kept.map((index) => features[index]!),
      kept.map((index) => names[index]!),
      labels,
    )
    names.forEach((name, index) => {
      if (index % folds === fold) heldBack.push({ scores: score(features[index]!), right: labels.indexOf(name) })
    })
  }
  const surprise = (sharpness: number) =>
    heldBack.reduce((sum, { scores, right }) => sum - Math.log(shares(scores, sharpness)[right]! + 1e-12), 0)
  const tried = Array.from({ length: 40 }, (_, step) => 0.5 * 1.1 ** step)
  return tried.reduce((best, sharpness) => (surprise(sharpness) < surprise(best) ? sharpness : best))
}

/** Scores as parts of 1. */
function shares(scores: readonly number[], sharpness: number): readonly number[] {
  const greatest = Math.max(...scores)
  const raised = scores.map((score) => Math.exp((score - greatest) * sharpness))
  const sum = raised.reduce((total, value) => total + value, 0)
  return raised.map((value) => value / sum)
}
