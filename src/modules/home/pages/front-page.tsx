import {
  Button,
  ButtonLink,
  Card,
  CardGrid,
  Columns,
  EmptyState,
  Field,
  Line,
  langOf,
  OriginalIn,
  type Station,
  Tag,
  useLocale,
  useText,
  Words,
} from '#ui'
import type { HomeAnswer, HomeCard } from '#web/routes'
import type { FrontView } from '../queries.ts'
import { homeStations } from '../queries.ts'
import { dayIn } from './days.ts'
import { text } from './front-page.text.ts'

export interface FrontPageProps {
  readonly view: FrontView
  readonly timeZone: string
}

/** The promise with its line, what one can do now, and what became of earlier words. */
export function FrontPage({ view, timeZone }: FrontPageProps) {
  const t = useText(text)
  return (
    <>
      <section class="promise-line">
        <div class="promise-now">
          <div>
            <h1>
              <span>{t.promise.first}</span> <span>{t.promise.second}</span>
            </h1>
            <p>{t.lead(view.councilName)}</p>
          </div>
          <div>
            <OpenNow cards={view.open} />
          </div>
        </div>
        <h2>{t.line}</h2>
        <Line across label={t.line} stations={stationsOf(view, t)} />
        {view.figures.length > 0 && (
          <p class="muted">
            <a href="/figures">{t.howCounted}</a>
          </p>
        )}
      </section>
      {view.inbox && <Waiting view={view} timeZone={timeZone} />}
      <Columns
        asideLabel={t.aside}
        aside={
          <>
            <FindReceipt />
            <TalkToSomebody phone={view.phone} />
            <WhyBelieve />
          </>
        }
      >
        <Answers answers={view.answers} timeZone={timeZone} />
      </Columns>
      {view.other.length > 0 && <Others cards={view.other} />}
    </>
  )
}

/** A station is passed once something has come that far; its number leads to what it counts. */
function stationsOf({ figures }: FrontView, t: (typeof text)['zh-CN']): readonly Station[] {
  return homeStations.map((station) => {
    const figure = figures.find((each) => each.station === station)
    const total = figure?.total ?? 0
    return {
      state: total > 0 ? 'passed' : 'to-come',
      label: t.stations[station],
      note: (
        <>
          {figure && total > 0 && (
            <>
              <a class="num" href={`/figures#${station}`}>
                <strong>{t.of(total)}</strong> {figure.figures[0]?.label}
              </a>
              <br />
            </>
          )}
          {t.notes[station]}
        </>
      ),
    }
  })
}

function Waiting({ view, timeZone }: FrontPageProps) {
  const t = useText(text)
  const locale = useLocale()
  const items = view.inbox ?? []
  return (
    <section class="card waiting" aria-labelledby="waiting">
      <h2 id="waiting">{t.waiting}</h2>
      {items.length === 0 && <p class="muted">{t.waitingNone}</p>}
      {items.length > 0 && (
        <ul>
          {items.map(({ href, title, since, dueOn }) => (
            <li key={href}>
              <a href={href}>{title}</a>{' '}
              <span class="muted">
                {dueOn ? t.due(dayIn(new Date(dueOn), locale, 'UTC')) : t.since(dayIn(since, locale, timeZone))}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p class="row">
        <a href="/me/inbox">{t.toInbox}</a>
        <a href="/me">{t.toMine}</a>
        {view.hasDesk && <a href="/desk">{t.toDesk}</a>}
      </p>
    </section>
  )
}

function OpenNow({ cards }: { readonly cards: readonly HomeCard[] }) {
  const t = useText(text)
  return (
    <>
      <h2 id="open">{t.open}</h2>
      {cards.length === 0 ? (
        <EmptyState title={t.openNone}>{t.openNoneWords}</EmptyState>
      ) : (
        <ul class="open-now" aria-labelledby="open">
          {cards.map((card) => (
            <li key={card.href}>
              {card.tag && (
                <p>
                  <Tag kind="accent">{card.tag.label}</Tag>
                </p>
              )}
              <h3>
                <a href={card.href}>{card.title}</a>
              </h3>
              <p class="muted">{card.lines.join(' · ')}</p>
              {card.action && (
                <ButtonLink href={card.href} label={t.actionOn(card.action, card.title)}>
                  {card.action}
                </ButtonLink>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Answers({ answers, timeZone }: { readonly answers: readonly HomeAnswer[]; readonly timeZone: string }) {
  const t = useText(text)
  const locale = useLocale()
  return (
    <>
      <h2 id="answers">{t.answers}</h2>
      {answers.length === 0 ? (
        <p class="muted">{t.answersNone}</p>
      ) : (
        <ul class="answers" aria-labelledby="answers">
          {answers.map((answer) => (
            <li key={`${answer.href} ${answer.said}`}>
              <p class="muted">
                {t.about(answer.about)} ·{' '}
                <time dateTime={answer.at.toISOString()}>{dayIn(answer.at, locale, timeZone)}</time>
              </p>
              <p>
                <b>{t.said}</b>
                <q lang={langOf(answer.said, locale, answer.lang?.said)}>{answer.said}</q>
                <OriginalIn words={answer.said} lang={answer.lang?.said} />
              </p>
              <p>
                <Tag kind={answer.decision.tone === 'ok' ? 'ok' : answer.decision.tone === 'wait' ? 'wait' : 'plain'}>
                  {answer.decision.label}
                </Tag>{' '}
                <b class="sr">{t.answered}</b>
                <Words lang={answer.lang?.answer}>{answer.answer}</Words>
              </p>
              <p>
                <a href={answer.href} aria-label={t.actionOn(t.wholeAnswer, answer.said.slice(0, 30))}>
                  {t.wholeAnswer}
                </a>
              </p>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** A GET form: it changes nothing, so the page can be kept for every guest. */
function FindReceipt() {
  const t = useText(text)
  return (
    <Card title={t.find}>
      <form method="get" action="/r">
        <Field
          name="code"
          label={t.findLabel}
          hint={t.findHint}
          autocomplete="off"
          spellcheck={false}
          maxLength={40}
          width="medium"
        />
        <p class="row">
          <Button>{t.findButton}</Button>
          <a href="/help#lost">{t.findLost}</a>
        </p>
      </form>
    </Card>
  )
}

function TalkToSomebody({ phone }: { readonly phone: string | null }) {
  const t = useText(text)
  return (
    <Card title={t.help}>
      <p>{t.helpWords}</p>
      <p class="row">
        {phone && (
          <ButtonLink kind="quiet" href={`tel:${phone.replace(/[^\d+]/g, '')}`}>
            {t.call(phone)}
          </ButtonLink>
        )}
        <a href="/help">{t.helpLink}</a>
      </p>
    </Card>
  )
}

function WhyBelieve() {
  const t = useText(text)
  return (
    <Card title={t.check}>
      <p>{t.checkWords}</p>
      <p>
        <a href="/verify">{t.checkLink}</a>
      </p>
    </Card>
  )
}

function Others({ cards }: { readonly cards: readonly HomeCard[] }) {
  const t = useText(text)
  return (
    <>
      <h2>{t.other}</h2>
      <CardGrid label={t.other}>
        {cards.map((card) => (
          <Card key={card.href} asItem level={3} title={card.title} href={card.href}>
            {card.tag && (
              <p>
                <Tag kind={card.tag.tone === 'now' ? 'accent' : card.tag.tone}>{card.tag.label}</Tag>
              </p>
            )}
            {card.lines.map((line) => (
              <p key={line} class="muted">
                {line}
              </p>
            ))}
          </Card>
        ))}
      </CardGrid>
    </>
  )
}
