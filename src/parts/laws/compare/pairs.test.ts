import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dataFolder } from '#support/data'
import { compareTexts } from '../compare.ts'
import { parseLegalText } from '../parse.ts'
import type { Comparison } from '../tree.ts'

const pairs = dataFolder('laws/pairs')

interface Truth {
  readonly gold_exact: readonly (readonly [string, string])[]
  readonly silver_modified: readonly (readonly [string, string, number])[]
}

describe.skipIf(!pairs)('eighty real pairs of versions', () => {
  const folders = pairs ? readdirSync(pairs).filter((name) => existsSync(`${pairs}/${name}/truth.json`)) : []
  const results = folders.map((name) => ({
    links: linksOf(compare(`${pairs}/${name}`)),
    truth: json<Truth>(`${pairs}/${name}/truth.json`),
  }))

  test('at least 99.5 % of the articles known to be identical are linked', () => {
    expect(
      share(results.map(({ links, truth }) => [links, truth.gold_exact.map(([from, to]) => `${from}>${to}`)])),
    ).toBeGreaterThanOrEqual(0.995)
  })

  test('nearly all machine-made links between changed articles are found too', () => {
    expect(
      share(results.map(({ links, truth }) => [links, truth.silver_modified.map(([from, to]) => `${from}>${to}`)])),
    ).toBeGreaterThanOrEqual(0.98)
  })

  test('links by equal number would miss a quarter of them', () => {
    const byNumber = results.map(({ truth }): [Set<string>, string[]] => [
      new Set(truth.gold_exact.map(([from]) => `${from}>${from}`)),
      truth.gold_exact.map(([from, to]) => `${from}>${to}`),
    ])
    expect(share(byNumber)).toBeLessThan(0.8)
  })

  test('of the links drawn by hand for a whole law at least 97 % are right and found', () => {
    const marked = folders.filter((name) => existsSync(`${pairs}/${name}/gold_manual.json`))
    for (const name of marked) {
      const { links: gold } = json<{ links: [string, string][] }>(`${pairs}/${name}/gold_manual.json`)
      const right = new Set(gold.map(([from, to]) => `${from}>${to}`))
      const found = linksOf(compare(`${pairs}/${name}`))
      expect(
        (2 * [...found].filter((link) => right.has(link)).length) / (found.size + right.size),
      ).toBeGreaterThanOrEqual(0.97)
    }
    expect(marked.length).toBeGreaterThan(0)
  })
})

function compare(folder: string): Comparison {
  const [old, fresh] = ['old.md', 'new.md'].map(
    (file) => parseLegalText(readFileSync(`${folder}/${file}`, 'utf8')).text,
  )
  return compareTexts(old!, fresh!)
}

function linksOf({ links }: Comparison): Set<string> {
  return new Set(links.flatMap(({ from, to }) => from.flatMap((a) => to.map((b) => `${a}>${b}`))))
}

function share(cases: readonly (readonly [ReadonlySet<string>, readonly string[]])[]): number {
  const wanted = cases.flatMap(([found, truth]) => truth.map((link) => found.has(link)))
  return wanted.filter(Boolean).length / wanted.length
}

function json<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8'))
}
