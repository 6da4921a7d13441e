import { nameIn } from '#parts/councils'
import type { Attendance } from '#parts/meetings'
import {
  Button,
  ButtonLink,
  ButtonRow,
  ConfirmForm,
  DefinitionList,
  DoneBanner,
  ErrorSummary,
  Field,
  Form,
  PageHead,
  PrintButton,
  PrintSheet,
  QrFigure,
  Tag,
  useLocale,
  useText,
  Words,
} from '#ui'
import type { Found } from '../queries.ts'
import { spaced, topicIn, whenWords, whereWords } from '../words.ts'
import { text } from './door-pages.text.ts'

type Values = Readonly<Record<string, string>>

interface DoorProps extends Found {
  readonly qrSvg: string
  readonly hereUrl: string
  readonly timeZone: string
}

/** The sheet for the door, to print or to show on a screen. */
export function DoorPage({ place, meeting, qrSvg, hereUrl, timeZone }: DoorProps) {
  const t = useText(text)
  const locale = useLocale()
  return (
    <>
      <PageHead title={t.doorTitle} />
      <ButtonRow>
        <PrintButton />
      </ButtonRow>
      <PrintSheet title={topicIn(meeting, locale)} foot={nameIn(place, locale)}>
        <p>{whenWords(meeting, locale, timeZone)}</p>
        <QrFigure svg={qrSvg} href={hereUrl} caption={t.scan} />
        <p>{t.scanHow}</p>
        <p>{t.orType(spaced(meeting.door_code))}</p>
        <p class="break">{hereUrl.replace(/\?.*/, '')}</p>
        <p>{t.noPhone}</p>
      </PrintSheet>
    </>
  )
}

interface HereProps extends Found {
  readonly values: Values
  readonly errors: Values
  readonly timeZone: string
  /** Set once it is done. */
  readonly done: 'now' | 'again' | null
}

/** "I am here", where the code at the door leads. */
export function HerePage({ place, meeting, values, errors, timeZone, done }: HereProps) {
  const t = useText(text)
  const locale = useLocale()
  const base = `/stations/${place.number}/sessions/${meeting.number}`
  const field = (name: string) => ({ name, value: values[name] ?? '', ...(errors[name] && { error: errors[name] }) })
  return (
    <>
      {done && <DoneBanner title={done === 'now' ? t.doneTitle : t.doneAgain}>{t.doneNote}</DoneBanner>}
      <ErrorSummary errors={errors} />
      <PageHead
        title={t.hereTitle}
        lead={
          <>
            <b>
              <Words>{topicIn(meeting, locale)}</Words>
            </b>
            <br />
            {whenWords(meeting, locale, timeZone)}
          </>
        }
      />
      {done ? (
        <ButtonRow>
          <ButtonLink href={`${base}#questions`}>{t.toQuestions}</ButtonLink>
        </ButtonRow>
      ) : (
        <Form action={`${base}/here`}>
          <p>{t.hereLead}</p>
          {values.door && !errors[''] ? (
            <input type="hidden" name="door" value={values.door} />
          ) : (
            <Field {...field('door')} label={t.doorCode} hint={t.doorCodeHint} width="code" maxLength={40} />
          )}
          <Button>{t.here}</Button>
          <Field {...field('name')} label={t.name} optional maxLength={40} width="medium" />
          <Field {...field('code')} label={t.code} hint={t.codeHint} optional maxLength={40} width="code" />
        </Form>
      )}
    </>
  )
}

interface MineProps extends Found {
  readonly attendance: Attendance
  readonly waitingBefore: number
  readonly timeZone: string
  readonly fresh: boolean
  readonly errors: Values
  readonly mayCancel: boolean
}

/** One's own sign-up, by its code. */
export function MinePage(props: MineProps) {
  const { place, meeting, attendance, timeZone, errors } = props
  const t = useText(text)
  const locale = useLocale()
  const base = `/stations/${place.number}/sessions/${meeting.number}`
  const code = spaced(attendance.code)
  const waits = attendance.state === 'waiting'
  const state = attendance.present_at
    ? t.present
    : attendance.state === 'withdrawn'
      ? t.withdrawn
      : waits
        ? t.waiting(props.waitingBefore)
        : t.coming(attendance.people)
  return (
    <>
      {props.fresh && <DoneBanner title={waits ? t.signedUpWaiting : t.signedUp}>{t.told}</DoneBanner>}
      <ErrorSummary errors={errors} />
      <PageHead
        title={t.mineTitle}
        above={<Tag kind={attendance.state === 'withdrawn' ? 'stop' : waits ? 'wait' : 'ok'}>{state}</Tag>}
      />
      <DefinitionList
        items={[
          {
            term: t.toSession,
            value: (
              <a href={base}>
                <Words>{topicIn(meeting, locale)}</Words>
              </a>
            ),
          },
          { term: t.mineCode(code), value: t.mineKeep },
        ]}
      />
      <p>{whenWords(meeting, locale, timeZone)}</p>
      <p>
        <Words>{whereWords(meeting, place, locale)}</Words>
      </p>
      {props.mayCancel && (
        <ConfirmForm
          action={`${base}/mine/${code}/cancel`}
          kind="grave"
          label={t.cancel}
          question={t.cancelQuestion}
          consequence={t.cancelNote}
          confirmLabel={t.cancel}
        />
      )}
    </>
  )
}
