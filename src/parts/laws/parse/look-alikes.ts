/** Radicals of Unicode's supplement that stand for a whole character, side by side with it. */
const supplement =
  '⺁厂⺄乙⺈刀⺊卜⺌小⺍小⺎兀⺒巳⺓幺⺜日⺝月⺟母⺠民⺧牛⺩王⺫目⺬示⺶羊⺼肉⺽臼⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟'
const wholeCharacters = new Map(supplement.match(/../gu)!.map((pair) => [pair[0]!, pair[1]!]))

/**
 * Words with real characters where look-alikes stand: PDFs give back ⼀ (a radical) for 一, and old collections keep
 * compatibility forms. Searching, comparing and numbering all need the real ones.
 */
export function withoutLookAlikes(text: string): string {
  return text
    .replace(/\u2f3e/g, '户')
    .replace(/[\u2f00-\u2fd5\uf900-\ufaff]/g, (character) => character.normalize('NFKC'))
    .replace(/[\u2e80-\u2eff]/g, (character) => wholeCharacters.get(character) ?? character)
}
