import { type Actor, hasRole, hasRoleAt } from '#kernel/action'
import type { ConsultationStage } from './rules.ts'
import { isClerk, stageNow } from './rules.ts'
import type { PaperEntry } from './tables.ts'

/** Collects opinions for a place (or the whole council): collectors, liaisons, staff, clerks. */
export function collectsAt(actor: Actor, placeId: string | null): boolean {
  return isClerk(actor) || hasRoleAt(actor, placeId, 'point-staff', 'liaison', 'collector')
}

/** Sits at the desk of a place: types in paper, takes a phone's file, turns minutes into opinions. */
export function deskAt(actor: Actor, placeId: string | null): boolean {
  return isClerk(actor) || hasRoleAt(actor, placeId, 'point-staff', 'liaison')
}

/** Has any part in collecting: may open the kit. */
export function mayCollect(actor: Actor): boolean {
  return hasRole(actor, 'clerk', 'point-staff', 'liaison', 'collector')
}

interface Clocked {
  readonly stage: ConsultationStage
  readonly opens_at: Date | null
  readonly closes_at: Date | null
}

/**
 * What becomes of something given away from this house that arrives now: taken, taken with a mark for a person to
 * decide on (given before closing, received after it), or refused with a code.
 */
export function arrival(consultation: Clocked, givenAt: Date, now: Date): 'taken' | 'late' | { refused: string } {
  const stage = stageNow(consultation, now)
  if (stage === 'open') return 'taken'
  if (stage === 'prepared') return { refused: 'not-open-yet' }
  if (stage === 'answered' || stage === 'evaluated') return { refused: 'answered-already' }
  return consultation.closes_at && givenAt < consultation.closes_at ? 'late' : { refused: 'closed' }
}

/**
 * The claimed time by our clock. A phone that is ahead or behind when it sends was so when it wrote; what would lie
 * in the future is set to now.
 */
export function givenAtOf(claimedAt: Date, phoneNow: Date, now: Date): { givenAt: Date; aheadS: number } {
  const aheadMs = phoneNow.getTime() - now.getTime()
  // Under two minutes is the time a request takes, not a wrong clock.
  const corrected = Math.abs(aheadMs) < 120_000 ? claimedAt.getTime() : claimedAt.getTime() - aheadMs
  const largest = 2_147_483_647
  const aheadS = Math.max(-largest, Math.min(largest, Math.round(aheadMs / 1000)))
  return { givenAt: new Date(Math.min(corrected, now.getTime())), aheadS }
}

export const entryFields = [
  'provision',
  'body',
  'suggested',
  'name',
  'contact',
  'letter',
  'address',
  'consent',
] as const
export type EntryField = (typeof entryFields)[number]

/** The fields in which two people read a form differently; spaces and line ends do not count. */
export function differences(first: PaperEntry, second: PaperEntry): EntryField[] {
  return entryFields.filter((field) => plain(first[field]) !== plain(second[field]))
}

function plain(value: string | boolean | undefined): string {
  return typeof value === 'string' ? value.normalize('NFKC').replace(/\s+/gu, '') : value ? 'yes' : ''
}

interface PaperState {
  readonly voided: string | null
  readonly opinion_id: string | null
  readonly returned_at: Date | null
  readonly first_entry: PaperEntry | null
  readonly second_entry: PaperEntry | null
}

export type PaperStage = 'printed' | 'returned' | 'once' | 'different' | 'entered' | 'void'

/** Where a form is on its way. */
export function paperStage(paper: PaperState): PaperStage {
  if (paper.voided !== null) return 'void'
  if (paper.opinion_id) return 'entered'
  if (paper.second_entry) return 'different'
  if (paper.first_entry) return 'once'
  return paper.returned_at ? 'returned' : 'printed'
}

export interface Spoken {
  readonly speaker: string | null
  readonly body: string
}

/**
 * Minutes as statements: an empty line or a new speaker ends one, "王阿姨：……" names who speaks. What stands on
 * several lines without a speaker of its own stays together.
 */
export function statementsOf(minutes: string): Spoken[] {
  const found: { speaker: string | null; lines: string[] }[] = []
  let open: { speaker: string | null; lines: string[] } | null = null
  for (const line of minutes.split('\n')) {
    const text = line.trim()
    if (text === '') {
      open = null
      continue
    }
    const named = /^([\p{L}\p{N} .·（）()、]{1,20}?)\s*[：:]\s*(.*)$/u.exec(text)
    if (named?.[1] && !/[，。；！？]/u.test(named[1])) {
      open = { speaker: named[1].trim(), lines: named[2] ? [named[2]] : [] }
      found.push(open)
    } else if (open) {
      open.lines.push(text)
    } else {
      open = { speaker: null, lines: [text.replace(/^(?:[-•·*]|\d{1,3}[.、．)）])\s*/u, '')] }
      found.push(open)
    }
  }
  return found
    .filter(({ lines }) => lines.length > 0)
    .map(({ speaker, lines }) => ({ speaker, body: lines.join('\n') }))
}

interface Clause {
  readonly id: string
  readonly label: string
  readonly words: string
}

/**
 * The clause a statement speaks about: the one it names (第三条, article 3), else the one that shares its rarest words.
 * @returns null when nothing fits well enough
 */
export function suggestClause(body: string, clauses: readonly Clause[]): string | null {
  const named = clauses.find(({ label }) => label !== '' && body.includes(label))
  if (named) return named.id
  const article = /\barticle\s+(\d+)/i.exec(body)?.[1] ?? /第\s*(\d+)\s*条/u.exec(body)?.[1]
  const numbered = article && clauses.find(({ id }) => id === `art_${article}`)
  if (numbered) return numbered.id
  const said = pairsOf(body)
  if (said.size === 0) return null
  const within = new Map<string, number>()
  const pairs = clauses.map(({ words }) => pairsOf(words))
  for (const set of pairs) for (const pair of set) within.set(pair, (within.get(pair) ?? 0) + 1)
  let best: { id: string; score: number } | null = null
  for (const [index, clause] of clauses.entries()) {
    let score = 0
    for (const pair of said) {
      if (pairs[index]?.has(pair)) score += Math.log(1 + clauses.length / (within.get(pair) ?? 1))
    }
    if (score > (best?.score ?? 0)) best = { id: clause.id, score }
  }
  // Two rare pairs, or several common ones: less is chance.
  return best && best.score >= 2 * Math.log(1 + Math.max(2, clauses.length)) * 0.9 ? best.id : null
}

/** Neighbouring characters of Chinese words, and whole words of others. */
function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>()
  for (const run of text.toLowerCase().match(/\p{Script=Han}{2,}|[\p{L}\p{N}]{4,}/gu) ?? []) {
    if (!/\p{Script=Han}/u.test(run)) pairs.add(run)
    else for (let i = 0; i + 1 < run.length; i += 1) pairs.add(run.slice(i, i + 2))
  }
  return pairs
}
