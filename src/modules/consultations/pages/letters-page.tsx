import type { Locale } from '#kernel/text'
import {
  Button,
  ButtonLink,
  ButtonRow,
  DateField,
  EmptyState,
  ErrorSummary,
  Form,
  Notice,
  PageHead,
  Pager,
  Radios,
  Shown,
  Tabs,
  Tag,
} from '#ui'
import type { Letter } from '../queries/letters.ts'
import { text as words } from './answer-words.text.ts'
import { text } from './letters-page.text.ts'
import { decisionTones } from './outcome-card.tsx'
import { dashed } from './paper-pages.tsx'

export const letterTabs = ['waiting', 'left', 'all'] as const
export type LetterTab = (typeof letterTabs)[number]

export interface LettersPageProps {
  readonly base: string
  readonly title: string
  /** The answers are out; before that there is no letter. */
  readonly given: boolean
  readonly mayAnswer: boolean
  readonly tab: LetterTab
  readonly counts: Readonly<Record<LetterTab, number>>
  /** Those of this page. */
  readonly letters: readonly Letter[]
  readonly page: number
  readonly pages: number
  readonly pageSize: number
  /** First and last letter of each file to print, from 1. */
  readonly files: readonly { readonly from: number; readonly to: number }[]
  readonly placeNames: ReadonlyMap<string, string>
  readonly persons: ReadonlyMap<string, string>
  readonly today: string
  readonly day: (isoDay: string) => string
  readonly chosen: readonly string[]
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  readonly locale: Locale
}

/** Letters with answers: to print, to send, to note that they have left. */
export function LettersPage(props: LettersPageProps) {
  const { base, title, given, tab, counts, letters, errors, locale } = props
  const t = text[locale]
  const number = new Intl.NumberFormat(locale)
  const href = `${base}/answer/letters`
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.titleOf(title)} lead={t.lead} />
      {!given ? (
        <Notice kind="wait">
          <p>{t.notGiven}</p>
          {props.mayAnswer && <ButtonLink href={`${base}/answer`}>{t.notGivenDo}</ButtonLink>}
        </Notice>
      ) : (
        <>
          <Tabs
            label={t.show}
            tabs={letterTabs.map((each) => ({
              href: `${href}?show=${each}`,
              label: t.tabs[each],
              count: counts[each],
              current: each === tab,
            }))}
          />
          <Print {...props} />
          {letters.length === 0 ? (
            <EmptyState title={t.none[tab]}>{t.noneWords}</EmptyState>
          ) : (
            <>
              <Shown page={props.page} pageSize={props.pageSize} total={counts[tab]} />
              <Form action={`${href}/mark?show=${tab}&page=${props.page}`}>
                <ul class="pile">
                  {letters.map((letter) => (
                    <OneLetter key={letter.key} letter={letter} {...props} />
                  ))}
                </ul>
                {letters.some(({ delivered }) => !delivered) && (
                  <section aria-label={t.mark}>
                    <h2>{t.mark}</h2>
                    {letters
                      .filter(({ delivered }) => !delivered)
                      .map((letter) => (
                        <input key={letter.key} type="hidden" name="page" value={idsOf(letter)} />
                      ))}
                    <Radios
                      name="way"
                      label={t.way}
                      value={props.values.way ?? ''}
                      options={(['sent', 'handed-over'] as const).map((value) => ({ value, label: t.ways[value] }))}
                      {...(errors.way && { error: errors.way })}
                    />
                    <DateField
                      name="onDay"
                      label={t.onDay}
                      value={props.values.onDay ?? props.today}
                      max={props.today}
                      {...(errors.onDay && { error: errors.onDay })}
                    />
                    <ButtonRow>
                      <Button name="do" value="chosen">
                        {t.markChosen}
                      </Button>
                      <Button kind="quiet" name="do" value="page">
                        {t.markPage(number.format(letters.filter(({ delivered }) => !delivered).length))}
                      </Button>
                    </ButtonRow>
                  </section>
                )}
              </Form>
              {letters.some(({ items }) => items.some(({ left }) => left)) && <Undo {...props} />}
              <Pager page={props.page} pages={props.pages} hrefOf={(n) => `${href}?show=${tab}&page=${n}`} />
            </>
          )}
        </>
      )}
    </>
  )
}

