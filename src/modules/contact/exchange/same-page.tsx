import { dateTag } from '#kernel/text'
import { casesText } from '#parts/cases'
import { Button, ButtonRow, EmptyState, Form, PageHead, Pager, Tabs, Tag, useLocale } from '#ui'
import { text } from './pages.text.ts'
import type { Pair, Side } from './queries.ts'

export const pairStates = ['proposed', 'same', 'different'] as const

export interface SameView {
  readonly state: Pair['state']
  readonly pairs: readonly Pair[]
  readonly page: number
  readonly pages: number
  readonly timeZone: string
}

/** Matters that may be one, side by side; a person says. */
export function SamePage({ view }: { readonly view: SameView }) {
  const t = text[useLocale()]
  const hrefOf = (state: string, page = 1) => `/contact/exchange/same?state=${state}&page=${page}`
  return (
    <>
      <PageHead title={t.same} lead={t.pairsLead} />
      <Tabs
        label={t.tabs}
        tabs={pairStates.map((state) => ({
          href: hrefOf(state),
          label: t.states[state],
          current: state === view.state,
        }))}
      />
      {view.pairs.length === 0 && <EmptyState title={t.noPairs} />}
      {view.pairs.map((pair) => (
        <PairCard key={`${pair.later.id} ${pair.earlier.id}`} pair={pair} view={view} />
      ))}
      <Pager page={view.page} pages={view.pages} hrefOf={(page) => hrefOf(view.state, page)} />
    </>
  )
}

function PairCard({ pair, view }: { readonly pair: Pair; readonly view: SameView }) {
  const locale = useLocale()
  const t = text[locale]
  const percent = new Intl.NumberFormat(locale, { style: 'percent' }).format(pair.score)
  const name = `${t.number(pair.earlier.number)} · ${t.number(pair.later.number)}`
  const decide = (state: Pair['state'], label: string, quiet: boolean) => (
    <Form action="/contact/exchange/same" label={`${label}: ${name}`}>
      <input type="hidden" name="matterId" value={pair.later.id} />
      <input type="hidden" name="earlierId" value={pair.earlier.id} />
      <input type="hidden" name="state" value={state} />
      <input type="hidden" name="from" value={view.state} />
      <Button {...(quiet && { kind: 'quiet' as const })}>{label}</Button>
    </Form>
  )
  return (
    <section class="card" aria-label={name}>
      <p class="row">
        <Tag kind="accent">{t.why[pair.why]}</Tag> <span class="muted">{t.alike(percent)}</span>
      </p>
      <div class="pair">
        <SideView side={pair.earlier} label={t.earlier} timeZone={view.timeZone} />
        <SideView side={pair.later} label={t.later} timeZone={view.timeZone} />
      </div>
      <ButtonRow>
        {pair.state === 'proposed' ? (
          <>
            {decide('same', t.isSame, false)}
            {decide('different', t.isDifferent, true)}
          </>
        ) : (
          decide('proposed', t.takeBack, true)
        )}
      </ButtonRow>
    </section>
  )
}

function SideView({
  side,
  label,
  timeZone,
}: {
  readonly side: Side
  readonly label: string
  readonly timeZone: string
}) {
  const locale = useLocale()
  const t = text[locale]
  const day = new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'medium', timeZone })
  const stages: Readonly<Record<string, string>> = casesText[locale].stage
  return (
    <div>
      <h2>
        {label}: <a href={`/contact/matters/${side.number}`}>{t.number(side.number)}</a>
      </h2>
      <p lang={side.locale}>{side.words}</p>
      {side.spot && <p lang={side.locale}>{side.spot}</p>}
      <p class="muted">
        {day.format(side.at)} · {stages[side.stage] ?? ''} · {side.door ? t.from(side.door) : t.own}
        {side.theirNumber && ` · ${t.theirNumber(side.theirNumber)}`}
      </p>
    </div>
  )
}
