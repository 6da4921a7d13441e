import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

export interface DirectoryLock {
  release(): Promise<void>
}

/**
 * Holds a data directory for this process alone: two processes on one embedded database lose each other's writes.
 * A lock left by a process that is gone is taken over.
 * @throws Error when a living process holds it; the message says which and what to do
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const path = join(directory, 'lock')
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await create(path)) return { release: () => rm(path, { force: true }) }
    const holder = await holderOf(path)
    if (holder && (await isAlive(holder))) {
      throw new Error(
        `${directory} is in use by process ${holder.pid}. Stop that process first, or set DATABASE_URL to share a PostgreSQL server.`,
      )
    }
    await rm(path, { force: true })
  }
  throw new Error(`${directory} could not be locked: another process keeps taking it.`)
}

interface Holder {
  readonly pid: number
  /** Start time of the process in clock ticks since boot, from /proc; null where there is no /proc. */
  readonly startedAt: string | null
}

async function create(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx')
    const holder: Holder = { pid: process.pid, startedAt: await startOf(process.pid) }
    await file.writeFile(JSON.stringify(holder))
    await file.sync()
    await file.close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function holderOf(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder
  } catch {
    return null
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  // The number may have been given to another process since.
  const startedAt = await startOf(holder.pid)
  return holder.startedAt === null || startedAt === null || startedAt === holder.startedAt
}

async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
