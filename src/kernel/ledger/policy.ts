import { type Note, parseVerifier, signatureTypes, signersOf, type Verifier } from './note.ts'

/** Whom to believe (c2sp.org/tlog-policy): the keys of logs, the keys of witnesses, and how many of these suffice. */
export interface Policy {
  readonly logs: readonly Verifier[]
  readonly witnesses: readonly PolicyWitness[]
  /** Whether these witnesses are enough. */
  suffices(witnesses: readonly Verifier[]): boolean
}

export interface PolicyWitness extends Verifier {
  /** Where it can be asked, if the policy says so. */
  readonly url?: string
}

type Rule = (seen: ReadonlySet<Verifier>) => boolean

/**
 * Reads a policy file.
 * @throws SyntaxError with the number of the line that is wrong
 */
export function parsePolicy(text: string): Policy {
  const logs: Verifier[] = []
  const witnesses: PolicyWitness[] = []
  const rules = new Map<string, Rule>()
  const members = new Set<string>()
  let quorum: Rule | undefined

  const define = (name: string | undefined, rule: Rule, at: number) => {
    if (!name || name === 'none' || rules.has(name)) throw wrong(at, 'a name is missing or taken')
    rules.set(name, rule)
  }
  const keyOf = (word: string | undefined, type: number, known: readonly Verifier[], at: number) => {
    const verifier = parseVerifier(word ?? '')
    if (verifier?.type !== type) throw wrong(at, 'this is not a key of the right kind')
    if (known.some(({ publicKey }) => Buffer.compare(publicKey, verifier.publicKey) === 0)) throw wrong(at, 'key twice')
    return verifier
  }

  for (const [index, line] of text.split('\n').entries()) {
    const at = index + 1
    const [word, ...rest] = line.split(/[ \t]+/).filter((part) => part !== '')
    if (!word || word.startsWith('#')) continue
    if (word === 'log' && rest.length <= 2) logs.push(keyOf(rest[0], signatureTypes.note, logs, at))
    else if (word === 'witness' && rest.length <= 3) {
      const key = keyOf(rest[1], signatureTypes.cosignature, witnesses, at)
      const witness: PolicyWitness = rest[2] ? { ...key, url: rest[2] } : key
      witnesses.push(witness)
      define(rest[0], (seen) => seen.has(witness), at)
    } else if (word === 'group') define(rest[0], group(rest.slice(1), rules, members, at), at)
    else if (word === 'quorum' && rest.length === 1 && !quorum) {
      quorum = rest[0] === 'none' ? () => true : rules.get(rest[0] ?? '')
      if (!quorum) throw wrong(at, `${rest[0]} is not defined above`)
    } else throw wrong(at, `what ${word} means is not clear`)
  }
  if (!quorum) throw new SyntaxError('policy: the quorum line is missing')
  const enough = quorum
  return { logs, witnesses, suffices: (seen) => enough(new Set(seen)) }
}

/**
 * Whether a policy believes a checkpoint.
 * @returns the witnesses who signed it, or why it is not believed
 */
export function judge(
  policy: Policy,
  origin: string,
  note: Note,
): { log: Verifier; witnesses: readonly Verifier[] } | 'signature' | 'unknown-log' | 'too-few-witnesses' {
  const logs = signersOf(
    note,
    policy.logs.filter(({ name }) => name === origin),
  )
  const witnesses = signersOf(note, policy.witnesses)
  if (!logs || !witnesses) return 'signature'
  const log = logs[0]
  if (!log) return 'unknown-log'
  return policy.suffices(witnesses) ? { log, witnesses } : 'too-few-witnesses'
}

function group(words: readonly string[], rules: Map<string, Rule>, members: Set<string>, at: number): Rule {
  const [threshold, ...names] = words
  const parts = names.map((name) => {
    const rule = rules.get(name)
    if (!rule || members.has(name)) throw wrong(at, `${name} is not defined above, or is in a group already`)
    members.add(name)
    return rule
  })
  const needed = threshold === 'all' ? parts.length : threshold === 'any' ? 1 : Number(threshold)
  if (!/^(all|any|[1-9][0-9]*)$/.test(threshold ?? '') || needed < 1 || needed > parts.length) {
    throw wrong(at, 'a group cannot need that many')
  }
  return (seen) => parts.filter((part) => part(seen)).length >= needed
}

function wrong(line: number, why: string): SyntaxError {
  return new SyntaxError(`policy, line ${line}: ${why}`)
}
