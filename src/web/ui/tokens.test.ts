import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** The tokens of each manner, as the cascade leaves them. */
const light = tokensOf(blocks()[0])
const elder = { ...light, ...tokensOf(blocks()[1]) }
const dark = { ...light, ...tokensOf(blocks()[2]) }
const darkElder = { ...elder, ...dark, ...tokensOf(blocks()[3]) }
const manners = { light, elder, dark, darkElder }

const onGround = ['ink', 'ink-2', 'ink-3', 'cinnabar', 'azurite', 'malachite', 'gamboge']
const onWash = ['cinnabar', 'azurite', 'malachite', 'gamboge']

test.each(Object.entries(manners))('%s: words stand out from their ground by 4.5 to 1', (_name, tokens) => {
  const pairs = [
    ...['paper', 'sheet'].flatMap((ground) => onGround.map((ink) => [ink, ground] as const)),
    ...onWash.map((ink) => [ink, `${ink}-wash`] as const),
    ...onWash.map((ink) => ['ink', `${ink}-wash`] as const),
    ...onWash.map((ink) => ['ink-2', `${ink}-wash`] as const),
    ['on-accent', 'cinnabar'] as const,
  ]
  expect(pairs.filter(([ink, ground]) => contrast(tokens, ink, ground) < 4.5)).toEqual([])
})

test.each(['elder', 'darkElder'] as const)('%s: words stand out by 7 to 1', (name) => {
  const pairs = ['paper', 'sheet'].flatMap((ground) => onGround.map((ink) => [ink, ground] as const))
  expect(pairs.filter(([ink, ground]) => contrast(manners[name], ink, ground) < 7)).toEqual([])
})

test.each(Object.entries(manners))(
  '%s: the edge of what one presses or fills in stands out by 3 to 1',
  (_name, tokens) => {
    for (const ground of ['paper', 'sheet']) expect(contrast(tokens, 'edge', ground)).toBeGreaterThanOrEqual(3)
  },
)

test('the measure itself tells black on white from the pale rule between rows', () => {
  expect(ratio('#000000', '#ffffff')).toBe(21)
  expect(contrast(light, 'rule', 'paper')).toBeLessThan(3)
})

function contrast(tokens: Readonly<Record<string, string>>, ink: string, ground: string): number {
  return ratio(tokens[ink] ?? '', tokens[ground] ?? '')
}

function ratio(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

/** WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function blocks(): string[] {
  return [...css.matchAll(/(?::root|\[data-elder\]) \{([^}]*)\}/g)].map((block) => block[1] ?? '')
}

function tokensOf(block: string | undefined): Record<string, string> {
  return Object.fromEntries(
    [...(block ?? '').matchAll(/--([\w-]+): (#\w{6});/g)].map(([, name, value]) => [name, value]),
  )
}
