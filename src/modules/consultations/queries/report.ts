import type { Block } from '#kernel/documents'
import type { Locale } from '#kernel/text'
import { provisionPath, type Version } from '#parts/laws'
import { text } from '../pages/submission.text.ts'
import type { ArgumentStory } from './answers.ts'

export interface ReportFacts {
  readonly title: string
  readonly council: string
  readonly day: string
  /** Whom it is addressed to; null before it is sent. */
  readonly to: string | null
  readonly opinions: number
  readonly stories: readonly ArgumentStory[]
  readonly version: Version | null
  readonly locale: Locale
}

/** The suggestions of a report: those refined for good. */
export function suggestionsOf(stories: readonly ArgumentStory[]): readonly ArgumentStory[] {
  return stories.filter(({ sentences }) => sentences.length > 0)
}

/** The report upward in the order of an official document: title, what happened, each suggestion, who signs, when. */
export function reportBlocks(facts: ReportFacts): Block[] {
  const { locale, version } = facts
  const t = text[locale]
  const number = new Intl.NumberFormat(locale)
  const suggestions = suggestionsOf(facts.stories)
  const place = (story: ArgumentStory) =>
    version && story.provisionId ? `${provisionPath(version.text, story.provisionId, locale)}　` : ''
  const body = (words: string): Block => ({ kind: 'paragraph', text: words, indent: 'first', align: 'justify' })
  return [
    { kind: 'title', text: t.report(facts.title) },
    ...(facts.to ? [{ kind: 'paragraph', text: t.addressee(facts.to) } as const] : []),
    { kind: 'heading', level: 1, text: t.part(1, t.basics) },
    body(t.basicsWords(number.format(facts.opinions), number.format(suggestions.length))),
    { kind: 'heading', level: 1, text: t.part(2, t.suggestions) },
    ...(suggestions.length === 0 ? [body(t.noSuggestion)] : []),
    ...suggestions.flatMap((story, index): Block[] => [
      { kind: 'heading', level: 2, text: t.entry(index + 1, `${place(story)}${story.title}`) },
      body(story.sentences.map((sentence) => sentence.text).join('')),
      ...(story.refinedBecause ? [body(story.refinedBecause)] : []),
    ]),
    body(t.alone),
    { kind: 'space', mm: 10 },
    { kind: 'paragraph', text: facts.council, align: 'end' },
    { kind: 'paragraph', text: facts.day, align: 'end' },
  ]
}
