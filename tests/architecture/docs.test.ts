import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root, sourceFiles } from './source.ts'

const pages = markdownOf('docs', 'src').concat(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'])

describe('what is written for people is short enough to be read', () => {
  test('the readme has at most 80 lines', () => {
    expect(linesOf('README.md')).toBeLessThanOrEqual(80)
  })

  test('every part and module says in at most 30 lines what it is', () => {
    const folders = ['parts', 'modules'].flatMap((kind) =>
      readdirSync(join(root, 'src', kind), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `src/${kind}/${entry.name}`),
    )
    expect(folders.length).toBeGreaterThan(6)
    expect(folders.filter((folder) => !existsSync(join(root, folder, 'README.md')))).toEqual([])
    expect(folders.filter((folder) => linesOf(`${folder}/README.md`) > 30)).toEqual([])
  })

  test('no file of the source is longer than 480 lines', () => {
    const files = sourceFiles('src')
    expect(files.length).toBeGreaterThan(200)
    expect(files.filter(({ text }) => text.split('\n').length - 1 > 480).map(({ path }) => path)).toEqual([])
  })
})

describe('what is written is still there', () => {
  test('every relative link leads to a file', () => {
    const links = pages.flatMap((page) => linksOf(textOf(page)).map((target) => ({ page, target })))
    expect(links.length).toBeGreaterThan(10)
    expect(links.filter(isDead)).toEqual([])
  })

  test('a link into nothing would be seen', () => {
    const text = 'See [the map](docs/map.md), [nothing](docs/none.md#x) and [outside](https://example.org).'
    const links = linksOf(text).map((target) => ({ page: 'README.md', target }))
    expect(links.filter(isDead)).toEqual([{ page: 'README.md', target: 'docs/none.md' }])
  })

  test('every command that a page tells to run is one of the package', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
    const told = pages.flatMap((page) =>
      [...textOf(page).matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)].map((match) => ({ page, command: match[1]! })),
    )
    expect(told.length).toBeGreaterThan(5)
    expect(told.filter(({ command }) => !(command in scripts))).toEqual([])
  })

  test('every file of the source that a page of docs/ names stands where it says', () => {
    const named = pages
      .filter((page) => !page.startsWith('src/') && !page.startsWith('docs/decisions/') && page !== 'CHANGELOG.md')
      .flatMap((page) =>
        [...textOf(page).matchAll(/`((?:src|tests|scripts|docs|bench)\/[\w./-]*\w)`/g)].map((match) => ({
          page,
          path: match[1]!,
        })),
      )
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([])
  })
})

describe('the glossary', () => {
  const rows = textOf('docs/glossary.md')
    .split('\n')
    .filter((line) => /^\|(?! ?-)/.test(line))
    .slice(1)
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, zh = '', en = '', where = '']) => ({ zh, en, where }))

  test('has each concept in both languages, and each word once', () => {
    expect(rows.length).toBeGreaterThan(20)
    expect(rows.filter(({ zh, en }) => !/\p{Script=Han}/u.test(zh) || !/[a-z]/i.test(en))).toEqual([])
    for (const language of ['zh', 'en'] as const) {
      const words = rows.flatMap((row) => row[language].split(' / '))
      expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([])
    }
  })

  test('points to folders that exist', () => {
    const places = rows.flatMap(({ where }) => where.match(/\b(?:parts|modules|kernel)\/[\w./-]*\w/g) ?? [])
    const gone = places.filter(
      (place) => !['', '.ts', '.tsx'].some((end) => existsSync(join(root, 'src', place + end))),
    )
    expect(gone).toEqual([])
  })
})

function markdownOf(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && !entry.parentPath.includes('demo'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
  )
}

function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

function linesOf(path: string): number {
  return textOf(path).trimEnd().split('\n').length
}

/** Targets of links inside the project, without what comes after `#`. */
function linksOf(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1]!.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
}

function isDead({ page, target }: { readonly page: string; readonly target: string }): boolean {
  const path = join(root, dirname(page), target)
  return !existsSync(path) || (target.endsWith('/') && !statSync(path).isDirectory())
}
