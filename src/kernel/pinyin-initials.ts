/** The first character of each initial in the order of pinyin, by which a collator tells where a character belongs. */
const bounds = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他屲夕丫帀'
const letters = 'abcdefghjklmnopqrstwxyz'
/** Characters that are read otherwise where they begin a name. */
const surnames: Readonly<Record<string, string>> = {
  单: 's',
  曾: 'z',
  解: 'x',
  仇: 'q',
  区: 'o',
  查: 'z',
  朴: 'p',
  翟: 'z',
  乐: 'y',
  盖: 'g',
  尉: 'y',
  缪: 'm',
  洗: 'x',
  冼: 'x',
  员: 'y',
  召: 's',
}

let collator: Intl.Collator | undefined

/**
 * The first letters of a Chinese text in pinyin: 王秀英 → `wxy`. Letters and digits stay; anything else is left out.
 * Characters with several readings count by their commonest, surnames by the reading they have as surnames.
 */
export function pinyinInitials(text: string): string {
  const [first = ''] = text
  return [...text.normalize('NFKC').toLowerCase()]
    .map((character, at) => (at === 0 && surnames[first]) || initialOf(character))
    .join('')
}

function initialOf(character: string): string {
  if (/[a-z0-9]/.test(character)) return character
  if (!/\p{Script=Han}/u.test(character)) return ''
  collator ??= new Intl.Collator('zh-CN-u-co-pinyin')
  let found = ''
  for (const [index, bound] of [...bounds].entries()) {
    if (collator.compare(bound, character) > 0) break
    found = letters[index] ?? ''
  }
  return found
}
