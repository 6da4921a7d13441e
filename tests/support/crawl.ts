import type { Http } from '#web/routes'
import type { DemoHouse } from './demo.ts'

export interface Answer {
  readonly path: string
  /** The page whose link led here. */
  readonly from: string
  readonly status: number
  /** Null for what is no page: a sheet, a document, a picture. */
  readonly html: string | null
}

export interface Walk {
  readonly from: readonly string[]
  readonly cookie: string
  /** Addresses visited for each pattern of address. */
  readonly most: number
}

/** Links that change something about the visitor and lead back. */
const left = /^\/(look|council\/|me\/sign-out)/

/** Follows every link of every page, breadth first. A page that refuses a visitor is no fault at the beginning. */
export async function crawl({ http, origin }: DemoHouse, { from, cookie, most }: Walk): Promise<Answer[]> {
  const routes = getRoutes(http)
  const seen = new Set<string>(from)
  const visits = new Map<string, number>()
  const waiting = from.map((path) => ({ path, from: '' }))
  const answers: Answer[] = []
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const pattern = patternOf(next.path, routes) ?? next.path
    const count = visits.get(pattern) ?? 0
    if (count >= most) continue
    visits.set(pattern, count + 1)
    const answer = await get(http, origin, next, cookie)
    if (next.from !== '' || answer.status === 200 || answer.status >= 500) answers.push(answer)
    for (const path of linksOf(answer.html ?? '', next.path)) {
      if (seen.has(path) || left.test(path)) continue
      seen.add(path)
      waiting.push({ path, from: next.path })
    }
  }
  return answers
}

/** Asks for every GET route once, its parameters filled with what the demonstration has. */
export async function walkAll({ http, origin }: DemoHouse, cookie: string): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const route of getRoutes(http)) {
    if (route.includes('*')) continue
    const path = route.replace(/:(\w+)(\{(?:[^{}]|\{[^}]*\})*\})?\??/g, (_, name: string) => sample[name] ?? '1')
    answers.push(await get(http, origin, { path, from: '' }, cookie))
  }
  return answers
}

const sample: Readonly<Record<string, string>> = {
  clause: 'art_6',
  opinion: '1',
  n: '2',
  provisionId: 'art_6',
  code: '7KQ4-M2XC-9TRA',
  slug: 'yunshan',
}

async function get(
  http: Http,
  origin: string,
  { path, from }: { readonly path: string; readonly from: string },
  cookie: string,
): Promise<Answer> {
  const response = await http.request(`${origin}${path}`, { headers: { cookie, host: new URL(origin).host } })
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false
  const body = await response.arrayBuffer()
  const html = isPage ? new TextDecoder().decode(body) : null
  const target = response.headers.get('location')
  if (response.status >= 300 && response.status < 400 && target?.startsWith('/') && !left.test(target)) {
    return get(http, origin, { path: target, from: path }, cookie)
  }
  return { path, from, status: response.status, html }
}

/** What is wrong with an answer to somebody who followed a link; empty when nothing is. */
export function faultsOf({ path, from, status, html }: Answer): string[] {
  if (status >= 400) return [`${path} (from ${from}): ${status}`]
  if (html === null) return []
  const headings = html.match(/<h1[\s>]/g)?.length ?? 0
  const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]!)
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index))
  return [
    ...(headings === 1 ? [] : [`${path}: ${headings} h1`]),
    ...[...twice].map((id) => `${path}: id twice: ${id}`),
    ...(/<title[^>]*>[^<]+<\/title>/.test(html) ? [] : [`${path}: no title`]),
    ...(/\[object Object\]|\bundefined\b|\bNaN\b/.test(textOf(html)) ? [`${path}: shows a value that is none`] : []),
  ]
}

/**
 * Words of a page in English that are Chinese and not marked as such, and numbers that stand beside the wrong form of
 * their noun. What somebody wrote keeps its language, and its element says which one it is.
 */
export function faultsOfEnglish({ path, status, html }: Answer): string[] {
  if (status >= 400 || html === null) return []
  const own = ownWordsOf(html)
  return [
    ...own.filter((words) => /\p{Script=Han}|[，。；：！（）]/u.test(words)).map((words) => `${path}: “${words}”`),
    ...[...own.join(' ').replace(/\s+/g, ' ').matchAll(wrongPlural)].map(([words]) => `${path}: “${words}”`),
  ]
}

const wrongPlural =
  /(?<![\d.,–-] ?|Article |Chapter |chapter |article |step )\b1 (opinions|suggestions|people|others|chapters|articles|meetings|collection points|places|days|files|times|notices)\b/g

const withoutEnd = new Set(['area', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr'])
const withoutWords = new Set(['script', 'style', 'template', 'textarea'])

/** The texts of a page that stand in the page's own language, one for each piece between two tags. */
function ownWordsOf(html: string): string[] {
  const found: string[] = []
  const above: { readonly name: string; readonly own: boolean }[] = []
  for (const [, closing, name = '', attributes = '', words = ''] of html.matchAll(
    /<(\/?)([a-z][a-z0-9]*)([^>]*)>([^<]*)/gi,
  )) {
    const own = above.at(-1)?.own ?? true
    if (closing)
      above.splice(
        Math.max(
          0,
          above.findLastIndex((each) => each.name === name),
        ),
      )
    else if (!withoutEnd.has(name) && !attributes.endsWith('/')) {
      const lang = /\slang="([^"]+)"/.exec(attributes)?.[1]
      above.push({ name, own: !withoutWords.has(name) && (lang === undefined ? own : lang.startsWith('en')) })
    }
    if ((above.at(-1)?.own ?? true) && words.trim() !== '') found.push(words.trim())
  }
  return found
}

function textOf(html: string): string {
  return html.replace(/<(script|style|template)[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ')
}

/** Addresses inside the house that a page links to, without what comes after `#`. */
function linksOf(html: string, base: string): string[] {
  return [...html.matchAll(/<a\s[^>]*?href="([^"]+)"/g)]
    .map((match) => match[1]!.replaceAll('&amp;', '&'))
    .filter((href) => !/^[a-z]+:|^\/\/|^#/.test(href))
    .map((href) => new URL(href, `http://house${base}`))
    .map((url) => url.pathname + url.search)
}

/** Patterns of every address that answers a GET, the ones without parameters first. */
export function getRoutes(http: Http): string[] {
  const paths = http.routes.filter(({ method }) => method === 'GET').map(({ path }) => path)
  return [...new Set(paths)].toSorted((a, b) => Number(a.includes(':')) - Number(b.includes(':')))
}

/** The pattern an address belongs to. */
export function patternOf(path: string, routes: readonly string[]): string | undefined {
  const plain = path.replace(/\?.*$/, '')
  return routes.find((route) => {
    const shape = route.replace(/[.]/g, '\\.').replace(/\/?\*/g, '/?.*')
    return new RegExp(`^${shape.replace(/:\w+\{((?:[^{}]|\{[^}]*\})*)\}/g, '($1)').replace(/:\w+/g, '[^/]+')}$`).test(
      plain,
    )
  })
}
