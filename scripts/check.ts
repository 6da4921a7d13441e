import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Before a push: format and lint, types, then the tests. */
const root = join(import.meta.dirname, '..')
const steps: readonly (readonly [string, readonly string[]])[] = [
  [
    'format and lint',
    [join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.'],
  ],
  ['types', [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '--noEmit']],
  ...(process.argv.includes('--no-tests')
    ? []
    : ([['tests', ['--import', 'tsx', join(root, 'scripts', 'test.ts')]]] as const)),
]
for (const [name, args] of steps) {
  const { status } = spawnSync(process.execPath, [...args], { cwd: root, stdio: 'inherit' })
  if (status === 0) continue
  console.error(`${name}: failed`)
  process.exit(1)
}
