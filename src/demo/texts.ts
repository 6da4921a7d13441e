import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A legal text of the demonstration. @param name file in texts/ */
export function textOf(name: string): string {
  return readFileSync(join(import.meta.dirname, 'texts', name), 'utf8')
}
