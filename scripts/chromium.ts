import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * Makes sure that the browser tests find a Chromium and Chinese fonts, installing Debian's where that is possible.
 * CHROMIUM_PATH names another one.
 * @throws Error that tells how to get one
 */
export function ensureChromium(): void {
  if (process.env.CHROMIUM_PATH ? existsSync(process.env.CHROMIUM_PATH) : places.some((place) => existsSync(place)))
    return
  const isRoot = process.getuid?.() === 0
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    console.error('Installing Chromium and Chinese fonts for the browser tests (once, about a minute)…')
    const packages = ['chromium', 'fonts-noto-cjk', 'libxml2-utils', 'poppler-utils']
    const update = spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2] })
    const install = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      stdio: ['ignore', 'ignore', 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (update.status === 0 && install.status === 0) return
  }
  throw new Error(
    'The browser tests need Chromium. On Debian or Ubuntu: sudo apt-get install chromium fonts-noto-cjk. Elsewhere set CHROMIUM_PATH to a Chromium or Chrome.',
  )
}
