import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One built file, ready to send. */
export interface AssetFile {
  readonly body: Uint8Array<ArrayBuffer>
  readonly type: string
  readonly br?: Uint8Array<ArrayBuffer>
  readonly gzip?: Uint8Array<ArrayBuffer>
  /** With its quotation marks. */
  readonly etag: string
}

export interface Assets {
  /**
   * The address of a built file by its plain name: `public.css`, `desk.css`, `copy.js`. Carries a fingerprint of the
   * content, so it may be kept for ever.
   * @throws Error when there is no such file
   */
  readonly url: (name: string) => string
  /** The file behind an address, its path given without `/assets/`; null where there is none. */
  readonly file: (path: string) => AssetFile | null
}

/** What the build writes beside the files. */
export interface AssetManifest {
  /** Fingerprint of all sources the build was made from. */
  readonly sources: string
  /** Built file by plain name. */
  readonly names: Readonly<Record<string, string>>
  /** Every built file, shared pieces included. */
  readonly files: readonly string[]
}

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const folder = join(root, 'dist', 'assets')
const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
}

let ready: Assets | null = null

/**
 * The style sheets and browser scripts. Builds them on the first call when they are missing or older than their
 * sources (about a second), then serves them from memory.
 */
export function assets(): Assets {
  ready ??= load()
  return ready
}

/** Style sheets of the look and of every part and module, and browser scripts, as paths from the project's root. */
export function assetSources(): readonly string[] {
  const found = globSync(
    ['src/web/ui/*.css', 'src/{parts,modules}/**/*.css', 'src/{web,parts/*,modules/*}/islands/*.ts'],
    { cwd: root },
  )
  return found
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.endsWith('.test.ts'))
    .sort()
}

/** What browser scripts are made of besides their entries: pieces in folders beside them, and the components. */
function pieces(): readonly string[] {
  return globSync(['src/{web,parts/*,modules/*}/islands/*/*.{ts,tsx}', 'src/web/ui/*.{ts,tsx}'], { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !/\.test\.tsx?$/.test(path))
    .sort()
}

/** A fingerprint of the sources' names and contents and of the build's own code. */
export function fingerprintOf(sources: readonly string[]): string {
  const hash = createHash('sha256')
  for (const path of [...sources, ...pieces(), 'src/web/assets-build.ts', 'package-lock.json']) {
    const full = join(root, path)
    hash.update(`${path}\n`).update(existsSync(full) ? readFileSync(full) : '')
  }
  return hash.digest('hex')
}

function load(): Assets {
  const manifest = fresh() ?? build()
  const files = new Map(manifest.files.map((name) => [name, read(name)]))
  return {
    url(name) {
      const built = manifest.names[name]
      if (!built) throw new Error(`No asset named ${name}; there are ${Object.keys(manifest.names).join(', ')}`)
      return `/assets/${built}`
    },
    file: (path) => files.get(path) ?? null,
  }
}

/** The manifest of the last build where it still fits the sources. An image without sources serves what it has. */
function fresh(): AssetManifest | null {
  const manifest = readManifest()
  const sources = assetSources()
  if (!manifest || sources.length === 0) return manifest
  return manifest.sources === fingerprintOf(sources) ? manifest : null
}

function readManifest(): AssetManifest | null {
  const path = join(folder, 'manifest.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

/** In a process of its own: the bundler is asynchronous, large, and no guest of the server's memory. */
function build(): AssetManifest {
  execFileSync(process.execPath, ['--import', 'tsx', join(root, 'src', 'web', 'assets-build.ts')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const manifest = readManifest()
  if (!manifest) throw new Error('The build of the style sheets and scripts left no manifest')
  return manifest
}

function read(name: string): AssetFile {
  const path = join(folder, name)
  const body = new Uint8Array(readFileSync(path))
  return {
    body,
    type: types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    br: new Uint8Array(readFileSync(`${path}.br`)),
    gzip: new Uint8Array(readFileSync(`${path}.gz`)),
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
  }
}
