import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build, type Plugin, type Rolldown } from 'vite'
import { type AssetManifest, assetSources, fingerprintOf, root } from './assets.ts'

/** Order of the look's own sheets: words before those who use them. Others follow by name; print has the last word. */
const first = ['tokens.css', 'base.css', 'shell.css', 'forms.css', 'line.css', 'shapes.css']
const last = 'print.css'
const prefix = 'virtual:zhitong/'

await main()

async function main(): Promise<void> {
  const sources = assetSources()
  const built = await bundle(sources)
  const manifest: AssetManifest = {
    sources: fingerprintOf(sources),
    names: namesOf(built),
    files: built.map((file) => file.fileName),
  }
  write(built, manifest)
}

interface Built {
  readonly fileName: string
  readonly body: Buffer
  /** `copy.js`; undefined for a piece several scripts share. */
  readonly name: string | undefined
}

async function bundle(sources: readonly string[]): Promise<readonly Built[]> {
  const sheets = sheetsOf(sources)
  const scripts = sources.filter((path) => path.endsWith('.ts'))
  const inputs = new Map<string, string>([...sheets.keys()].map((name) => [name, `${prefix}${name}.css`]))
  for (const path of scripts) {
    const name = basename(path, '.ts')
    if (inputs.has(name)) throw new Error(`Two browser scripts or sheets are named ${name}`)
    inputs.set(name, join(root, path))
  }
  const result = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    base: './',
    plugins: [sheetPlugin(sheets)],
    build: {
      write: false,
      target: ['chrome100', 'safari15.4', 'firefox100'],
      modulePreload: false,
      rolldownOptions: {
        input: Object.fromEntries(inputs),
        output: {
          entryFileNames: '[name]-[hash].js',
          chunkFileNames: 'shared-[hash].js',
          assetFileNames: '[name]-[hash][extname]',
        },
      },
    },
  })
  if (Array.isArray(result) || !('output' in result)) throw new Error('The bundler answered with something unexpected')
  return result.output.flatMap((file) => builtFrom(file, sheets))
}

function builtFrom(
  file: Rolldown.OutputChunk | Rolldown.OutputAsset,
  sheets: ReadonlyMap<string, string>,
): readonly Built[] {
  if (file.type === 'chunk') {
    // A sheet as an entry also leaves an empty script behind.
    if (file.isEntry && sheets.has(file.name)) return []
    return [
      { fileName: file.fileName, body: Buffer.from(file.code), name: file.isEntry ? `${file.name}.js` : undefined },
    ]
  }
  const name = [...sheets.keys()].find((sheet) => file.fileName.startsWith(`${sheet}-`))
  return [{ fileName: file.fileName, body: Buffer.from(file.source), name: name && `${name}.css` }]
}

/** The sheets by name: `x.desk.css` belongs to the desk, everything else to the public pages. */
function sheetsOf(sources: readonly string[]): ReadonlyMap<string, string> {
  const css = sources.filter((path) => path.endsWith('.css'))
  const desk = css.filter((path) => path.endsWith('.desk.css'))
  const open = css.filter((path) => !desk.includes(path)).sort((a, b) => rank(a) - rank(b))
  return new Map([
    ['public', textOf(open)],
    ['desk', textOf(desk)],
  ])
}

function rank(path: string): number {
  const name = basename(path)
  if (!path.startsWith('src/web/ui/')) return first.length
  if (name === last) return first.length + 1
  const place = first.indexOf(name)
  return place === -1 ? first.length : place
}

function textOf(paths: readonly string[]): string {
  return paths.map((path) => readFileSync(join(root, path), 'utf8')).join('\n')
}

function sheetPlugin(sheets: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'sheets',
    resolveId: (id) => (id.startsWith(prefix) ? id : null),
    load: (id) => (id.startsWith(prefix) ? sheets.get(id.slice(prefix.length, -'.css'.length)) : null),
  }
}

function namesOf(built: readonly Built[]): Readonly<Record<string, string>> {
  return Object.fromEntries(built.flatMap((file) => (file.name ? [[file.name, file.fileName]] : [])))
}

/** Written aside and moved into place, so that two builds at once leave one whole result. */
function write(built: readonly Built[], manifest: AssetManifest): void {
  const folder = join(root, 'dist', 'assets')
  const aside = `${folder}.${process.pid}`
  mkdirSync(aside, { recursive: true })
  for (const { fileName, body } of built) {
    writeFileSync(join(aside, fileName), body)
    writeFileSync(join(aside, `${fileName}.br`), brotli(body))
    writeFileSync(join(aside, `${fileName}.gz`), gzipSync(body, { level: 9 }))
  }
  writeFileSync(join(aside, 'manifest.json'), JSON.stringify(manifest, null, 1))
  const old = `${aside}.old`
  try {
    renameSync(folder, old)
  } catch {
    // There was none yet.
  }
  try {
    renameSync(aside, folder)
  } catch {
    // The other build of the same sources was faster; its files are as good.
    rmSync(aside, { recursive: true, force: true })
  }
  rmSync(old, { recursive: true, force: true })
}

function brotli(body: Buffer): Buffer {
  return brotliCompressSync(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
  })
}