function Print({ base, tab, counts, files, locale }: LettersPageProps) {
  const t = text[locale]
  const number = new Intl.NumberFormat(locale)
  if (counts[tab] === 0) return null
  const fileOf = (part: number) => `${base}/answer/letters.pdf?show=${tab}&part=${part}`
  return (
    <section aria-label={t.printHint}>
      {files.length > 1 && <p>{t.parts}</p>}
      <ButtonRow>
        {files.map(({ from, to }, index) => (
          <ButtonLink key={from} kind={files.length > 1 ? 'quiet' : 'main'} href={fileOf(index + 1)}>
            {files.length > 1 ? t.part(number.format(from), number.format(to)) : t.print(number.format(counts[tab]))}
          </ButtonLink>
        ))}
      </ButtonRow>
      <p class="muted">{t.printHint}</p>
    </section>
  )
}

/** What a tick sends: the opinions whose letter has not left. */
export function idsOf({ items }: Letter): string {
  return items
    .filter(({ left }) => left === null)
    .map(({ opinionId }) => opinionId)
    .join(' ')
}

function OneLetter({ letter, ...props }: LettersPageProps & { readonly letter: Letter }) {
  const { base, placeNames, chosen, locale } = props
  const t = text[locale]
  const w = words[locale]
  const { name, address, placeId, items, delivered } = letter
  const first = items[0]
  if (!first) return null
  const who = name ?? t.unnamed
  const place = placeNames.get(placeId ?? '')
  const id = `letter-${first.receipt}`
  return (
    <li class="card">
      {delivered ? (
        <b>{who}</b>
      ) : (
        <div class="choice">
          <input
            type="checkbox"
            name="letter"
            id={id}
            value={idsOf(letter)}
            checked={chosen.includes(idsOf(letter))}
            aria-label={t.choose(who, dashed(first.receipt))}
          />
          <label for={id}>{who}</label>
        </div>
      )}
      <p>{address ?? (place ? t.handOver(place) : t.handOverAny)}</p>
      <ul class="plain">
        {items.map((item) => (
          <li key={item.opinionId}>
            <p>
              <a href={`/r/${dashed(item.receipt)}`}>{dashed(item.receipt)}</a>{' '}
              {item.body.length > 60 ? `${item.body.slice(0, 60)}…` : item.body}
            </p>
            <p class="row">
              <Tag kind={decisionTones[item.decision]}>{w.decisions[item.decision]}</Tag>
              {item.left ? <Tag kind="ok">{leftWords(item.left, props)}</Tag> : <Tag kind="wait">{t.waiting}</Tag>}
            </p>
          </li>
        ))}
      </ul>
      <p>
        <a href={`${base}/answer/letters.pdf?letter=${first.receipt}`}>{t.one}</a>
      </p>
    </li>
  )
}

function leftWords(
  { way, onDay, by }: NonNullable<Letter['items'][number]['left']>,
  { persons, day, locale }: LettersPageProps,
): string {
  const t = text[locale]
  const name = by && persons.get(by)
  return t.left[way](day(onDay), name ? t.by(name) : '')
}

/** One small form a letter, outside the large one. */
function Undo({ base, tab, page, letters, locale }: LettersPageProps) {
  const t = text[locale]
  return (
    <section aria-label={t.undo}>
      <h2>{t.undo}</h2>
      <ul class="plain">
        {letters
          .filter(({ items }) => items.some(({ left }) => left))
          .map((letter) => (
            <li key={letter.key}>
              <Form action={`${base}/answer/letters/undo?show=${tab}&page=${page}`}>
                {letter.items
                  .filter(({ left }) => left)
                  .map(({ opinionId }) => (
                    <input key={opinionId} type="hidden" name="opinionIds" value={opinionId} />
                  ))}
                <Button kind="quiet">
                  {t.undoOf(letter.name ?? t.unnamed, dashed(letter.items[0]?.receipt ?? ''))}
                </Button>
              </Form>
            </li>
          ))}
      </ul>
    </section>
  )
}
