import { shownText } from './words.ts'

/** Why a text waits for a person before it is shown: each sign weighs, and together they must reach `holdFrom`. */
export interface Judged {
  readonly score: number
  readonly signs: readonly Sign[]
}

export type Sign = 'links' | 'advert' | 'personal-data' | 'abuse' | 'noise' | 'hidden-characters'

export const holdFrom = 3

// Selling and recruiting, as it appears under every open form.
const advert =
  /加\s*(我|V|微|薇|Q)|(微信|薇信|V信|vx|QQ)\s*(号|群)?\s*[:：]?\s*[a-z0-9_-]{5,}|代开发票|刷单|博彩|网赌|贷款秒批|办证|兼职日结|点击.{0,6}(领取|链接)|casino|viagra/iu
const identityNumber = /(?<!\d)[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dXx](?!\d)/u
const mobileNumber = /(?<!\d)1[3-9]\d{9}(?!\d)/gu
const abuse =
  /傻[逼比屄]|操你|草泥马|去死吧|死全家|弄死(你|他|她)|杂种|婊子|狗娘养|\bfuck(ing)? you\b|\bkill yourself\b/iu

/**
 * Judges a text by plain signs. A high score hides nothing for good: a person looks, within the time the council sets,
 * and silence publishes it.
 */
export function judge(...texts: readonly string[]): Judged {
  const text = texts.join('\n').normalize('NFKC')
  const signs: [Sign, number][] = []
  const links = text.match(/https?:\/\/|www\./giu)?.length ?? 0
  if (links > 0) signs.push(['links', Math.min(3, links)])
  if (advert.test(text)) signs.push(['advert', 3])
  if (identityNumber.test(text)) signs.push(['personal-data', 3])
  else if ((text.match(mobileNumber)?.length ?? 0) > 0) signs.push(['personal-data', 2])
  if (abuse.test(text)) signs.push(['abuse', 3])
  if (isNoise(text)) signs.push(['noise', 3])
  if (text.length - shownText(text).length > 2) signs.push(['hidden-characters', 2])
  return { score: signs.reduce((sum, [, weight]) => sum + weight, 0), signs: signs.map(([sign]) => sign) }
}

/** One character for most of a longer text, or no letter at all. */
function isNoise(text: string): boolean {
  if (!/\p{L}/u.test(text)) return true
  const characters = text.replace(/\s/gu, '')
  if (characters.length < 12) return false
  // Whatever fills more than half of a text outlasts all the others when unlike ones strike each other out.
  let left = ''
  let standing = 0
  for (const character of characters) {
    if (standing === 0) left = character
    standing += character === left ? 1 : -1
  }
  let length = 0
  let times = 0
  for (const character of characters) {
    length += 1
    if (character === left) times += 1
  }
  return length >= 12 && times > length * 0.6
}
