const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
const numeral = /^[\d零〇一二三四五六七八九十百千万亿两.,．，%％‰]+$/u
const startsNumber = /^[\d零〇一二三四五六七八九十百千万亿两]/u
/** 第十二条, 第三款: the number of a provision is one word. */
const ordinal = /^(?:之[一二三四五六七八九十]+)?[编章节条款项目]$/u

/**
 * Cuts a text into words, Chinese ones by the dictionary of the runtime. A number stays whole, with its 第 and its
 * 条, 款 or 项. The words joined again are the text.
 */
export function tokensOf(text: string): readonly string[] {
  const words = Array.from(segmenter.segment(text), ({ segment }) => segment)
  const tokens: string[] = []
  for (const word of words) {
    const last = tokens.at(-1)
    if (last !== undefined && belongsTo(last, word)) tokens[tokens.length - 1] = last + word
    else tokens.push(word)
  }
  return tokens
}

function belongsTo(last: string, word: string): boolean {
  const counted = /^第?[\d零〇一二三四五六七八九十百千万亿两]+$/u.test(last)
  if (last === '第') return startsNumber.test(word)
  if (counted && last.startsWith('第') && ordinal.test(word)) return true
  // 二十 + 万元: the power of ten belongs to the number.
  if (counted) return (numeral.test(word) && startsNumber.test(word)) || /^[十百千万亿]/u.test(word)
  return /\d[.．]$/u.test(last) && /^\d/u.test(word)
}
