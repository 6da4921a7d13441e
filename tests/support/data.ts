import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/**
 * A folder of real data, kept beside the project and never in it: `ZHITONG_DATA`, else `../shared/data`.
 * @param name path inside it: `laws/pairs`
 * @returns undefined, with a warning, when it is absent: the tests that need it are skipped
 */
export function dataFolder(name: string): string | undefined {
  const folder = resolve(process.env.ZHITONG_DATA ?? resolve(root, '../shared/data'), name)
  if (existsSync(folder)) return folder
  console.warn(`Skipped what needs ${folder}: the folder is absent.`)
  return undefined
}
