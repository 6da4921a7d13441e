import { placeByNumber } from '#parts/network'
import type { Ctx, MatterLine } from '#web/routes'
import { text } from './pages/posts.text.ts'
import { type Post, postByNumber } from './queries.ts'

/** The post of the address, for whoever may read it. */
export async function postOf(c: Ctx): Promise<Post | undefined> {
  const number = Number(c.req.param('number'))
  if (!Number.isSafeInteger(number) || number < 1 || number > 2_147_483_647) return undefined
  const { council, actor } = c.get('viewer')
  return postByNumber(c.get('app').database.db, council.id, number, actor)
}

export function toList(c: Ctx) {
  return { href: '/publicity', label: text[c.get('viewer').locale].title }
}

/** Every matter everyone may read, one module after the other. */
export async function mattersOf(c: Ctx): Promise<(MatterLine & { readonly type: string })[]> {
  const found: (MatterLine & { readonly type: string })[] = []
  for (const { offers } of c.get('modules')) {
    const { type, all } = offers?.matters ?? {}
    if (type && all) found.push(...(await all(c.get('app'), c.get('viewer'))).map((line) => ({ ...line, type })))
  }
  return found
}

/** The place whose number stands in the address. */
export async function placeAsked(c: Ctx): Promise<string | undefined> {
  const asked = c.req.query('place') ?? ''
  if (!/^\d{1,9}$/.test(asked)) return undefined
  const place = await placeByNumber(c.get('app').database.db, c.get('viewer').council.id, Number(asked))
  return place?.place_id
}
