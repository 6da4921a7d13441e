import { Button, Form, Island, PageHead } from '#ui'
import { text } from './flood-page.text.ts'
import type { Sent } from './form.tsx'
import { page } from './page.tsx'
import type { Ctx } from './routes.ts'

export interface FloodView {
  readonly ticket: string
  readonly bits: number
  readonly waitSeconds: number
  readonly sent: Sent
}

/** Not the words' but the form's own. `once` stays, so that it is the same sending as before. */
const notSentAgain = new Set(['csrf', 'flood', 'proof', 'once'])
const notShown = new Set([...notSentAgain, 'code', 'token', 'key'])

/** Keeps what was sent and asks to press once more: by itself with a script, after a minute without. */
export function floodPage(c: Ctx, { ticket, bits, waitSeconds, sent }: FloodView): Response {
  const { locale } = c.get('viewer')
  const t = text[locale]
  const fields = Object.entries(sent.lists).flatMap(([name, values]) =>
    notSentAgain.has(name) ? [] : values.map((value, at) => ({ id: `${name} ${at}`, name, value })),
  )
  const words = fields.filter(({ name, value }) => !notShown.has(name) && [...value.trim()].length > 12)
  const files = Object.keys(sent.files)
  const once = sent.values.once
  const children = (
    <>
      <PageHead title={t.title} lead={t.lead} />
      <Form action={new URL(c.req.url).pathname + new URL(c.req.url).search} files={files.length > 0}>
        {once && <input type="hidden" name="once" value={once} />}
        {fields.map(({ id, name, value }) => (
          <input key={id} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="flood" value={ticket} />
        <input type="hidden" name="proof" value="" data-flood-proof data-ticket={ticket} data-bits={bits} />
        {files.map((name) => (
          <p key={name}>
            <label>
              {t.files} <input type="file" name={name} multiple />
            </label>
          </p>
        ))}
        <p role="status" data-flood-status data-working={t.working} data-done={t.done} />
        <ul class="prose">
          <li>{t.wait(String(waitSeconds))}</li>
          <li>{t.waitFull}</li>
          <li>
            {t.signIn} <a href="/me/sign-in">{t.signInLink}</a>
          </li>
        </ul>
        <Button>{t.send}</Button>
        {files.length === 0 && <Island name="flood-proof" />}
      </Form>
      {words.length > 0 && (
        <section>
          <h2>{t.yourWords}</h2>
          {words.map(({ id, value }) => (
            <textarea key={id} aria-label={t.yourWords} rows={Math.min(8, value.split('\n').length + 2)} readOnly>
              {value}
            </textarea>
          ))}
        </section>
      )}
    </>
  )
  const islands = files.length === 0 ? ['flood-proof'] : []
  const answer = page(c, { title: t.title, status: 429, width: 'narrow', unlisted: true, islands }, children)
  answer.headers.set('retry-after', String(waitSeconds))
  return answer
}
