import type { Phase } from '../modules/consultations/rules.ts'

/** One opinion of the demonstration, as somebody gave it. */
export interface Said {
  /** Somebody of the cast, or any other name for a guest, a speaker at a session, the writer of a paper form. */
  readonly by: string
  /** Days after publication. */
  readonly day: number
  /** Number of the article; absent for the whole text. */
  readonly article?: number
  readonly words: string
  readonly suggested?: string
  /** Words of the article that it speaks about. */
  readonly quote?: string
  /** 'online' unless told otherwise. */
  readonly channel?: 'online' | 'paper' | 'field' | 'session' | 'desk'
  readonly stance?: 'support' | 'oppose' | 'neutral'
  /** How many others said 我也是. */
  readonly supports?: number
  /** Wants a letter, at this address; '' where it is handed over. On paper and from the field. */
  readonly letter?: string
  /** Only the office reads it. */
  readonly private?: true
  /** The language it is written in: zh-CN unless told otherwise. */
  readonly locale?: string
  /** Key of the argument it belongs to. */
  readonly in?: string
  /** It belongs to the topic and speaks against the others. */
  readonly dissent?: true
  /** What she answered to "is this what I meant?": yes, or why not. */
  readonly confirms?: true | string
}

export interface Refined {
  readonly text: string
  /** Passages of the opinions, word for word, that the sentence comes from. */
  readonly from: readonly string[]
}

export interface Decided {
  readonly decision: 'adopted' | 'partly' | 'not-adopted' | 'later'
  readonly reason: string
  /** Article of the next version, and the one it came from. */
  readonly changes?: readonly { readonly to: number; readonly from: number | null }[]
}

export interface Argued {
  readonly key: string
  readonly title: string
  readonly article?: number
  readonly theme?: string
  readonly intent: 'add' | 'change' | 'delete' | 'principle'
  readonly sentences: readonly Refined[]
  readonly because: string
  readonly remarks?: readonly { readonly by: string; readonly words: string }[]
  readonly outcome?: Decided
}

export interface Read {
  readonly article: number
  readonly kind: 'plain' | 'translation' | 'meaning'
  readonly locale?: string
  readonly audience?: string
  readonly words: string
  /** The same in English, for what is not a translation already. */
  readonly en?: string
}

export interface Door {
  readonly place: 'contact-point' | 0 | 1 | 2 | 3
  readonly label: string
  readonly article?: number
  readonly campaign?: string
  readonly visits: number
}

export interface Session {
  readonly key: string
  readonly day: number
  readonly kind: 'seminar' | 'visit' | 'street' | 'school' | 'workplace' | 'hearing'
  readonly title: string
  readonly venue: string
  readonly attended: number
  readonly place: 'contact-point' | 0 | 1 | 2 | 3
  readonly minutes: string
}

/** A consultation from its preparation to where it stands today. */
export interface Story {
  readonly project: {
    readonly key: string
    readonly title: string
    readonly en: string
    readonly about: string
    /** One matter, one law. */
    readonly single?: true
  }
  readonly kind: 'new' | 'amendment'
  readonly phase: Phase
  readonly title: string
  readonly en: string
  readonly summary: string
  readonly summaryEn: string
  /** File in texts/, and what people call this version. */
  readonly text: string
  readonly label: string
  /** Days before today. */
  readonly published?: number
  readonly closes?: number
  readonly refined?: number
  readonly submitted?: number
  readonly next?: { readonly text: string; readonly label: string; readonly day: number }
  readonly answered?: number
  readonly prepared: number
  readonly readings?: readonly Read[]
  readonly doors?: readonly Door[]
  readonly sessions?: readonly Session[]
  readonly opinions: readonly Said[]
  readonly arguments?: readonly Argued[]
  /** Answers to opinions that stand alone, by a passage of their words. */
  readonly alone?: readonly { readonly words: string; readonly outcome: Decided }[]
  readonly evaluations?: readonly {
    readonly by: string
    readonly score: 'satisfied' | 'basically' | 'dissatisfied' | 'abstain'
    readonly words: string
  }[]
}
