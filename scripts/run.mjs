// Runs one of the project's TypeScript files under the project's own Node, after making sure that what
// package-lock.json names is installed. Plain JavaScript that any Node from 20 on can run.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [file, ...args] = process.argv.slice(2)
if (!file) {
  console.error('usage: node scripts/run.mjs FILE [ARGUMENTS…]')
  process.exit(2)
}
const installed = install()
const node = nodeOfProject()
const env = { ...process.env, NODE_NO_WARNINGS: '1', INVOKED_FROM: process.env.INIT_CWD ?? process.cwd() }
if (installed) prepare()
const child = spawn(node, ['--import', 'tsx', join(root, file), ...args], { stdio: 'inherit', env })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))

function nodeOfProject() {
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return existsSync(node) ? node : process.execPath
}

/** Builds once what the first start would otherwise wait for. */
function prepare() {
  console.error('Preparing the demo data (once)…')
  spawnSync(node, ['--import', 'tsx', join(root, 'scripts', 'prepare.ts')], { stdio: ['ignore', 2, 2], env, cwd: root })
}

/** @returns whether anything had to be installed */
function install() {
  const lock = join(root, 'package-lock.json')
  const mark = join(root, 'node_modules', '.package-lock.json')
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs) return false
  if (existsSync(mark) && sameTree(lock, mark)) return false
  console.error('Installing what package-lock.json names (once, about a minute)…')
  const done = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (done.status !== 0) {
    console.error(
      'The installation failed; the lines above say why. Check the connection to the npm registry and run the command again.',
    )
    process.exit(1)
  }
  return true
}

/** Whether every package of the lock file that is not optional stands in node_modules with the same version. */
function sameTree(lock, mark) {
  const wanted = JSON.parse(readFileSync(lock, 'utf8')).packages
  const present = JSON.parse(readFileSync(mark, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version,
  )
}
