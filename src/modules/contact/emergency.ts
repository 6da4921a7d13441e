import type { Settings } from '#parts/councils'

/** A number to call at once, in words of both languages. */
export type EmergencyCall = Settings['emergencyCalls'][number]

/**
 * The numbers a page shows for what somebody writes: by the words in it, and by the topic she chose. They inform, and
 * never hold anything back.
 */
export function callsFor(
  { emergencyCalls, matterTopics }: Pick<Settings, 'emergencyCalls' | 'matterTopics'>,
  { words, topic }: { readonly words: string; readonly topic: string },
): readonly EmergencyCall[] {
  const typed = words.normalize('NFKC').toLowerCase()
  const named = matterTopics.find(({ code }) => code === topic)?.calls ?? ''
  return emergencyCalls.filter((call) => call.code === named || wordsOf(call).some((word) => typed.includes(word)))
}

/** The words at which a number is shown, as typed text is compared with them. */
export function wordsOf({ words_zh, words_en }: EmergencyCall): readonly string[] {
  return `${words_zh},${words_en}`
    .normalize('NFKC')
    .toLowerCase()
    .split(/[、,;\n]+/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
}
