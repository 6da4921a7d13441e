import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureChromium } from './chromium.ts'

/**
 * Sets up and runs every test, then prints `N passed, N failed` as the last line.
 * On the embedded database; on a PostgreSQL server when TEST_DATABASE_URL names one.
 */
const root = join(import.meta.dirname, '..')
const report = join(root, 'tmp', `tests-${process.pid}.json`)

ensureChromium()
mkdirSync(join(root, 'tmp'), { recursive: true })
const run = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
)

const counts = countsOf(report)
rmSync(report, { force: true })
for (const name of counts.skipped) console.log(`not run here: ${name}`)
// A file that could not even be loaded holds tests that did not pass.
const failed = counts.failed + (counts.failed === 0 && run.status !== 0 ? 1 : 0)
console.log(`${counts.passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && counts.passed > 0 ? 0 : 1

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numFailedTestSuites: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

function countsOf(path: string): { passed: number; failed: number; skipped: string[] } {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: [] }
  const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as Report
  const all = testResults.flatMap((file) => file.assertionResults)
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return {
    passed: all.filter((test) => test.status === 'passed').length,
    failed: all.filter((test) => test.status === 'failed').length + broken.length,
    skipped: all.filter((test) => ['skipped', 'pending', 'todo'].includes(test.status)).map((test) => test.fullName),
  }
}
