import type { App } from '#kernel/app'
import { parseReceipt, policyOf, type Verdict, verifyReceipt, witnessReports } from '#kernel/ledger'
import { allCouncils } from '#parts/councils'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { receiptAsPasted } from './check/format.ts'
import { type Checked, resultOf, type ShownResult } from './check/result.ts'
import { keysOf, logFile, logUrl } from './log.ts'
import { resultWords } from './pages/result-words.ts'
import { text } from './pages/verify-page.text.ts'
import { receiptBytes, VerifyPage } from './pages/verify-page.tsx'

export function verifyRoutes(http: Http): void {
  http.get('/verify', (c) => show(c, { receipt: '', words: '' }))
  http.post('/verify', checkSent)
  http.get('/log/:path{.+}', (c) => logFile(c, c.req.param('path')))
}

/** Nothing is stored: a check is a read that happens to carry a body. */
async function checkSent(c: Ctx): Promise<Response> {
  const { locale, council } = c.get('viewer')
  const t = text[locale]
  const { values, files } = await sent(c)
  const file = files.file?.[0]
  const words = values.words ?? ''
  if (file && file.size > receiptBytes) return show(c, { receipt: '', words, error: t.tooLarge })
  const receipt = receiptAsPasted(file ? await file.text() : (values.receipt ?? ''))
  if (receipt.trim() === '') return show(c, { receipt: '', words, error: t.missing })
  const checked = checkHere(receipt, await policyOfHouse(c.get('app'), council.id), words)
  const result = resultOf(checked, resultWords(locale, council.timeZone), words !== '')
  return show(c, { receipt, words, result })
}

function checkHere(receiptText: string, policy: string, words: string): Checked {
  const verdict = verifyReceipt(receiptText, policy)
  const receipt = parseReceipt(receiptText)
  if (!verdict.ok || !receipt) return { ok: false, fault: faultOf(verdict) }
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const salted = Object.keys(receipt.salts)
  const opens = (part: string, form: string) => verifyReceipt(receiptText, policy, { [part]: form }).ok
  const opened = salted.filter((part) => [words, words.trim()].some((form) => opens(part, form)))
  const [, , root = ''] = receipt.checkpoint.split('\n')
  return {
    ok: true,
    origin: verdict.origin,
    index: verdict.index,
    size: verdict.size,
    root,
    keyId: keyIdIn(receipt.checkpoint, verdict.origin),
    leafHash: base64(verdict.leafHash),
    leaf: verdict.leaf,
    opened: words === '' || salted.length === 0 ? null : opened,
  }
}

function faultOf(verdict: Verdict): 'format' | 'signature' | 'unknown-log' | 'not-included' {
  const fault = verdict.ok ? 'format' : verdict.fault
  return fault === 'signature' || fault === 'unknown-log' || fault === 'not-included' ? fault : 'format'
}

/** The id of the key by which a log signed: the first four bytes of its signature's line. */
function keyIdIn(note: string, origin: string): string {
  const line = note.split('\n').find((each) => each.startsWith(`— ${origin} `)) ?? ''
  return Buffer.from(line.split(' ')[2] ?? '', 'base64').toString('hex', 0, 4)
}

const mostLogs = 20

/** Believes this council's log, and those of the other councils of the installation as far as there are few. */
async function policyOfHouse({ database: { db } }: App, councilId: string): Promise<string> {
  const others = await allCouncils(db, mostLogs + 1)
  const ids = new Set([councilId, ...(others.length > mostLogs ? [] : others.map(({ id }) => id))])
  const lines: string[] = []
  for (const id of ids) lines.push(...(await policyOf(db, id)).split('\n').filter((line) => line.startsWith('log ')))
  return `${lines.join('\n')}\nquorum none\n`
}

interface Shown {
  readonly receipt: string
  readonly words: string
  readonly result?: ShownResult
  readonly error?: string
}

async function show(c: Ctx, { receipt, words, result, error }: Shown): Promise<Response> {
  const { locale, council } = c.get('viewer')
  const app = c.get('app')
  const t = text[locale]
  const keys = (await keysOf(app.database.db, council.id)).trim().split('\n')
  return page(
    c,
    { title: t.title, description: t.lead, status: error ? 422 : 200, invalid: error !== undefined },
    <VerifyPage
      typed={{ receipt, words }}
      result={result ?? null}
      error={error ?? null}
      policy={await policyOfHouse(app, council.id)}
      words={resultWords(locale, council.timeZone)}
      keys={keys}
      witnesses={app.witnesses ? await witnessReports(app.database.db, council.id, app.witnesses) : []}
      timeZone={council.timeZone}
      logUrl={await logUrl(c, council)}
    />,
  )
}
