import { dateTag } from '#kernel/text'
import { Button, Form, Table, Tag, useLocale } from '#ui'
import { text } from './pages.text.ts'
import type { Elsewhere, Outgoing } from './queries.ts'
import { troubleInWords } from './trouble.text.ts'

const tags = { waiting: 'wait', taken: 'plain', closed: 'ok', dead: 'stop' } as const

/** What was handed to a department's own system, and what it says. */
export function OutgoingTable({ rows, timeZone }: { readonly rows: readonly Outgoing[]; readonly timeZone: string }) {
  const locale = useLocale()
  const t = text[locale]
  const when = new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'medium', timeStyle: 'short', timeZone })
  return (
    <Table
      caption={t.outgoing}
      keyOf={({ id }) => id}
      rows={rows}
      empty={t.noOutgoing}
      columns={[
        {
          label: t.matter,
          names: true,
          cell: ({ number }) => <a href={`/contact/matters/${number}`}>{t.number(number)}</a>,
        },
        { label: t.state, cell: (each) => <OutgoingState outgoing={each} /> },
        { label: t.theirs, cell: ({ theirId }) => theirId ?? '' },
        { label: t.theirState, cell: (each) => <TheirWords outgoing={each} /> },
        { label: t.asked, cell: ({ askedAt }) => (askedAt ? when.format(askedAt) : t.never) },
      ]}
    />
  )
}

function OutgoingState({ outgoing }: { readonly outgoing: Outgoing }) {
  const locale = useLocale()
  const t = text[locale]
  const { id, state, lastError } = outgoing
  return (
    <>
      <Tag kind={tags[state]}>{t.outStates[state]}</Tag>
      {lastError && <p class="muted">{troubleInWords(lastError, locale) ?? lastError}</p>}
      {state === 'dead' && (
        <Form action={`/contact/exchange/outgoing/${id}/again`}>
          <Button kind="quiet">{t.again}</Button>
        </Form>
      )}
    </>
  )
}

function TheirWords({ outgoing }: { readonly outgoing: Outgoing }) {
  const t = text[useLocale()]
  const { theirStatus, theirNotes, theirAgency } = outgoing
  if (!theirStatus) return null
  return (
    <>
      {t.theirStates[theirStatus]}
      {theirAgency && ` · ${theirAgency}`}
      {theirNotes && (
        <span lang="zh-CN">
          <br />
          {theirNotes}
        </span>
      )}
    </>
  )
}

/** On a matter's own page: by which door it came, what another system says of it, and what it may be the same as. */
export function ElsewhereView({ elsewhere, decides }: { readonly elsewhere: Elsewhere; readonly decides: boolean }) {
  const t = text[useLocale()]
  const { doors, outgoing, alike } = elsewhere
  return (
    <>
      {doors.map(({ name, theirNumber, program }) => (
        <p key={`${name} ${theirNumber}`} class="row">
          <Tag>{t.from(name)}</Tag> {!program && <span class="muted">{t.theirNumber(theirNumber)}</span>}
        </p>
      ))}
      {decides && alike.length > 0 && (
        <p>
          <a href="/contact/exchange/same">{t.same}</a>: {alike.map((number) => t.number(number)).join(' · ')}
        </p>
      )}
      {outgoing.map((each) => (
        <section key={each.id} class="card" aria-label={t.fromThere(each.system)}>
          <p class="row">
            <Tag>{t.fromThere(each.system)}</Tag> <Tag kind={tags[each.state]}>{t.outStates[each.state]}</Tag>
            {each.theirId && <span class="muted">{t.theirNumber(each.theirId)}</span>}
          </p>
          <p>
            <TheirWords outgoing={each} />
          </p>
        </section>
      ))}
    </>
  )
}
