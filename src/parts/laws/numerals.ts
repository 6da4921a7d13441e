const digits: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  '○': 0,
  '◯': 0,
  一: 1,
  壹: 1,
  二: 2,
  两: 2,
  贰: 2,
  三: 3,
  叁: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
}
const units: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 }
const tens: Readonly<Record<string, number>> = { 廿: 20, 卅: 30, 卌: 40 }

/** The characters a number in a label may be written with, for use inside a character class. */
export const numeralCharacters = `${Object.keys(digits).join('')}${Object.keys(units).join('')}${Object.keys(tens).join('')}0-9０-９`

/**
 * The value of a whole number from 0 to 9999 written in Chinese (一千二百六十, 二〇〇七, 廿三) or in digits of either
 * width; spaces inside are ignored.
 * @returns undefined when the words are not such a number (十百, 一二十)
 */
export function numberOf(words: string): number | undefined {
  const bare = words.replace(/\s/g, '').normalize('NFKC')
  if (/^\d{1,4}$/.test(bare)) return Number(bare)
  if (bare.length === 0 || bare.length > 9) return undefined
  const characters = [...bare]
  if (characters.every((character) => character in digits)) return positional(characters)
  return additive(characters)
}

/** The usual Chinese writing of a whole number from 0 to 9999: 十, 十二, 一百零五, 一千二百六十. */
export function chineseOf(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > 9999) throw new RangeError(`no Chinese numeral for ${value}`)
  if (value === 0) return '零'
  const names = '零一二三四五六七八九'
  let words = ''
  let pendingZero = false
  for (const [unit, name] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(value / unit) % 10
    if (digit === 0) pendingZero = words !== ''
    else {
      const leadingTen = unit === 10 && digit === 1 && words === ''
      words += `${pendingZero ? '零' : ''}${leadingTen ? '' : names[digit]}${name}`
      pendingZero = false
    }
  }
  return words
}

/** 二〇〇七 and a single digit: the digits stand side by side. */
function positional(characters: readonly string[]): number | undefined {
  if (characters.length > 4) return undefined
  if (characters.length === 2 && characters[0] !== '一' && digits[characters[0]!] === 0) return digits[characters[1]!]
  return characters.reduce((value, character) => value * 10 + digits[character]!, 0)
}

function additive(characters: readonly string[]): number | undefined {
  let total = 0
  let digit: number | undefined
  let lastUnit = 10_000
  for (const character of characters) {
    const unit = units[character]
    if (character in tens) {
      if (digit !== undefined || lastUnit <= 10) return undefined
      total += tens[character]!
      lastUnit = 10
    } else if (unit === undefined) {
      const value = digits[character]
      if (value === undefined || (digit !== undefined && digit !== 0)) return undefined
      digit = value
    } else {
      if (unit >= lastUnit || (digit === undefined && unit !== 10)) return undefined
      total += (digit || 1) * unit
      if (digit === 0 && unit !== 10) return undefined
      lastUnit = unit
      digit = undefined
    }
  }
  if (digit !== undefined && lastUnit === 10_000) return undefined
  return total + (digit ?? 0)
}
