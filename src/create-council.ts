import { parseArgs } from 'node:util'
import { perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { newId } from '#kernel/ids'
import type { Outcome } from '#kernel/outcome'
import { councilLevels, createCouncil, defaultCouncil } from '#parts/councils'
import { addPerson, giveRole } from '#parts/people'
import { readConfig } from './config.ts'
import { openHouse } from './start.ts'

const usage = `zhitong council create --slug NAME --name NAME_ZH [--name-en NAME] --level ${councilLevels.join('|')}
    [--host HOST] --security-officer NAME --contact PHONE_OR_EMAIL

Founds a council and names its first security officer, who gives everybody else their duties.
The security officer signs in with the contact given here and adds a passkey.`

/** @returns the exit code: 0 founded, 1 refused, 2 asked wrongly */
export async function createCouncilCommand(args: readonly string[]): Promise<number> {
  const wanted = read(args)
  if (!wanted) {
    console.error(usage)
    return 2
  }
  const app = await openHouse(readConfig(process.env))
  try {
    const { slug } = await found(app, wanted)
    console.log(`${slug}: ${app.baseUrl}/me/sign-in`)
    return 0
  } catch (error) {
    console.error((error as Error).message)
    return 1
  } finally {
    await app.database.close()
  }
}

export interface Wanted {
  readonly slug: string
  readonly name: string
  readonly nameEn: string | null
  readonly level: (typeof councilLevels)[number]
  readonly hosts: readonly string[]
  readonly officer: string
  readonly contact: string
}

/** @throws Error that says what was refused; then nothing or only the council is there, and the command can be run again */
export async function found(app: App, wanted: Wanted): Promise<{ councilId: string; slug: string }> {
  const system = systemActor(newId())
  const isDefault = !(await defaultCouncil(app.database.db))
  const council = expect(
    await perform(app, createCouncil, system, {
      slug: wanted.slug,
      name_zh: wanted.name,
      name_en: wanted.nameEn,
      level: wanted.level,
      hosts: [...wanted.hosts],
      isDefault,
    }),
  )
  const { personId } = expect(await perform(app, addPerson, system, { name: wanted.officer, contact: wanted.contact }))
  expect(await perform(app, giveRole, system, { personId, role: 'security-officer', scopeId: null }))
  return council
}

function expect<Result>(outcome: Outcome<Result>): Result {
  if (outcome.ok) return outcome.result
  if (outcome.kind === 'invalid') {
    throw new Error(outcome.issues.map(({ path, code }) => `${path}: ${code}`).join('\n'))
  }
  throw new Error(outcome.kind === 'conflict' ? outcome.code : outcome.kind)
}

function read(args: readonly string[]): Wanted | null {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: Object.fromEntries(
      ['slug', 'name', 'name-en', 'level', 'host', 'security-officer', 'contact'].map((name) => [
        name,
        { type: 'string' as const },
      ]),
    ),
  })
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : '')
  const level = councilLevels.find((each) => each === text('level'))
  if (!level || !text('slug') || !text('name') || !text('security-officer') || !text('contact')) return null
  return {
    slug: text('slug'),
    name: text('name'),
    nameEn: text('name-en') || null,
    level,
    hosts: text('host') ? [text('host')] : [],
    officer: text('security-officer'),
    contact: text('contact'),
  }
}
