import type { Tx } from '#kernel/db'
import type { CouncilId } from '#kernel/ids'
import { normaliseShortCode } from '#kernel/short-code'
import { type NewNotice, notify, type Receiver } from '#parts/notices'

export interface ToContributors extends Pick<NewNotice, 'kind' | 'text'> {
  readonly councilId: CouncilId
  readonly now: Date
  readonly opinionIds: readonly string[]
  /** Made unique for each opinion, so that a repeated delivery tells nobody twice. */
  readonly key: string
  /** What their notices are grouped and muted by. */
  readonly subject: { readonly type: string; readonly id: string }
}

/**
 * Tells those who gave opinions something, each by the way she chose: into the inbox of her account or device, and by
 * phone or e-mail where she left one for the answer. Whoever gave none follows by the receipt.
 */
export async function tellContributors(tx: Tx, told: ToContributors): Promise<void> {
  if (told.opinionIds.length === 0) return
  const rows = await tx
    .selectFrom('opinions.opinion as o')
    .innerJoin('opinions.contributor as c', (join) =>
      join.onRef('c.council_id', '=', 'o.council_id').onRef('c.id', '=', 'o.contributor_id'),
    )
    .select([
      'o.id',
      'o.receipt',
      'c.account_id',
      'c.device_id',
      'c.answer_by',
      'c.contact_kind',
      'c.contact',
      'c.locale',
    ])
    .where('o.council_id', '=', told.councilId)
    .where('o.id', 'in', [...told.opinionIds])
    .where('c.erased_at', 'is', null)
    .orderBy('o.id')
    .execute()
  for (const row of rows) {
    for (const [way, to] of waysTo(row)) {
      await notify(tx, {
        councilId: told.councilId,
        now: told.now,
        to,
        kind: told.kind,
        subject: told.subject,
        text: told.text,
        href: receiptHref(row.receipt),
        key: `${told.key} ${row.id} ${way}`,
      })
    }
  }
}

/** Where the holder of a receipt follows her opinion. */
export function receiptHref(receipt: string): string {
  return `/r/${normaliseShortCode(receipt) ?? receipt}`
}

interface Reachable {
  readonly account_id: string | null
  readonly device_id: string | null
  readonly answer_by: string
  readonly contact_kind: 'phone' | 'email' | null
  readonly contact: string | null
  readonly locale: string
}

function waysTo(row: Reachable): readonly (readonly [string, Receiver])[] {
  const ways: [string, Receiver][] = []
  if (row.account_id !== null) ways.push(['inbox', { accountId: row.account_id }])
  else if (row.device_id !== null) ways.push(['inbox', { deviceId: row.device_id }])
  if (row.contact !== null && row.contact_kind !== null && row.answer_by === row.contact_kind) {
    const locale = row.locale.toLowerCase().startsWith('en') ? ('en' as const) : ('zh-CN' as const)
    ways.push(['contact', { contact: { kind: row.contact_kind, value: row.contact }, locale }])
  }
  return ways
}
