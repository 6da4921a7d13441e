import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Package {
  readonly version: string
  readonly repository?: string | { readonly url?: string }
}

const described: Package = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', '..', 'package.json'), 'utf8'))

/** The version of the program that runs. */
export const version = described.version

/** Where its source is published; null where the package names no address of the web. */
export const repository = webAddress(described.repository)

function webAddress(named: Package['repository']): string | null {
  const url = (typeof named === 'string' ? named : named?.url)?.replace(/^git\+/, '').replace(/\.git$/, '')
  return url?.startsWith('https://') ? url : null
}
