import assert from 'node:assert/strict'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { importsOf, root, type SourceFile, sourceFiles } from './source.ts'

/** Where a file stands: the layer, and in parts and modules the name of the noun or system. */
interface Room {
  readonly layer: 'kernel' | 'web' | 'ui' | 'islands' | 'part' | 'module' | 'wiring'
  readonly name: string
}

const openParts = ['people', 'councils', 'files']

function roomOf(path: string): Room {
  const [, layer = '', name = ''] = path.split('/')
  if (layer === 'kernel') return { layer: 'kernel', name: '' }
  if (layer === 'web') return { layer: name === 'ui' ? 'ui' : name === 'islands' ? 'islands' : 'web', name: '' }
  if (layer === 'parts' && name !== 'index.ts') return { layer: 'part', name }
  if (layer === 'modules' && name !== 'index.ts') return { layer: 'module', name }
  return { layer: 'wiring', name: '' }
}

/** The file an import leads to, from the project's root; null for a package. */
function targetOf(file: SourceFile, specifier: string): string | null {
  if (specifier.startsWith('.')) return relative(root, join(root, dirname(file.path), specifier)).replaceAll('\\', '/')
  if (specifier === '#ui') return 'src/web/ui/index.ts'
  const alias = /^#(kernel|web|parts)\/(.+)$/.exec(specifier)
  if (alias) return alias[1] === 'parts' ? `src/parts/${alias[2]}/index.ts` : `src/${alias[1]}/${alias[2]}.ts`
  return null
}

/** Why `from` must not import from `to`; null when it may. */
function objection(from: Room, to: Room): string | null {
  if (from.layer === 'wiring') return null
  if (from.layer === to.layer && from.name === to.name) return null
  const may: Record<Room['layer'], readonly Room['layer'][]> = {
    kernel: [],
    ui: ['kernel'],
    islands: ['kernel'],
    web: ['kernel', 'ui'],
    part: ['kernel', 'ui', 'part'],
    module: ['kernel', 'web', 'ui', 'part'],
    wiring: [],
  }
  if (!may[from.layer].includes(to.layer)) return `${from.layer} must not import from ${to.layer}`
  if (from.layer === 'part' && to.layer === 'part' && !openParts.includes(to.name)) {
    return `parts do not know each other, except ${openParts.join(', ')}`
  }
  return null
}

function violations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    importsOf(file.text).flatMap((specifier) => {
      const target = targetOf(file, specifier)
      if (target === null || !target.startsWith('src/')) return []
      const from = roomOf(file.path)
      const to = roomOf(target)
      const why = objection(from, to)
      if (why) return [`${file.path} imports ${specifier}: ${why}`]
      const behindIndex =
        to.layer === 'part' &&
        from.layer !== 'wiring' &&
        from.name !== to.name &&
        !target.endsWith(`/${to.name}/index.ts`)
      return behindIndex ? [`${file.path} imports ${specifier}: a part is used through its index.ts`] : []
    }),
  )
}

const house = sourceFiles('src').filter((file) => !/\.test\.tsx?$/.test(file.path))

test('kernel, web, parts and modules import only what stands below them', () => {
  assert.deepEqual(violations(house), [])
})

test('a planted violation of each kind is found', () => {
  const planted: readonly SourceFile[] = [
    { path: 'src/kernel/planted.ts', text: "import { x } from '#parts/people'" },
    { path: 'src/web/planted.ts', text: "import { x } from '../modules/consultations/rules.ts'" },
    { path: 'src/parts/laws/planted.ts', text: "import { x } from '#parts/opinions'" },
    { path: 'src/parts/laws/planted.ts', text: "import { x } from '#web/page'" },
    { path: 'src/modules/home/planted.ts', text: "const x = await import('../consultations/rules.ts')" },
    { path: 'src/modules/home/planted.ts', text: "import type { x } from '../../parts/people/secret.ts'" },
  ]
  expect(violations(planted)).toHaveLength(planted.length)
  expect(violations([{ path: 'src/modules/home/fine.ts', text: "import { x } from '#parts/opinions'" }])).toEqual([])
})

test('only config.ts reads the environment', () => {
  const readers = house.filter((file) => /process\.env\b/.test(file.text)).map((file) => file.path)
  // The command line asks where it was called from; the build hands its environment to a child.
  assert.deepEqual(
    readers.filter(
      (path) =>
        ![
          'src/config.ts',
          'src/start.ts',
          'src/check-logs.ts',
          'src/create-council.ts',
          'src/exchange-popolo.ts',
          'src/kernel/command-line.ts',
          'src/succeed-log.ts',
          'src/web/assets.ts',
        ].includes(path),
    ),
    [],
  )
})

test('no page holds words of either language outside its text file', () => {
  const chinese = /[\u3400-\u9fff]/
  const withWords = house
    .filter((file) => file.path.endsWith('.tsx'))
    .filter((file) => chinese.test(withoutComments(file.text)))
    .map((file) => file.path)
  assert.deepEqual(withWords, [])
  assert.ok(chinese.test(withoutComments('<p>提交</p> // note')))
})

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

test('no file has a name that says nothing', () => {
  const empty = /(^|[/-])((utils?|helpers?|common|manager|misc)|(?<!identity-)service)([-./]|$)/
  assert.deepEqual(
    house.filter((file) => empty.test(file.path)).map((file) => file.path),
    [],
  )
  assert.ok(empty.test('src/web/date-utils.ts'))
})
